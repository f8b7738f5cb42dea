// Writes the tables of docs/flags.md. Run: node test/flags/flags-document.ts
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coldCases, composedCases, readCases } from './cases.ts';
import { percent, type Share, scores, shippedEvaluator } from './scores.ts';

export const DOCUMENT = join(import.meta.dirname, '../../docs/flags.md');
const BEGIN = '<!-- scores: written by test/flags/flags-document.ts -->';
const END = '<!-- end of scores -->';

const shown = (one: Share): string =>
  one.of === 0
    ? '–'
    : `${one.found} of ${one.of} (${percent(one).toFixed(percent(one) > 0 && percent(one) < 2 ? 1 : 0)} %)`;

/** The tables of scores, as Markdown. */
export function scoreTables(): string {
  const evaluate = shippedEvaluator();
  const dev = scores(readCases('fixtures/flags/dev-cases.ndjson'), evaluate);
  const cold = scores(coldCases(), evaluate);
  const own = scores(composedCases(), evaluate);
  const row = (name: string, aim: string, pick: (from: typeof dev) => Share): string =>
    `| ${name} | ${aim} | ${shown(pick(dev))} | ${shown(pick(cold))} | ${shown(pick(own))} |`;
  return [
    '| | aim | development cases | cold | learnt from |',
    '|---|---|---|---|---|',
    row('urgent flagged urgent', '95 %', (from) => from.urgent),
    row('… English, text-speak too', '', (from) => from.urgentEnglish),
    row('… Welsh', 'within 6 points', (from) => from.urgentWelsh),
    row('review flagged', '80 %', (from) => from.review),
    row('hard negatives flagged', '10 % at most', (from) => from.hardFlagged),
    row('ordinary messages called urgent', '0.2 % at most', (from) => from.ordinaryUrgent),
    row('ordinary messages flagged at all', '1 % at most', (from) => from.ordinaryFlagged),
    '',
    '| category | urgent, development | urgent, cold | review, development | review, cold |',
    '|---|---|---|---|---|',
    ...dev.byCategory.map((one, index) => {
      const other = cold.byCategory[index];
      return `| ${one.category} | ${shown(one.urgent)} | ${other ? shown(other.urgent) : '–'} | ${shown(one.review)} | ${other ? shown(other.review) : '–'} |`;
    }),
  ].join('\n');
}

/** The document with these tables in their place. */
export function withTables(document: string, tables: string): string {
  const before = document.slice(0, document.indexOf(BEGIN) + BEGIN.length);
  return `${before}\n${tables}\n${document.slice(document.indexOf(END))}`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, 'utf8'), scoreTables()));
}
