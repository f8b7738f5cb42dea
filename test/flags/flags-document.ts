// Writes the tables of docs/flags.md. Run: node test/flags/flags-document.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composedCases, isHardNegative, readCases } from './cases.ts';
import { percent, type Share, scores, shippedEvaluator } from './scores.ts';

export const DOCUMENT = join(import.meta.dirname, '../../docs/flags.md');
const BEGIN = '<!-- scores: written by test/flags/flags-document.ts -->';
const END = '<!-- end of scores -->';

const shown = (one: Share): string =>
  one.of === 0 ? '–' : `${one.found} of ${one.of} (${percent(one).toFixed(0)} %)`;

/** The tables of scores, as Markdown. */
export function scoreTables(): string {
  const evaluate = shippedEvaluator();
  const dev = scores(readCases('fixtures/flags/dev-cases.ndjson'), evaluate);
  const composed = composedCases();
  const own = scores(composed, evaluate);
  const lines = [
    '| | development cases | composed batches |',
    '|---|---|---|',
    `| urgent flagged urgent | ${shown(dev.urgent)} | ${shown(own.urgent)} |`,
    `| … of them English, text-speak too | ${shown(dev.urgentEnglish)} | ${shown(own.urgentEnglish)} |`,
    `| … of them Welsh | ${shown(dev.urgentWelsh)} | ${shown(own.urgentWelsh)} |`,
    `| review flagged | ${shown(dev.review)} | ${shown(own.review)} |`,
    `| hard negatives flagged | ${shown(dev.hardFlagged)} | ${shown(own.hardFlagged)} |`,
    '',
    `The composed batches hold ${composed.length} messages, ${composed.filter(isHardNegative).length} of them hard negatives.`,
    '',
    '| category | urgent, development | urgent, composed | review, development | review, composed |',
    '|---|---|---|---|---|',
    ...dev.byCategory.map((row, index) => {
      const mine = own.byCategory[index];
      return `| ${row.category} | ${shown(row.urgent)} | ${mine ? shown(mine.urgent) : '–'} | ${shown(row.review)} | ${mine ? shown(mine.review) : '–'} |`;
    }),
  ];
  return lines.join('\n');
}

/** The document with these tables in their place. */
export function withTables(document: string, tables: string): string {
  const before = document.slice(0, document.indexOf(BEGIN) + BEGIN.length);
  return `${before}\n${tables}\n${document.slice(document.indexOf(END))}`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, 'utf8'), scoreTables()));
}
