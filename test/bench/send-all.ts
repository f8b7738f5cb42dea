// What every client of the benchmark does: requests are made and signed before the clock starts, and go
// over kept-alive connections, each answered before the next one on its connection.
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a client is told, whatever it plays. */
export type Load = {
  /** The server's address. */
  url: string;
  /** The first message's number: every message of every run has its own id. */
  from: number;
  messages: number;
  connections: number;
  /** Messages a second; absent or null: as fast as they are answered. */
  rate?: number | null;
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

/**
 * Reads a load as one line of JSON on standard input, sends its requests and prints one line of JSON
 * (WebhookResult). `request`: the bytes of the message with this number.
 */
export async function play<Given extends Load>(
  request: (load: Given, host: string, place: number) => Buffer,
): Promise<void> {
  let given = '';
  for await (const chunk of process.stdin) given += chunk;
  const load: Given = JSON.parse(given); // our own process's words
  const url = new URL(load.url);
  const requests = Array.from({ length: load.messages }, (_, index) =>
    request(load, url.host, load.from + index),
  );
  process.stdout.write(JSON.stringify(await sendAll(url, requests, load)));
}

async function sendAll(
  url: URL,
  requests: readonly Buffer[],
  { connections, rate = null }: Pick<Load, 'connections' | 'rate'>,
): Promise<WebhookResult> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)));
  const took: number[] = [];
  let next = 0;
  let refused = 0;
  const started = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      while (next < requests.length) {
        const index = next;
        next += 1;
        const due = rate === null ? 0 : started + (index * 1_000) / rate;
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
