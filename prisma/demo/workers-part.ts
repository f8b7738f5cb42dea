// What the demonstration's workers have done by now: recordings completed, some left, one send that failed.
import { completeRecording } from '../../src/annotation/complete-store.ts';
import type { ContextSubmission, NewStatement } from '../../src/annotation/context.ts';
import type { Database } from '../../src/database/client.ts';
import { changeState, insertIntent, insertOutcome } from '../../src/delivery/intent-store.ts';
import { conversationIdOf, messageIdOf } from '../../src/messaging/identity.ts';
import { type OpenRecording, readOpenRecordings } from './demo-store.ts';
import { dayBefore, instantOf } from './moments.ts';
import type { Context, FailedSend, Family } from './story.ts';

/** What is older than this and routine was completed as it stands, the day after. */
const SETTLED_AFTER_MS = 3 * 24 * 3_600_000;
const NEXT_DAY_MS = 20 * 3_600_000;

/** An urgent recording needs the worker's words, also where the story tells no more of it. */
const SAME_DAY: NewStatement = {
  kind: 'fact',
  source: null,
  text: 'I rang the family the same day and spoke with them. Nothing further was needed.',
};

/** Completes recordings as the story tells, and leaves the newest and the story's overdue ones open. */
export async function completeRecordings(
  database: Database,
  families: readonly Family[],
  now: Date,
): Promise<void> {
  const contexts = families.flatMap((family) => family.contexts);
  const ids = messageIds(families);
  for (const recording of await readOpenRecordings(database.pool)) {
    const told = contexts.find(
      ({ about, caseNumber }) =>
        caseNumber === recording.caseNumber && recording.messageIds.includes(ids.get(about) ?? ''),
    );
    const completed = told
      ? { at: instantOf(told.at, now), workerId: told.workerId, submission: wordsOf(told, now) }
      : asItStands(recording, families, ids, now);
    if (completed) {
      await completeRecording(database, {
        recordingId: recording.id,
        surface: 'web',
        seenMessages: recording.messageCount,
        ...completed,
      });
    }
  }
}

/** The kept id of every message with a key. */
function messageIds(families: readonly Family[]): ReadonlyMap<string, string> {
  return new Map(
    families
      .flatMap((family) => family.threads)
      .flatMap(({ channel, steps }) =>
        steps.flatMap((step) =>
          'key' in step && step.key !== undefined
            ? [[step.key, messageIdOf(channel, `demo-${step.key}`)] as const]
            : [],
        ),
      ),
  );
}

function asItStands(
  recording: OpenRecording,
  families: readonly Family[],
  ids: ReadonlyMap<string, string>,
  now: Date,
): { at: Date; workerId: string; submission: ContextSubmission } | null {
  const overdue = families.flatMap((family) => family.overdue ?? []);
  const isLeft = overdue.some((key) => recording.messageIds.includes(ids.get(key) ?? ''));
  const isNew = now.getTime() - recording.occurredTo.getTime() < SETTLED_AFTER_MS;
  if (isLeft || isNew) return null;
  return {
    at: new Date(recording.occurredTo.getTime() + NEXT_DAY_MS),
    workerId: recording.workerId,
    submission: { statements: recording.urgent ? [SAME_DAY] : [], significantEvent: null },
  };
}

function wordsOf(told: Context, now: Date): ContextSubmission {
  const plain = (kind: 'fact' | 'opinion' | 'action', text: string | undefined): NewStatement[] =>
    text === undefined ? [] : [{ kind, source: null, text }];
  const sourced = (kind: 'hearsay' | 'view', words: Context['view']): NewStatement[] =>
    words === undefined ? [] : [{ kind, ...words }];
  const daysAgo = 'daysAgo' in told.at ? told.at.daysAgo : 0;
  return {
    statements: [
      ...plain('fact', told.fact),
      ...sourced('hearsay', told.hearsay),
      ...sourced('view', told.view),
      ...plain('opinion', told.opinion),
      ...plain('action', told.action),
    ],
    significantEvent: told.significantEvent
      ? { occurredOn: dayBefore(now, daysAgo), wording: told.significantEvent }
      : null,
  };
}

/** Keeps each send that failed, with what its worker is told. Twice is once. */
export async function keepFailedSends(
  database: Database,
  families: readonly Family[],
  now: Date,
): Promise<void> {
  for (const failed of families.flatMap((family) => family.failedSends ?? [])) {
    await keepFailedSend(database, failed, instantOf(failed.at, now));
  }
}

async function keepFailedSend(database: Database, failed: FailedSend, at: Date): Promise<void> {
  const { channel, officialNumber, counterpart } = failed.thread;
  const { contactId, caseNumbers, workerId, body, errorCode, words } = failed;
  await database.transaction(async (connection) => {
    const intentId = await insertIntent(connection, {
      conversationId: conversationIdOf(channel, officialNumber, counterpart),
      kind: 'reply',
      workerId,
      contactId,
      caseNumbers,
      body,
      checks: [],
      idempotencyKey: `demonstration-${contactId}`,
      at,
    });
    if (intentId === null) return;
    await insertOutcome(connection, { intentId, outcome: 'attempted', at });
    await insertOutcome(connection, { intentId, outcome: 'refused', errorCode, words, at });
    await changeState(connection, {
      intentId,
      state: 'failed',
      words,
      nextAttemptAt: null,
      attempt: true,
      at,
    });
  });
}
