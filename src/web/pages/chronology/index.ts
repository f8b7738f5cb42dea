// A child's chronology: significant events only, in the workers' own short wording.
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { countChronology, listChronology } from '../../../record/chronology-store.ts';
import { readChronology } from '../../../record/export-store.ts';
import { readChildHead } from '../../../record/head-store.ts';
import { PAGE_SIZE } from '../../../record/list-store.ts';
import { definePage, noPermission, type Page, render, route, sendFile } from '../../page/index.ts';
import { addressOfRecord } from '../recording/view.ts';
import { content, countWords } from './content.ts';
import { byYear } from './entries.ts';
import { chronologyParams, chronologyQuery } from './schema.ts';

const viewed = ({ caseNumber }: { caseNumber: string }) => ({
  subjectKind: 'chronology',
  subjectId: caseNumber,
});

export const chronologyPage: Page = definePage({
  name: 'chronology',
  routes: [
    route({
      method: 'GET',
      path: '/children/:caseNumber/chronology',
      may: { seeChild: (params) => params.caseNumber },
      params: chronologyParams,
      query: chronologyQuery,
      viewed,
      async handle({ params, query, database, today }) {
        const { caseNumber } = params;
        const head = await readChildHead(database.pool, caseNumber, today);
        if (head === null) return noPermission();
        const [{ entries, more }, count] = await Promise.all([
          listChronology(database.pool, caseNumber, query.before, PAGE_SIZE),
          countChronology(database.pool, caseNumber),
        ]);
        const last = entries.at(-1);
        const path = `${addressOfRecord(caseNumber)}/chronology`;
        return render('pages/chronology/page.njk', {
          title: content.title,
          record: head,
          back: { href: addressOfRecord(caseNumber), text: `${head.name}’s record` },
          content,
          countWords: countWords(count),
          years: byYear(entries, caseNumber),
          moreHref: more && last ? `${path}?before=${last.occurredOn}_${last.id}` : null,
          downloadHref: `${path}/spreadsheet`,
        });
      },
    }),
    route({
      method: 'GET',
      path: '/children/:caseNumber/chronology/spreadsheet',
      may: { seeChild: (params) => params.caseNumber },
      params: chronologyParams,
      viewed,
      async handle({ params, database, now, audit }) {
        const { caseNumber } = params;
        await audit({
          action: 'export',
          subjectKind: 'chronology',
          subjectId: caseNumber,
          caseNumbers: [caseNumber],
          detail: { format: 'csv' },
        });
        const rows = stringify({
          header: true,
          columns: COLUMNS,
          escape_formulas: true,
          bom: true,
        });
        const entries = Readable.from(marked(readChronology(database, { caseNumber, now })));
        return sendFile({
          contentType: 'text/csv',
          name: `chronology-${caseNumber}.csv`,
          bytes: null,
          stream: entries.pipe(rows),
        });
      },
    }),
  ],
});

const COLUMNS = [
  'marking',
  'caseNumber',
  'name',
  'dateOfBirth',
  'occurredAt',
  'summary',
  'recordingId',
  'author',
  'at',
];

async function* marked(entries: ReturnType<typeof readChronology>) {
  for await (const entry of entries) yield { marking: 'OFFICIAL-SENSITIVE', ...entry };
}
