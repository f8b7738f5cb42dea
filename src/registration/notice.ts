// Everybody in a conversation is told that it is recorded, or no longer: posted once, and on the
// record itself. No covert capture (Cardiff & Vale 7).
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Capture } from '../capture/capture.ts';
import { raiseCredentialsRefused } from '../capture/provider-health-store.ts';
import type { Database } from '../database/client.ts';
import type { ChannelAdapter, SendOutcome } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import type { IncomingMessage } from '../messaging/message.ts';
import {
  claimDueNotice,
  type DueNotice,
  markNoticeLater,
  markPosted,
  NOTICE_TASK,
  readNoticeBacklog,
  wakeNoticesIn,
} from './notice-store.ts';
import { noticeBody } from './words.ts';

export type NoticeNeeds = {
  database: Database;
  adapters: readonly ChannelAdapter[];
  capture: Pick<Capture, 'keepAll'>;
  clock: Clock;
};

/** Longer than any one post may take. */
const LEASE_MS = 60_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** From then on a person is told that people were not told. */
const LATE_MS = 10 * 60_000;

/** The queue's task. It runs when a worker asks, when a post is due again, and every minute. */
export function noticeTask(needs: NoticeNeeds) {
  return { name: NOTICE_TASK, everyMinutes: 1, run: () => postDueNotices(needs) };
}

type Announcer = ChannelAdapter & Required<Pick<ChannelAdapter, 'announce'>>;

function canAnnounce(adapter: ChannelAdapter): adapter is Announcer {
  return adapter.announce !== undefined;
}

/** Posts everything that is due. Throws when the database does not answer. */
export async function postDueNotices(needs: NoticeNeeds): Promise<void> {
  const { database, clock } = needs;
  const announcers = needs.adapters.filter(canAnnounce);
  const channels = announcers.flatMap((adapter) => adapter.channels);
  for (;;) {
    const now = clock();
    const leaseUntil = new Date(now.getTime() + LEASE_MS);
    const notice = await claimDueNotice(database.pool, channels, now, leaseUntil);
    if (notice === null) break;
    const adapter = announcers.find((each) => each.channels.includes(notice.channel));
    if (adapter) await postOne(needs, adapter, notice);
  }
  await lookAtBacklog(needs, channels);
}

async function postOne(needs: NoticeNeeds, adapter: Announcer, notice: DueNotice): Promise<void> {
  const { database, clock } = needs;
  const { eventId, channel, officialNumber, counterpart } = notice;
  const body = noticeBody(notice.kind, notice.earlierToo);
  const outcome = await adapter.announce({
    channel,
    officialNumber,
    counterpart,
    body,
    key: eventId,
    isRepeat: notice.attempts > 1,
  });
  const now = clock();
  if (outcome.outcome === 'accepted') {
    return database.transaction(async (connection) => {
      await needs.capture.keepAll([deliveryOf(adapter, notice, body, outcome, now)], connection);
      await markPosted(connection, eventId, outcome.externalId, now);
    });
  }
  const pause = pauseAfter(outcome, notice.attempts);
  await markNoticeLater(database.pool, eventId, new Date(now.getTime() + pause), now);
  if (outcome.outcome !== 'refused') return;
  if (outcome.credentials) return raiseCredentialsRefused(database.pool, adapter.provider, now);
  await raiseNotTold(needs, adapter.provider, outcome.words);
}

type Accepted = Extract<SendOutcome, { outcome: 'accepted' }>;

function deliveryOf(
  { provider }: Announcer,
  notice: DueNotice,
  body: string,
  { externalId, sentAt }: Accepted,
  receivedAt: Date,
) {
  const { channel, officialNumber, counterpart, workerId, eventId } = notice;
  const message: IncomingMessage = {
    kind: 'message',
    channel,
    externalId,
    direction: 'outbound',
    officialNumber,
    counterpart,
    author: officialNumber,
    workerId,
    body,
    profileName: null,
    inReplyTo: null,
    sentAt,
    media: [],
  };
  return {
    provider,
    kind: 'sent',
    contentType: 'application/json',
    raw: Buffer.from(JSON.stringify({ registrationEvent: eventId, externalId, sentAt, body })),
    receivedAt,
    origin: 'sent' as const,
    messages: [message],
    events: [],
    optChanges: [],
  };
}

function pauseAfter(outcome: Exclude<SendOutcome, Accepted>, attempts: number): number {
  if (outcome.outcome === 'refused') return LONGEST_PAUSE_MS;
  const growing = Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  return outcome.outcome === 'not-now' ? Math.max(growing, outcome.retryAfterMs ?? 0) : growing;
}

async function lookAtBacklog(needs: NoticeNeeds, channels: readonly string[]): Promise<void> {
  const { database, clock, adapters } = needs;
  const now = clock();
  const since = new Date(now.getTime() - LATE_MS);
  for (const { provider, channels: own } of adapters.filter(canAnnounce)) {
    const { late } = await readNoticeBacklog(database.pool, own, since);
    if (late > 0)
      await raiseNotTold(needs, provider, `${provider} has not taken it for 10 minutes.`);
  }
  const { nextAttemptAt } = await readNoticeBacklog(database.pool, channels, since);
  if (nextAttemptAt) {
    await wakeNoticesIn(database.pool, Math.max(0, nextAttemptAt.getTime() - now.getTime()));
    return;
  }
  for (const { provider } of adapters.filter(canAnnounce)) {
    await clearAlarm(database.pool, 'notice-not-posted', provider, now);
  }
}

async function raiseNotTold(
  { database, clock }: NoticeNeeds,
  provider: string,
  why: string,
): Promise<void> {
  await raiseAlarm(database.pool, {
    kind: 'notice-not-posted',
    subject: provider,
    words:
      `The people in a recorded conversation on ${provider} could not be told that it is recorded, or no longer. ${why} ` +
      'Messages that arrive there are kept, and Casethread tries again. ' +
      'Make sure that Casethread has been invited to the conversation, and tell the people in it yourself.',
    at: clock(),
  });
}
