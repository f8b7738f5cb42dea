// `casethread export team-figures`: counts for publication (Coventry 5.6). The same as on the team page.
import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import { recordAudit } from '../access/audit-store.ts';
import { FIGURE_COLUMNS, type PublishedFigure, publishedFigures } from '../team/publication.ts';
import { lastMonths } from '../team/weeks.ts';
import { type Format, writeLines } from './export/write-lines.ts';
import { toFile } from './export-command.ts';
import type { Product } from './product.ts';
import { counted, type ExitCode, say, type Terminal } from './terminal.ts';

export type TeamFiguresOptions = { month?: string; format: Format; out?: string };

/** A month that is not over has no figures yet: said, and nothing is written. */
export async function runTeamFigures(
  { month, format, out }: TeamFiguresOptions,
  product: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  await product.drain(); // what arrived before the export is counted in it
  const { database, clock } = product;
  const [last = ''] = lastMonths(clock(), 1);
  const asked = month ?? last;
  const figures = await publishedFigures(database, asked, clock());
  if (figures === null) {
    say(terminal, `${asked} is not a month that is over. Give one such as ${last}.`);
    return 1;
  }
  const subjectId = randomUUID();
  await recordAudit(database.pool, {
    at: clock(),
    actor: 'system:export',
    action: 'export',
    subjectKind: 'team-figures',
    subjectId,
    caseNumbers: [],
    detail: { month: asked, format, lines: figures.length },
  });
  const write = (output: Writable) =>
    writeLines(linesOf(figures), output, format, FIGURE_COLUMNS, () => {});
  if (out === undefined) await write(terminal.out);
  else {
    await toFile(out, write);
    say(terminal, `${counted(figures.length, 'line')} written to ${out}.`);
  }
  return 0;
}

async function* linesOf(figures: readonly PublishedFigure[]): AsyncGenerator<PublishedFigure> {
  yield* figures;
}
