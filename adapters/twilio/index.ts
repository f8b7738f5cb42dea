// SMS, WhatsApp and calls through Twilio.
import type {
  ChannelAdapter,
  RawRequest,
  Refused,
  WebhookAnswer,
  WebhookEndpoint,
  WebhookReading,
} from '../../src/messaging/adapter.ts';
import { CHANNELS_OF_TWILIO } from './address.ts';
import { NOTHING, WHERE_TO_TURN } from './answers.ts';
import { check } from './check.ts';
import type { TwilioClient } from './client.ts';
import { errorWords } from './errors.ts';
import { ledger } from './ledger.ts';
import { fetchMedia } from './media.ts';
import type { MediaLists } from './media-list.ts';
import { type Reading, readCall, readMessage, readStatus } from './normalise.ts';
import { type FormParameters, parseForm } from './parse.ts';
import { redact } from './redact.ts';
import { STATUS_PATH, send } from './send.ts';
import { assertLoopback, type TwilioSettings } from './settings.ts';
import { isAuthentic } from './verify.ts';

export type { TwilioSettings } from './settings.ts';

/** Throws when `loopbackOnly` and the API's address is not on this machine. */
export function createTwilioAdapter(settings: TwilioSettings): ChannelAdapter {
  assertLoopback(settings);
  let opened: Promise<TwilioClient> | undefined;
  let clockAhead: number | null = null;
  const client = (): Promise<TwilioClient> => {
    opened ??= import('./client.ts').then(({ openClient }) =>
      openClient(settings, (aheadMs) => {
        clockAhead = aheadMs;
      }),
    );
    return opened;
  };
  const media: MediaLists = new Map();
  return {
    provider: 'twilio',
    channels: CHANNELS_OF_TWILIO,
    webhooks: [
      endpoint(settings, '/webhooks/twilio/messages', readMessage, NOTHING),
      endpoint(settings, STATUS_PATH, readStatus, NOTHING),
      endpoint(settings, '/webhooks/twilio/calls', readCall, WHERE_TO_TURN),
    ],
    send: async (message) => send(await client(), settings, message),
    fetchMedia: (source) => fetchMedia(settings, source),
    ledger: async function* (query) {
      yield* ledger({ client: await client(), settings, media }, query);
    },
    redact: async (copy) => redact(await client(), copy),
    clockAhead: () => clockAhead,
    errorWords,
    check: async () => check(await client(), settings),
  };
}

/** `path` is where Twilio posts, `read` what its parameters say, `answer` what it hears in return. */
function endpoint(
  settings: TwilioSettings,
  path: string,
  read: (form: FormParameters) => Reading,
  answer: WebhookAnswer,
): WebhookEndpoint {
  return {
    path,
    read: (request: RawRequest): WebhookReading | Refused => {
      const form = parseForm(request.body);
      if (!isAuthentic(settings, request, form)) return { outcome: 'refused', status: 403 };
      return { ...readOrExplain(read, form), answer };
    },
  };
}

/** Authentic, so it is kept whatever our own code makes of it. */
function readOrExplain(read: (form: FormParameters) => Reading, form: FormParameters): Reading {
  try {
    return read(form);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    return { outcome: 'not-understood', problem: `Reading it failed (${name}).` };
  }
}
