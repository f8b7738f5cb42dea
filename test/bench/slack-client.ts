// A process of its own that plays Slack: signed events of recorded conversations.
import { eventBody, signedJson } from '../fakes/slack/webhook.ts';
import { type Load, play } from './send-all.ts';

export type SlackLoad = Load & {
  secret: string;
  /** Messages go to them in turn. */
  conversations: string[];
};

const PATH = '/slack/events';

function request(load: SlackLoad, host: string, place: number): Buffer {
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

await play(request);
