// The providers' doors. Outside sessions, cookies and page headers: a signature is all that counts
// here, and an answer of 2xx means that what came is committed.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Capture } from '../capture/capture.ts';
import type { NewDelivery } from '../capture/delivery.ts';
import type { ProviderHealth } from '../capture/provider-health.ts';
import { errorFields, type Logger } from '../logging.ts';
import type {
  Answered,
  ChannelAdapter,
  RawRequest,
  Refused,
  WebhookEndpoint,
  WebhookReading,
} from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';

export type WebhooksOptions = {
  adapters: readonly ChannelAdapter[];
  capture: Pick<Capture, 'keep'>;
  health: ProviderHealth;
  clock: Clock;
  logger: Logger;
  /** When to give up on a database that does not answer (milliseconds). */
  giveUpAfterMs?: number;
};

/** Under the 5 s in which a caller must hear that nothing was kept (contracts section 7). */
const GIVE_UP_MS = 4_500;
/** The longest that Twilio sends is under 30 kB; Slack and Teams stay under 100 kB. */
const LARGEST_BODY = 1_000_000;

type Door = WebhookEndpoint & { provider: string };

/** Answers every adapter's webhooks, and passes everything else on. */
export function webhooks(options: WebhooksOptions): RequestHandler {
  const doors = new Map<string, Door>();
  for (const { provider, webhooks: endpoints } of options.adapters) {
    for (const endpoint of endpoints) {
      doors.set(endpoint.path, { ...endpoint, provider });
      endpoint.prepare?.();
    }
  }
  return function answerWebhooks(request, response, next) {
    const door = request.method === 'POST' ? doors.get(pathOf(request.originalUrl)) : undefined;
    if (!door) return next();
    answer(options, door, request.originalUrl, request, response).catch((error: unknown) => {
      options.logger.error({ provider: door.provider, ...errorFields(error) }, 'A webhook failed');
      plain(response, 500, 'Nothing was kept. Send it again.');
    });
  };
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

async function answer(
  options: WebhooksOptions,
  door: Door,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const receivedAt = options.clock();
  const body = await readBody(request);
  if (body === 'gone') return;
  if (body === 'too-large') return tooLarge(request, response);
  const giveUpAt = performance.now() + (options.giveUpAfterMs ?? GIVE_UP_MS);
  const left = () => Math.max(0, giveUpAt - performance.now());
  const reading = await readOrFail(options, door, left(), { url, headers: request.headers, body });
  if (reading === 'failed') return plain(response, 503, 'Nothing was kept. Send it again.');
  if (reading.outcome === 'refused') {
    options.health.refused(door.provider);
    return plain(response, reading.status, 'Refused.');
  }
  options.health.accepted(door.provider);
  if (reading.outcome === 'answered') {
    const { status, contentType: type, body: words } = reading.answer;
    return send(response, status, type, words);
  }
  const contentType = request.headers['content-type'] ?? 'application/octet-stream';
  const delivery = deliveryOf(door.provider, reading, { contentType, raw: body, receivedAt });
  try {
    await within(left(), options.capture.keep(delivery));
  } catch (error) {
    const { provider } = door;
    options.logger.error({ provider, ...errorFields(error) }, 'A webhook could not be kept');
    return plain(response, 503, 'Nothing was kept. Send it again.');
  }
  if (reading.outcome === 'not-understood') {
    options.health.notUnderstood(door.provider);
    options.logger.warn({ provider: door.provider }, 'A webhook was kept but not understood');
  }
  const { status, contentType: type, body: words } = reading.answer;
  send(response, status, type, words);
}

/** What the door's adapter makes of a request; most need no time, some ask the database. */
async function readOrFail(
  options: WebhooksOptions,
  door: Door,
  milliseconds: number,
  request: RawRequest,
): Promise<WebhookReading | Answered | Refused | 'failed'> {
  const reading = door.read(request);
  if (!(reading instanceof Promise)) return reading;
  try {
    return await within(milliseconds, reading);
  } catch (error) {
    const { provider } = door;
    options.logger.error({ provider, ...errorFields(error) }, 'A webhook could not be read');
    return 'failed';
  }
}

type Payload = Pick<NewDelivery, 'contentType' | 'raw' | 'receivedAt'>;

function deliveryOf(provider: string, reading: WebhookReading, payload: Payload): NewDelivery {
  const common = { provider, ...payload, origin: 'live' } as const;
  if (reading.outcome === 'not-understood') {
    const { problem } = reading;
    const nothing = { messages: [], events: [], optChanges: [] };
    return { ...common, ...nothing, kind: 'not-understood', problem };
  }
  const { kind, messages, events, optChanges } = reading;
  return { ...common, kind, messages, events, optChanges };
}

/** The bytes as they came; 'gone' when the caller hung up. */
function readBody(request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) {
    return Promise.resolve('too-large');
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > LARGEST_BODY) resolve('too-large');
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks, length)));
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}

/** Rejects when `work` takes longer; what it does later is a redelivery's duplicate. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The database did not answer.')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What still comes is read and dropped: a caller that is cut off would not see the answer. */
function tooLarge(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.setHeader('connection', 'close');
  plain(response, 413, 'Too large.');
}

function plain(response: ServerResponse, status: number, words: string): void {
  send(response, status, 'text/plain; charset=utf-8', words);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  if (response.headersSent) return;
  response
    .writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
    })
    .end(body);
}
