// A process of its own that plays Bot Framework: signed activities of recorded conversations.
import { type Load, play } from './send-all.ts';

export type TeamsLoad = Load & {
  serviceUrl: string;
  token: string;
  tenantId: string;
  /** Messages go to them in turn. */
  conversations: string[];
};

function request(load: TeamsLoad, host: string, place: number): Buffer {
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

await play(request);
