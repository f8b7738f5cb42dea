// A process of its own that plays Twilio: signed webhooks over kept-alive connections, each answered
// before the next one on its connection. Everything is made and signed before the clock starts.
// Reads one line of JSON (WebhookLoad) on standard input and prints one (WebhookResult).
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { twilioSignature } from '../../src/simulator/sign.ts';

export type WebhookLoad = {
  /** The server's address, which the signatures are made over. */
  url: string;
  accountSid: string;
  authToken: string;
  /** The first message's number: every message of every run has its own id. */
  from: number;
  messages: number;
  connections: number;
  /** Messages a second; null: as fast as they are answered. */
  rate: number | null;
  officialNumber: string;
  counterparts: string[];
  /** Said in turn. */
  bodies: string[];
};

export type WebhookResult = {
  seconds: number;
  acknowledged: number;
  refused: number;
  /** From handing over to answer, a message, in milliseconds. */
  took: number[];
};

const PATH = '/webhooks/twilio/messages';

export function messageSid(place: number): string {
  return `SM${place.toString(16).padStart(32, '0')}`;
}

function request(load: WebhookLoad, host: string, index: number): Buffer {
  const place = load.from + index;
  const from = load.counterparts[place % load.counterparts.length] ?? '';
  const parameters: Record<string, string> = {
    AccountSid: load.accountSid,
    ApiVersion: '2010-04-01',
    Body: load.bodies[place % load.bodies.length] ?? '',
    From: `whatsapp:${from}`,
    MessageSid: messageSid(place),
    MessageType: 'text',
    NumMedia: '0',
    NumSegments: '1',
    ProfileName: 'A parent',
    SmsMessageSid: messageSid(place),
    SmsSid: messageSid(place),
    SmsStatus: 'received',
    To: `whatsapp:${load.officialNumber}`,
  };
  const body = new URLSearchParams(parameters).toString();
  const signature = twilioSignature(load.authToken, load.url + PATH, parameters);
  return Buffer.from(
    `POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      `X-Twilio-Signature: ${signature}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Sends and resolves with the status when the whole answer is there. */
function exchange(socket: Socket, bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const onData = (chunk: Buffer) => {
      seen += chunk.toString('latin1');
      const end = seen.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(seen)?.[1] ?? 0);
      if (seen.length < end + 4 + length) return;
      finish();
      resolve(Number(seen.slice(9, 12)));
    };
    const onEnd = () => {
      finish();
      reject(new Error('The server closed the connection.'));
    };
    const finish = () => {
      socket.off('data', onData);
      socket.off('close', onEnd);
    };
    socket.on('data', onData);
    socket.once('close', onEnd);
    socket.write(bytes);
  });
}

async function open(url: URL): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

function run(load: WebhookLoad): Promise<WebhookResult> {
  const url = new URL(load.url);
  const requests = Array.from({ length: load.messages }, (_, index) =>
    request(load, url.host, index),
  );
  return sendAll(url, requests, load);
}

/** Sends requests that are made and signed already, each connection one after the other. */
export async function sendAll(
  url: URL,
  requests: readonly Buffer[],
  load: Pick<WebhookLoad, 'connections' | 'rate'>,
): Promise<WebhookResult> {
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(url)));
  const took: number[] = [];
  let next = 0;
  let refused = 0;
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      while (next < requests.length) {
        const index = next;
        next += 1;
        const due = load.rate === null ? 0 : started + (index * 1_000) / load.rate;
        const early = due - performance.now();
        if (early > 0) await delay(early);
        const bytes = requests[index];
        if (!bytes) return;
        const sent = Math.max(due, 0) || performance.now();
        const status = await exchange(socket, bytes);
        took.push(performance.now() - sent);
        if (status < 200 || status > 299) refused += 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  for (const socket of sockets) socket.destroy();
  return { seconds, acknowledged: took.length - refused, refused, took };
}

if (import.meta.main) {
  let given = '';
  for await (const chunk of process.stdin) given += chunk;
  process.stdout.write(JSON.stringify(await run(JSON.parse(given))));
}
