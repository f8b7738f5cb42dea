// Looks who wrote while the office is closed, and tells each family once.
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import type { Channel } from '../messaging/message.ts';
import type { Nation } from '../record/working-days.ts';
import { londonDay } from './agreed-hours.ts';
import { BY_ITSELF } from './intent.ts';
import { insertIntent, lockConversation, wakeSending } from './intent-store.ts';
import { closedPeriod, type OutOfHours, whyNotTold, wordsFor } from './out-of-hours.ts';
import {
  insertDecision,
  type LateMessage,
  mayBeWatched,
  readCasesOf,
  readOutOfHours,
  readUntold,
  wasToldTonight,
} from './out-of-hours-store.ts';
import { readRecipient } from './recipient-store.ts';
import { TOO_LATE_MS } from './still-allowed.ts';

export type OutOfHoursNeeds = {
  database: Database;
  clock: Clock;
  nation: Nation;
  /** Whether an adapter can send on this channel. */
  canSend(channel: Channel): boolean;
};

/** Does nothing while the office is open, or while nobody has entered its hours. Safe to repeat. */
export async function tellOutOfHours(needs: OutOfHoursNeeds): Promise<void> {
  const { database, clock, nation } = needs;
  const now = clock();
  const version = await readOutOfHours(database.pool);
  if (!version?.on) return;
  const period = closedPeriod(now, version.settings, nation);
  if (period === null) return;
  const closedAt = period.from;
  const since = new Date(Math.max(closedAt.getTime(), now.getTime() - TOO_LATE_MS));
  for (const late of await readUntold(database.pool, { since, closedAt })) {
    await tellOne(needs, version.settings, late, closedAt, now);
  }
}

async function tellOne(
  { database, canSend }: OutOfHoursNeeds,
  settings: OutOfHours,
  late: LateMessage,
  closedAt: Date,
  now: Date,
): Promise<void> {
  const { conversationId, messageId } = late;
  await database.transaction(async (connection) => {
    await lockConversation(connection, conversationId);
    const recipient = await readRecipient(connection, {
      conversationId,
      contactId: null,
      today: londonDay(now),
      visibleCases: async (caseNumbers) => new Set(caseNumbers), // nobody looks at them
    });
    if (recipient === null) return;
    const contactId = recipient.contact?.contactId ?? null;
    const decision = { ...late, closedAt, contactId, at: now };
    // Two conversations of one person must not both find that nobody has told them yet.
    if (contactId !== null) await lockConversation(connection, contactId);
    const whyNot =
      whyNotTold(recipient) ??
      (canSend(recipient.channel) ? null : 'Casethread cannot send on this channel.') ??
      ((await mayBeWatched(connection, conversationId, closedAt))
        ? 'What they wrote may mean that somebody they are afraid of looks at this phone.'
        : null);
    if (whyNot !== null || contactId === null) {
      const why = whyNot ?? 'Nobody knows whose number this is.';
      await insertDecision(connection, { ...decision, intentId: null, whyNot: why });
      return;
    }
    if (await wasToldTonight(connection, contactId, closedAt)) {
      const why = 'They were told on another channel.';
      await insertDecision(connection, { ...decision, intentId: null, whyNot: why });
      return;
    }
    const about = await readCasesOf(connection, messageId);
    const intentId = await insertIntent(connection, {
      conversationId,
      kind: 'out-of-hours',
      workerId: BY_ITSELF,
      contactId,
      caseNumbers: about.length > 0 ? about : recipient.children.map((child) => child.caseNumber),
      body: wordsFor(settings, recipient.contact?.language ?? null),
      checks: [],
      idempotencyKey: `out-of-hours:${contactId}:${closedAt.toISOString()}`,
      at: now,
    });
    await insertDecision(connection, { ...decision, intentId, whyNot: null });
    await wakeSending(connection);
  });
}
