// What waits for a person's context, with due times; and every recording on one child's record.

import { clockTime } from '../../../format/dates.ts';
import { readChildHead } from '../../../record/head-store.ts';
import { listOnRecord, listWaiting } from '../../../record/list-store.ts';
import type { Nation } from '../../../record/working-days.ts';
import { definePage, noPermission, type Page, render, route } from '../../page/index.ts';
import { addressOfRecord } from '../recording/view.ts';
import { content } from './content.ts';
import { recordRow, waitingRow } from './rows.ts';
import { addressAfter, listQuery, ofChildParams } from './schema.ts';

const TEMPLATE = 'pages/recordings/page.njk';

/** `nation` says whose working days count. */
export function recordingsPage({ nation }: { nation: Nation }): Page {
  return definePage({
    name: 'recordings',
    navigation: {
      text: 'Recordings',
      href: '/recordings',
      order: 30,
      roles: ['worker', 'manager'],
    },
    routes: [
      route({
        method: 'GET',
        path: '/recordings',
        may: { haveRole: ['worker', 'manager'] },
        query: listQuery,
        viewed: () => ({ subjectKind: 'page', subjectId: 'recordings' }),
        async handle({ viewer, query, database, access, now, today }) {
          const manages = viewer.role === 'manager';
          const found = await listWaiting(
            database.pool,
            access.casesQuery,
            { workerId: viewer.workerId, manages, today, now },
            query.from,
          );
          const last = found.rows.at(-1);
          return render(TEMPLATE, {
            title: content.title,
            heading: content.title,
            intro: manages ? content.manager : content.mine,
            rows: found.rows.map((row) => ({
              ...waitingRow(row, { now, nation }, { child: true, viewerId: viewer.workerId }),
              level: 2,
            })),
            empty: manages ? content.noneManager : content.none,
            checked: content.checked(clockTime(now)),
            after: content.elsewhere,
            moreText: content.more,
            moreHref: found.more && last ? addressAfter('/recordings', last, last.dueAt) : null,
          });
        },
      }),
      route({
        method: 'GET',
        path: '/children/:caseNumber/recordings',
        may: { seeChild: (params) => params.caseNumber },
        params: ofChildParams,
        query: listQuery,
        async handle({ params, query, database, now, today }) {
          const { caseNumber } = params;
          const head = await readChildHead(database.pool, caseNumber, today);
          if (head === null) return noPermission();
          const found = await listOnRecord(database.pool, caseNumber, query.from);
          const last = found.rows.at(-1);
          const path = `${addressOfRecord(caseNumber)}/recordings`;
          return render(TEMPLATE, {
            title: content.title,
            record: head,
            back: { href: addressOfRecord(caseNumber), text: content.ofChild(head.name) },
            heading: content.allOfChild,
            rows: found.rows.map((row) => ({ ...recordRow(row, { now, nation }), level: 2 })),
            empty: content.noneOfChild,
            moreText: content.more,
            moreHref: found.more && last ? addressAfter(path, last, last.occurredFrom) : null,
          });
        },
      }),
    ],
  });
}
