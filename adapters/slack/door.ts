// Slack's one door: events, commands, clicks and menus come to the same address.
import { parse as parseForm } from 'node:querystring';
import { z } from 'zod';
import type {
  Answered,
  RawRequest,
  Refused,
  WebhookEndpoint,
  WebhookReading,
} from '../../src/messaging/adapter.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { HEARD, NOT_KEPT, notUnderstood } from './answers.ts';
import type { Bolt } from './bolt.ts';
import { type Reader, readMessageEvent } from './message-events.ts';
import {
  conversationOf,
  type Envelope,
  envelopeSchema,
  eventSchema,
  whatIsWrong,
} from './parse.ts';
import { isAuthentic } from './verify.ts';

export type DoorNeeds = Reader & {
  signingSecret: string;
  clocks: readonly Clock[];
  /** What workers do in Slack: listeners, answered through Bolt. */
  bolt: () => Promise<Bolt>;
  /** The app was taken off the workspace, or its token was. Rejects when that could not be noted. */
  onRevoked(): Promise<void>;
  /** Slack held events back because there were too many: they are in its history. */
  onDropped(): Promise<void>;
};

/** Events that carry nobody's words; some are a worker's act on a surface. */
const WITHOUT_WORDS = new Set([
  'app_home_opened',
  'app_mention', // told as a message too
  'app_context_changed',
  'assistant_thread_started',
  'channel_archive',
  'channel_rename',
  'link_shared',
  'member_joined_channel',
  'member_left_channel',
]);

/** POST /slack/events. `read` rejects when the database does not answer: Slack sends it again. */
export function slackDoor(needs: DoorNeeds): WebhookEndpoint {
  return {
    path: '/slack/events',
    read: async (request) => {
      if (!isAuthentic(needs.signingSecret, request, needs.clocks)) {
        return { outcome: 'refused', status: 403 };
      }
      const contentType = String(request.headers['content-type'] ?? '');
      return contentType.includes('application/x-www-form-urlencoded')
        ? readForm(needs, request)
        : readJson(needs, request);
    },
  };
}

const JUNK: Refused = { outcome: 'refused', status: 400 };

function json(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

const object = z.record(z.string(), z.unknown());

/** A command, or an interaction in its one field. Nothing of it is kept: what it leads to is an act. */
async function readForm({ bolt }: DoorNeeds, { body }: RawRequest): Promise<Answered | Refused> {
  const form = object.parse({ ...parseForm(body.toString(), '&', '=', { maxKeys: 0 }) });
  if (form.ssl_check !== undefined) return NOT_KEPT;
  if (typeof form.payload !== 'string')
    return { outcome: 'answered', answer: await act(bolt, form) };
  const payload = object.safeParse(json(form.payload)?.value).data;
  if (payload === undefined) return JUNK;
  return { outcome: 'answered', answer: await act(bolt, payload) };
}

async function act(bolt: DoorNeeds['bolt'], body: Record<string, unknown>) {
  return (await bolt()).act(body);
}

async function readJson(
  needs: DoorNeeds,
  request: RawRequest,
): Promise<WebhookReading | Answered | Refused> {
  const given = json(request.body.toString());
  if (given === null) return JUNK;
  const parsed = envelopeSchema.safeParse(given.value);
  if (!parsed.success) return unknown(needs, given.value, whatIsWrong(parsed.error));
  const envelope = parsed.data;
  switch (envelope.type) {
    case 'url_verification': {
      const body = JSON.stringify({ challenge: envelope.challenge ?? '' });
      return { outcome: 'answered', answer: { ...HEARD, contentType: 'application/json', body } };
    }
    case 'event_callback':
      return readEvent(needs, envelope, request.headers['x-slack-retry-num'] !== undefined);
    case 'app_rate_limited':
      await needs.onDropped();
      return NOT_KEPT;
    default:
      return unknown(
        needs,
        envelope.event ?? given.value,
        'It is of a kind that Casethread does not know.',
      );
  }
}

async function readEvent(
  needs: DoorNeeds,
  envelope: Envelope,
  again: boolean,
): Promise<WebhookReading | Answered> {
  const parsed = eventSchema.safeParse(envelope.event);
  if (!parsed.success) return unknown(needs, envelope.event, whatIsWrong(parsed.error));
  const event = parsed.data;
  const channel = conversationOf(event);
  if (event.type === 'message') {
    // Without a conversation it may be anybody's talk.
    if (channel === null) return NOT_KEPT;
    const reading = await readMessageEvent(needs, { envelope, event, channel, again });
    return reading === 'unrecorded' ? tell(needs, envelope) : reading;
  }
  if (event.type === 'app_uninstalled' || event.type === 'tokens_revoked') {
    await needs.onRevoked();
    return NOT_KEPT;
  }
  if (WITHOUT_WORDS.has(event.type)) return tell(needs, envelope);
  return unknown(
    needs,
    event,
    `It is an event that Casethread does not know (${event.type.slice(0, 60)}).`,
  );
}

/** Not the record's business: a worker's own chat with us, or their opening of our home tab. */
async function tell({ bolt }: DoorNeeds, envelope: Envelope): Promise<Answered> {
  await (await bolt()).hear(envelope);
  return NOT_KEPT;
}

/** Kept raw where that is safe: it names no conversation, or one that is recorded. */
async function unknown(
  { registrations }: DoorNeeds,
  about: unknown,
  problem: string,
): Promise<WebhookReading | Answered> {
  const counterpart = conversationOf(about);
  if (counterpart === null) return notUnderstood(problem);
  const { recordedUnder } = await registrations.lookUp({
    channel: 'slack',
    counterpart,
    author: null,
    sentAt: new Date(),
    heard: 'now',
  });
  return recordedUnder === null ? NOT_KEPT : notUnderstood(problem);
}
