// A process of its own that plays Slack: signed events over kept-alive connections.
// Reads one line of JSON (SlackLoad) on standard input and prints one (WebhookResult).
import { eventBody, signedJson } from '../fakes/slack/webhook.ts';
import { sendAll, type WebhookResult } from './webhook-client.ts';

export type SlackLoad = {
  /** The server's address. */
  url: string;
  secret: string;
  /** The first message's number: every message of every run has its own time. */
  from: number;
  messages: number;
  connections: number;
  /** Recorded conversations; messages go to them in turn. */
  conversations: string[];
  /** Said in turn. */
  bodies: string[];
};

const PATH = '/slack/events';

function request(load: SlackLoad, host: string, index: number): Buffer {
  const place = load.from + index;
  const ts = `${1_773_322_800 + Math.floor(place / 1_000)}.${String(place % 1_000).padStart(6, '0')}`;
  const event = {
    type: 'message',
    user: `U0PARENT${place % load.conversations.length}`,
    text: load.bodies[place % load.bodies.length] ?? '',
    ts,
    event_ts: ts,
    channel: load.conversations[place % load.conversations.length],
    channel_type: 'channel',
  };
  const { body, headers } = signedJson(eventBody(event), { secret: load.secret });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(
      `POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\n${lines.join('')}Content-Length: ${body.length}\r\n\r\n`,
    ),
    body,
  ]);
}

async function run(load: SlackLoad): Promise<WebhookResult> {
  const url = new URL(load.url);
  const requests = Array.from({ length: load.messages }, (_, index) =>
    request(load, url.host, index),
  );
  return sendAll(url, requests, { connections: load.connections, rate: null });
}

let given = '';
for await (const chunk of process.stdin) given += chunk;
process.stdout.write(JSON.stringify(await run(JSON.parse(given))));
