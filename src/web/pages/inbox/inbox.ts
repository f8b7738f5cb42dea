// Everything that waits for one person, counted and listed.
import { createHash } from 'node:crypto';
import type { Viewer } from '../../../access/viewer.ts';
import type { Queryable } from '../../../database/client.ts';
import { STUCK_MS } from '../../../delivery/follow-up.ts';
import { countFailedSends, listFailedSends } from '../../../inbox/failures-store.ts';
import { countWaitingQuestions, listWaitingQuestions } from '../../../inbox/questions-store.ts';
import { countWaitingRecordings, listWaitingRecordings } from '../../../inbox/recordings-store.ts';
import { readWhose, type Whose } from '../../../inbox/whose-store.ts';
import type { Nation } from '../../../record/working-days.ts';
import { failureRow, questionRow, type Row, recordingRow } from './rows.ts';
import { PAGE_SIZE, type Shown } from './schema.ts';

export type InboxCounts = {
  urgent: number;
  questions: number;
  recordings: number;
  failures: number;
  total: number;
  late: number;
  nextUrgentAt: Date | null;
  nextRoutineAt: Date | null;
  token: string;
};

export type Inbox = {
  counts: InboxCounts;
  urgent: Row[];
  questions: Row[];
  recordings: Row[];
  failures: Row[];
};

const stuckSince = (now: Date) => new Date(now.getTime() - STUCK_MS);

/** How many things this person can finish; every one of them is in one group only. */
export async function countInbox(
  connection: Queryable,
  viewer: Viewer,
  today: string,
  now: Date,
): Promise<InboxCounts> {
  return count(connection, await readWhose(connection, viewer, today), now);
}

async function count(connection: Queryable, whose: Whose, now: Date): Promise<InboxCounts> {
  const [recordings, questions, failures] = await Promise.all([
    countWaitingRecordings(connection, whose, now),
    countWaitingQuestions(connection, whose),
    countFailedSends(connection, whose, stuckSince(now)),
  ]);
  const counts = {
    urgent: recordings.urgent + questions.urgent,
    questions: questions.routine,
    recordings: recordings.routine,
    failures,
  };
  return {
    ...counts,
    total: counts.urgent + counts.questions + counts.recordings + counts.failures,
    late: recordings.late,
    nextUrgentAt: recordings.nextUrgentAt,
    nextRoutineAt: recordings.nextRoutineAt,
    token: tokenOf([recordings, questions, failures]),
  };
}

/** Changes when anything that the page shows may have changed; says nothing else. */
function tokenOf(seen: unknown): string {
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 16);
}

/** The inbox as it is drawn. Urgent things are all shown. */
export async function loadInbox(
  connection: Queryable,
  viewer: Viewer,
  today: string,
  now: Date,
  shown: Shown,
  nation: Nation,
): Promise<Inbox> {
  const whose = await readWhose(connection, viewer, today);
  const counts = await count(connection, whose, now);
  const most = Math.max(PAGE_SIZE, counts.urgent);
  const none = Promise.resolve([]);
  const [urgentRecordings, urgentQuestions, questions, recordings, failures] = await Promise.all([
    counts.urgent ? listWaitingRecordings(connection, whose, { urgent: true, limit: most }) : none,
    counts.urgent ? listWaitingQuestions(connection, whose, { urgent: true, limit: most }) : none,
    counts.questions
      ? listWaitingQuestions(connection, whose, { urgent: false, limit: shown.questions })
      : none,
    counts.recordings
      ? listWaitingRecordings(connection, whose, { urgent: false, limit: shown.recordings })
      : none,
    counts.failures ? listFailedSends(connection, whose, stuckSince(now), shown.failures) : none,
  ]);
  return {
    counts,
    urgent: [
      // Not on anybody's record yet: the greater risk.
      ...urgentQuestions.map((question) => questionRow(question, now)),
      ...urgentRecordings.map((recording) => recordingRow(recording, now, nation)),
    ],
    questions: questions.map((question) => questionRow(question, now)),
    recordings: recordings.map((recording) => recordingRow(recording, now, nation)),
    failures: failures.map((failure) => failureRow(failure, now)),
  };
}
