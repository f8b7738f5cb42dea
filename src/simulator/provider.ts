// The pretend provider: what it does when a family writes, and when Casethread sends.
import { setTimeout as delay } from 'node:timers/promises';
import type { Queryable } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import { type Answer, type Caller, deliver, isAccepted } from './deliver.ts';
import {
  callParameters,
  messageParameters,
  type Parameters,
  statusParameters,
} from './parameters.ts';
import { housePhoto } from './photo.ts';
import { newSid } from './sid.ts';
import {
  advanceStatus,
  insertMessage,
  type NewMessage,
  noteAnswer,
  readBehaviour,
  readMessage,
  readUnfinished,
  type SimulatedChannel,
  type SimulatedMedia,
  type SimulatedMessage,
} from './simulator-store.ts';
import { statusPlan, type Told } from './statuses.ts';

export type ProviderOptions = {
  connection: Queryable;
  clock: Clock;
  accountSid: string;
  caller: Caller;
  /** Between two statuses (milliseconds). */
  pace: number;
  /** How long until a webhook that was not accepted is tried again (milliseconds). */
  retryAfter: number;
};

/** Who writes to whom. */
export type Pair = { channel: SimulatedChannel; officialNumber: string; counterpart: string };

export type FromFamily = Pair & { body: string; photo: boolean };

/** What a webhook told Casethread, and what it answered each time. */
export type Delivered = { sid: string; answers: Answer[] };

export type Provider = {
  /** A family sends a message. */
  write(message: FromFamily): Promise<Delivered>;
  /** A family rings the official number. */
  ring(pair: Pair): Promise<Delivered>;
  /** Casethread sends: the message is in the ledger, and its statuses follow. */
  accept(
    message: Pair & { body: string; statusCallback: string | null },
  ): Promise<SimulatedMessage>;
  /** Goes on where the last process was stopped. */
  resume(): Promise<void>;
  close(): Promise<void>;
};

const MESSAGES = '/webhooks/twilio/messages';
const CALLS = '/webhooks/twilio/calls';

/** Statuses and retries go on in the background until `close`. */
export function createProvider(options: ProviderOptions): Provider {
  const { connection, accountSid, caller, clock } = options;
  const stopping = new AbortController();
  const background = new Set<Promise<void>>();

  /** Work that nobody waits for; a database that is away ends it, and `resume` begins it again. */
  function goOn(work: () => Promise<void>): void {
    const running = work()
      .catch(() => {})
      .finally(() => background.delete(running));
    background.add(running);
  }

  async function tell(sid: string, path: string, parameters: Parameters): Promise<Answer> {
    const answer = await deliver(caller, path, parameters);
    await noteAnswer(connection, sid, answer);
    return answer;
  }

  async function tellFirst(sid: string, path: string, parameters: Parameters): Promise<Delivered> {
    const { twice } = await readBehaviour(connection);
    const answers = [await tell(sid, path, parameters)];
    if (twice) answers.push(await tell(sid, path, parameters));
    if (!answers.some(isAccepted)) {
      goOn(async () => {
        await delay(options.retryAfter, undefined, { signal: stopping.signal });
        await tell(sid, path, parameters);
      });
    }
    return { sid, answers };
  }

  function followUp(message: SimulatedMessage): void {
    goOn(async () => {
      const plan = statusPlan(await readBehaviour(connection), message.counterpart);
      for (const told of plan) {
        await delay(options.pace, undefined, { signal: stopping.signal });
        await tellStatus(message, told);
      }
    });
  }

  async function tellStatus(message: SimulatedMessage, { status, errorCode }: Told) {
    await advanceStatus(connection, message.sid, status, errorCode);
    const base = caller.publicBaseUrl();
    // Nobody but the product itself is called, whatever address the request named.
    if (!message.statusCallback?.startsWith(`${base}/`)) return;
    const path = message.statusCallback.slice(base.length);
    await deliver(caller, path, statusParameters(accountSid, message, status, errorCode));
  }

  async function keep(message: NewMessage, media: SimulatedMedia | null = null) {
    await insertMessage(connection, message, media);
    const kept = await readMessage(connection, message.sid);
    if (!kept) throw new Error('The simulator lost a message.');
    return kept;
  }

  return {
    write: async ({ body, photo, ...pair }) => {
      const sid = newSid(photo ? 'MM' : 'SM');
      const media = photo ? aPhoto(sid) : null;
      const message = await keep({ ...inbound(pair, sid, clock()), kind: 'message', body }, media);
      const shown = media && {
        url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/${media.sid}`,
        contentType: media.contentType,
      };
      return tellFirst(sid, MESSAGES, messageParameters(accountSid, message, shown));
    },
    ring: async (pair) => {
      const sid = newSid('CA');
      const call = await keep({
        ...inbound(pair, sid, clock()),
        kind: 'call',
        body: 'Missed call',
      });
      return tellFirst(sid, CALLS, callParameters(accountSid, call));
    },
    accept: async ({ body, statusCallback, ...pair }) => {
      const message = await keep({
        ...pair,
        sid: newSid('SM'),
        kind: 'message',
        direction: 'outbound',
        body,
        status: 'queued',
        at: clock(),
        statusCallback,
      });
      followUp(message);
      return message;
    },
    resume: async () => {
      for (const message of await readUnfinished(connection)) followUp(message);
    },
    close: async () => {
      stopping.abort();
      await Promise.all(background);
    },
  };
}

function inbound(pair: Pair, sid: string, at: Date) {
  return {
    ...pair,
    sid,
    direction: 'inbound',
    status: 'received',
    at,
    statusCallback: null,
  } as const;
}

/** The colour of the door follows from the message, so that every photo is a file of its own. */
function aPhoto(messageSid: string): SimulatedMedia {
  const seed = Number.parseInt(messageSid.slice(2, 8), 16);
  return { sid: newSid('ME'), contentType: 'image/png', bytes: housePhoto(seed) };
}
