// Decisions of supervision on a child's own record (Cardiff & Vale 6): no other child is named.
import type { Queryable } from '../../../database/client.ts';
import { capital, recordTime } from '../../../format/dates.ts';
import { readChildHead } from '../../../record/head-store.ts';
import { readDecisionsOfChild } from '../../../supervision/file-store.ts';
import { noPermission, type Route, render, route } from '../../page/index.ts';
import { addressOfRecord } from '../recording/view.ts';
import { content, recordTitle } from './content.ts';
import { decidedView } from './decision-view.ts';
import { recordParams } from './schema.ts';

/** No record has more decisions than a person reads. */
const MOST = 500;

/** The newest decisions about a child, as the record shows them. */
export async function decisionsOnRecord(connection: Queryable, caseNumber: string, limit: number) {
  const { lines, more } = await readDecisionsOfChild(connection, caseNumber, limit);
  return {
    more,
    decisions: lines.map((line) => ({
      ...decidedView(line, recordTime),
      title: capital(recordTitle(line)),
      detail: line.detail,
    })),
  };
}

export const onRecordRoute: Route = route({
  method: 'GET',
  path: '/children/:caseNumber/supervision',
  may: { seeChild: (params) => params.caseNumber },
  params: recordParams,
  async handle({ params, database, today }) {
    const { caseNumber } = params;
    const head = await readChildHead(database.pool, caseNumber, today);
    if (head === null) return noPermission();
    return render('pages/supervision/on-record.njk', {
      title: content.decisions,
      record: head,
      back: { href: addressOfRecord(caseNumber), text: `${head.name}’s record` },
      content,
      ...(await decisionsOnRecord(database.pool, caseNumber, MOST)),
    });
  },
});
