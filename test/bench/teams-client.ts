// A process of its own that plays Bot Framework: signed activities over kept-alive connections.
// Reads one line of JSON (TeamsLoad) on standard input and prints one (WebhookResult).
import { sendAll, type WebhookResult } from './webhook-client.ts';

export type TeamsLoad = {
  /** The server's address. */
  url: string;
  serviceUrl: string;
  token: string;
  tenantId: string;
  /** The first message's number: every message of every run has its own id. */
  from: number;
  messages: number;
  connections: number;
  /** Recorded conversations; messages go to them in turn. */
  conversations: string[];
  /** Said in turn. */
  bodies: string[];
};

function request(load: TeamsLoad, host: string, index: number): Buffer {
  const place = load.from + index;
  const { conversations, bodies, serviceUrl, tenantId, token } = load;
  const parent = place % conversations.length;
  const activity = {
    type: 'message',
    id: String(1_773_322_800_000 + place),
    timestamp: new Date(1_773_322_800_000 + place).toISOString(),
    channelId: 'msteams',
    serviceUrl,
    text: bodies[place % bodies.length] ?? '',
    textFormat: 'plain',
    from: { id: `29:${parent}`, name: 'A parent', aadObjectId: `parent-${parent}` },
    recipient: { id: '28:bench', name: 'Casethread' },
    conversation: { id: conversations[parent], conversationType: 'groupChat', tenantId },
    channelData: { tenant: { id: tenantId } },
  };
  const body = Buffer.from(JSON.stringify(activity));
  const head =
    `POST /api/messages HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
    `Authorization: Bearer ${token}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

async function run(load: TeamsLoad): Promise<WebhookResult> {
  const url = new URL(load.url);
  const requests = Array.from({ length: load.messages }, (_, index) =>
    request(load, url.host, index),
  );
  return sendAll(url, requests, { connections: load.connections, rate: null });
}

let given = '';
for await (const chunk of process.stdin) given += chunk;
process.stdout.write(JSON.stringify(await run(JSON.parse(given))));
