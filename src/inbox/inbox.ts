// Everything that waits for one person, counted and listed.
import { createHash } from 'node:crypto';
import type { Viewer } from '../access/viewer.ts';
import { countPlanWork } from '../contact-plans/plan-work-store.ts';
import type { Queryable } from '../database/client.ts';
import { STUCK_MS } from '../delivery/follow-up.ts';
import {
  countUnseenDecisions,
  listUnseenDecisions,
  type UnseenDecision,
} from '../escalation/on-record-store.ts';
import { countFailedSends, type FailedSend, listFailedSends } from './failures-store.ts';
import {
  countWaitingQuestions,
  listWaitingQuestions,
  type WaitingQuestion,
} from './questions-store.ts';
import {
  countWaitingRecordings,
  listWaitingRecordings,
  type WaitingRecording,
} from './recordings-store.ts';
import { readWhose, type Whose } from './whose-store.ts';

export type InboxCounts = {
  urgent: number;
  questions: number;
  recordings: number;
  failures: number;
  /** Digital contact plans to make or to look at again (Cardiff & Vale 6a). */
  plans: number;
  /** What managers decided about this worker's messages, not yet seen. */
  decisions: number;
  total: number;
  late: number;
  nextUrgentAt: Date | null;
  nextRoutineAt: Date | null;
  token: string;
};

/** What is listed, in groups; every one of them is in one group only. */
export type InboxItems = {
  counts: InboxCounts;
  urgentQuestions: WaitingQuestion[];
  urgentRecordings: WaitingRecording[];
  questions: WaitingQuestion[];
  recordings: WaitingRecording[];
  failures: FailedSend[];
  decisions: UnseenDecision[];
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
  const { workerId } = whose.viewer;
  const [recordings, questions, failures, plans, decisions] = await Promise.all([
    countWaitingRecordings(connection, whose, now),
    countWaitingQuestions(connection, whose),
    countFailedSends(connection, whose, stuckSince(now)),
    countPlanWork(connection, { workerId, today: whose.today, now }),
    countUnseenDecisions(connection, workerId, now),
  ]);
  const counts = {
    urgent: recordings.urgent + questions.urgent,
    questions: questions.routine,
    recordings: recordings.routine,
    failures,
    plans: plans.toReview + plans.toMake,
    decisions,
  };
  return {
    ...counts,
    total:
      counts.urgent +
      counts.questions +
      counts.recordings +
      counts.failures +
      counts.plans +
      decisions,
    late: recordings.late,
    nextUrgentAt: recordings.nextUrgentAt,
    nextRoutineAt: recordings.nextRoutineAt,
    token: tokenOf([recordings, questions, failures, plans, decisions]),
  };
}

/** Changes when anything that the page shows may have changed; says nothing else. */
function tokenOf(seen: unknown): string {
  return createHash('sha256').update(JSON.stringify(seen)).digest('base64url').slice(0, 16);
}

/** What waits for this person. Urgent things are all listed, and at least `atLeast` of them looked for. */
export async function listInbox(
  connection: Queryable,
  viewer: Viewer,
  today: string,
  now: Date,
  limits: { questions: number; recordings: number; failures: number; atLeast: number },
): Promise<InboxItems> {
  const whose = await readWhose(connection, viewer, today);
  const counts = await count(connection, whose, now);
  const most = Math.max(limits.atLeast, counts.urgent);
  const none = Promise.resolve([]);
  const [urgentRecordings, urgentQuestions, questions, recordings, failures, decisions] =
    await Promise.all([
      counts.urgent
        ? listWaitingRecordings(connection, whose, { urgent: true, limit: most })
        : none,
      counts.urgent ? listWaitingQuestions(connection, whose, { urgent: true, limit: most }) : none,
      counts.questions
        ? listWaitingQuestions(connection, whose, { urgent: false, limit: limits.questions })
        : none,
      counts.recordings
        ? listWaitingRecordings(connection, whose, { urgent: false, limit: limits.recordings })
        : none,
      counts.failures ? listFailedSends(connection, whose, stuckSince(now), limits.failures) : none,
      counts.decisions ? listUnseenDecisions(connection, viewer.workerId, now, whose.cases) : none,
    ]);
  return { counts, urgentQuestions, urgentRecordings, questions, recordings, failures, decisions };
}
