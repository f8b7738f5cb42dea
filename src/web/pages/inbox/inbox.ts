// The inbox as it is drawn: what waits, as rows.
import type { Viewer } from '../../../access/viewer.ts';
import type { Queryable } from '../../../database/client.ts';
import { type InboxCounts, listInbox } from '../../../inbox/inbox.ts';
import { failureRow, questionRow, type Row, recordingRow } from '../../../inbox/rows.ts';
import type { Nation } from '../../../record/working-days.ts';
import { decisionRow } from '../flag/on-record.ts';
import { planRows } from './plans.ts';
import { PAGE_SIZE, type Shown } from './schema.ts';

export type Inbox = {
  counts: InboxCounts;
  urgent: Row[];
  questions: Row[];
  recordings: Row[];
  failures: Row[];
  plans: Row[];
  decisions: Row[];
};

/** The inbox as it is drawn. Urgent things are all shown. */
export async function loadInbox(
  connection: Queryable,
  viewer: Viewer,
  today: string,
  now: Date,
  shown: Shown,
  nation: Nation,
): Promise<Inbox> {
  const inbox = await listInbox(connection, viewer, today, now, { ...shown, atLeast: PAGE_SIZE });
  const { counts, questions, recordings, failures, urgentQuestions, urgentRecordings } = inbox;
  const planned = { workerId: viewer.workerId, today, now };
  return {
    counts,
    plans: counts.plans > 0 ? await planRows(connection, planned) : [],
    urgent: [
      // Not on anybody's record yet: the greater risk.
      ...urgentQuestions.map((question) => questionRow(question, now)),
      ...urgentRecordings.map((recording) => recordingRow(recording, now, nation)),
    ],
    questions: questions.map((question) => questionRow(question, now)),
    recordings: recordings.map((recording) => recordingRow(recording, now, nation)),
    failures: failures.map((failure) => failureRow(failure, now)),
    decisions: inbox.decisions.map((decision) => decisionRow(decision, now)),
  };
}
