// The pretend provider's own interface, as far as Twilio's SDK asks for it here
// (https://www.twilio.com/docs/messaging/api/message-resource). Loopback only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import { SIMULATED_CONTENTS } from './contents.ts';
import { prefixed } from './parameters.ts';
import type { Pair, Provider } from './provider.ts';
import {
  listMessages,
  readLastOptWord,
  readLastWrote,
  readMedia,
  readMessage,
  type SimulatedMessage,
} from './simulator-store.ts';

export type RestApiOptions = {
  connection: Queryable;
  provider: Provider;
  clock: Clock;
  accountSid: string;
  authToken: string;
};

const ROOT = '/2010-04-01/Accounts';
const LARGEST_BODY = 100_000;
const MOST_CHARACTERS = 1_600;

/** Twilio's default words (https://www.twilio.com/docs/messaging/tutorials/how-to-handle-opt-outs). */
const STOP_WORDS = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];
const START_WORDS = ['START', 'YES', 'UNSTOP'];

type Reply = { status: number; json: object } | { status: 200; bytes: Buffer; contentType: string };

const refusal = (status: number, code: number, message: string): Reply => ({
  status,
  json: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
const NOT_FOUND = refusal(404, 20404, 'The requested resource was not found');

/** Not listening yet. */
export function restApi(options: RestApiOptions): Server {
  return createServer((request, response) => {
    reply(options, request)
      .catch((): Reply => refusal(500, 20500, 'Internal Server Error'))
      .then((made) => write(response, made));
  });
}

function write(response: ServerResponse, made: Reply): void {
  if ('json' in made) {
    response
      .writeHead(made.status, { 'content-type': 'application/json' })
      .end(JSON.stringify(made.json));
  } else {
    response.writeHead(made.status, { 'content-type': made.contentType }).end(made.bytes);
  }
}

async function reply(options: RestApiOptions, request: IncomingMessage): Promise<Reply> {
  const { accountSid, authToken, connection } = options;
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  if (request.headers.authorization !== expected) return refusal(401, 20003, 'Authenticate');
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const line = `${request.method} ${url.pathname.replace(`${ROOT}/${accountSid}`, '')}`;
  if (line === 'GET .json') return { status: 200, json: { sid: accountSid, status: 'active' } };
  if (line === 'POST /Messages.json') return create(options, await readForm(request));
  if (line === 'GET /Messages.json') return list(options, url, 'message');
  if (line === 'GET /Calls.json') return list(options, url, 'call');
  const one = /^GET \/Messages\/(\w+)(\.json|\/Media\.json|\/Media\/(\w+))$/.exec(line);
  const [, messageSid = '', rest = '', mediaSid = ''] = one ?? [];
  if (rest.startsWith('/Media/')) {
    const media = await readMedia(connection, messageSid, mediaSid);
    return media ? { status: 200, ...media } : NOT_FOUND;
  }
  const message = await readMessage(connection, messageSid);
  if (!message) return NOT_FOUND;
  const json = rest === '.json' ? shown(accountSid, message) : mediaList(accountSid, message);
  return { status: 200, json };
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LARGEST_BODY) throw new Error('The request is too large.');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

async function create(options: RestApiOptions, form: URLSearchParams): Promise<Reply> {
  const from = addressOf(form.get('From') ?? '');
  const to = addressOf(form.get('To') ?? '');
  const contentSid = form.get('ContentSid');
  const body =
    contentSid === null
      ? (form.get('Body') ?? '')
      : filledIn(contentSid, form.get('ContentVariables'));
  if (body === null) return refusal(404, 21655, 'The ContentSid was not found');
  if (from.address === '') return refusal(400, 21603, 'A From number is required');
  if (body === '') return refusal(400, 21602, 'Message body is required');
  if (body.length > MOST_CHARACTERS) return refusal(400, 21617, 'The body is too long');
  if (to.channel === 'sms' && !/^\+\d{8,15}$/.test(to.address)) {
    return refusal(400, 21211, 'The To number is not a valid phone number');
  }
  const pair: Pair = {
    channel: to.channel,
    officialNumber: from.address,
    counterpart: to.address,
  };
  if (contentSid === null && !(await isWindowOpen(options, pair))) {
    return refusal(400, 63016, 'Outside the 24 hours only a template can be sent');
  }
  if (await hasOptedOut(options, pair)) {
    return refusal(400, 21610, 'Attempt to send to unsubscribed recipient');
  }
  const statusCallback = form.get('StatusCallback');
  const message = await options.provider.accept({ ...pair, body, statusCallback });
  return { status: 201, json: shown(options.accountSid, message) };
}

const WINDOW_MS = 24 * 3_600_000;

/**
 * WhatsApp's 24 hours (https://www.twilio.com/docs/whatsapp/key-concepts). What was imported never
 * passed here: of somebody who never wrote here nothing is known, and nothing refused.
 */
async function isWindowOpen({ connection, clock }: RestApiOptions, pair: Pair): Promise<boolean> {
  if (pair.channel !== 'whatsapp') return true;
  const { channel, officialNumber, counterpart } = pair;
  const wrote = await readLastWrote(connection, channel, officialNumber, counterpart);
  return wrote === null || clock().getTime() - wrote.getTime() < WINDOW_MS;
}

/** Null: there is no such content. */
function filledIn(contentSid: string, variables: string | null): string | null {
  const content = SIMULATED_CONTENTS.find((each) => each.contentSid === contentSid);
  if (!content) return null;
  const given = z.record(z.string(), z.string()).parse(JSON.parse(variables ?? '{}'));
  return content.body.replace(/\{\{(\w+)\}\}/g, (_place, key: string) => given[key] ?? '');
}

async function hasOptedOut({ connection }: RestApiOptions, pair: Pair): Promise<boolean> {
  if (pair.channel !== 'sms') return false;
  const { officialNumber, counterpart } = pair;
  const words = [...STOP_WORDS, ...START_WORDS];
  const word = await readLastOptWord(connection, officialNumber, counterpart, words);
  return word !== null && STOP_WORDS.includes(word);
}

/** Each list: how its entries and the time of its windows are called. */
const LISTS = {
  message: { entries: 'messages', time: 'DateSent' },
  call: { entries: 'calls', time: 'StartTime' },
} as const;

async function list(
  { connection, accountSid }: RestApiOptions,
  url: URL,
  kind: SimulatedMessage['kind'],
): Promise<Reply> {
  const { entries, time } = LISTS[kind];
  const asked = url.searchParams;
  const inbound = asked.has('To');
  const ours = addressOf(asked.get('To') ?? asked.get('From') ?? '');
  const size = Math.min(Number(asked.get('PageSize')) || 50, 1_000);
  const number = Number(asked.get('Page')) || 0;
  const messages = await listMessages(
    connection,
    {
      officialNumber: ours.address,
      channel: ours.channel,
      direction: inbound ? 'inbound' : 'outbound',
      kind,
      after: dateOf(asked.get(`${time}>`), 0),
      before: dateOf(asked.get(`${time}<`), 8_640_000_000_000),
    },
    { size, number },
  );
  const next = new URL(url);
  next.searchParams.set('Page', String(number + 1));
  return {
    status: 200,
    json: {
      [entries]: messages.map((message) =>
        kind === 'call' ? shownCall(accountSid, message) : shown(accountSid, message),
      ),
      next_page_uri: messages.length === size ? next.pathname + next.search : null,
    },
  };
}

function dateOf(text: string | null, otherwise: number): Date {
  const time = Date.parse(text ?? '');
  return new Date(Number.isNaN(time) ? otherwise : time);
}

function addressOf(text: string): Pick<Pair, 'channel'> & { address: string } {
  return text.startsWith('whatsapp:')
    ? { channel: 'whatsapp', address: text.slice('whatsapp:'.length) }
    : { channel: 'sms', address: text };
}

function shown(accountSid: string, message: SimulatedMessage) {
  const { channel, direction, officialNumber, counterpart, sid } = message;
  const [from, to] =
    direction === 'inbound' ? [counterpart, officialNumber] : [officialNumber, counterpart];
  const date = message.at.toUTCString().replace('GMT', '+0000');
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    from: prefixed(channel, from),
    to: prefixed(channel, to),
    body: message.body,
    direction: direction === 'inbound' ? 'inbound' : 'outbound-api',
    status: message.status,
    error_code: message.errorCode,
    error_message: null,
    num_media: String(message.mediaSids.length),
    num_segments: '1',
    date_created: date,
    date_sent: message.status === 'queued' ? null : date,
    date_updated: date,
    uri: `${ROOT}/${accountSid}/Messages/${sid}.json`,
  };
}

function shownCall(accountSid: string, call: SimulatedMessage) {
  const { sid, from, to, direction, date_created } = shown(accountSid, call);
  return {
    sid,
    account_sid: accountSid,
    from,
    to,
    direction,
    status: 'completed',
    start_time: date_created,
    date_created,
    uri: `${ROOT}/${accountSid}/Calls/${sid}.json`,
  };
}

function mediaList(accountSid: string, message: SimulatedMessage) {
  return {
    media_list: message.mediaSids.map((sid) => ({
      sid,
      content_type: 'image/png',
      uri: `${ROOT}/${accountSid}/Messages/${message.sid}/Media/${sid}.json`,
    })),
  };
}
