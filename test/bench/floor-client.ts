// A process of its own that writes what capture writes for a message, without Casethread: the floor that
// the web stack is measured against. One SQL transaction a message, over as many connections.
// Reads one line of JSON (FloorLoad) on standard input and prints one (FloorResult).
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';

export type FloorLoad = {
  databaseUrl: string;
  messages: number;
  connections: number;
  officialNumber: string;
  counterparts: string[];
  bodies: string[];
};

export type FloorResult = { seconds: number };

/** The rows of one message, in one round trip and one commit. */
const KEEP = `
WITH d AS (
  INSERT INTO delivery (id, provider, kind, content_type, raw, received_at)
  VALUES ($1, 'twilio', 'message', 'application/x-www-form-urlencoded', $2, $4)
), c AS (
  INSERT INTO conversation (id, channel, official_number, counterpart)
  VALUES ($5, 'whatsapp', $6, $7) ON CONFLICT DO NOTHING
), m AS (
  INSERT INTO message (id, channel, external_id, conversation_id, delivery_id, kind, direction,
    official_number, counterpart, author, body, received_at, occurred_at, origin, media_count, sha256)
  VALUES ($8, 'whatsapp', $9, $5, $1, 'message', 'inbound', $6, $7, $7, $10, $4, $4, 'live', 0, $3)
)
INSERT INTO stage_work (stage, subject_kind, subject_id, conversation_id)
VALUES ('floor', 'message', $8, $5)`;

function values(load: FloorLoad, index: number): unknown[] {
  const counterpart = load.counterparts[index % load.counterparts.length] ?? '';
  const body = load.bodies[index % load.bodies.length] ?? '';
  const external = `FL${randomBytes(16).toString('hex')}`;
  const raw = Buffer.from(
    new URLSearchParams({
      AccountSid: external,
      ApiVersion: '2010-04-01',
      Body: body,
      From: `whatsapp:${counterpart}`,
      MessageSid: external,
      MessageType: 'text',
      NumMedia: '0',
      NumSegments: '1',
      ProfileName: 'A parent',
      SmsMessageSid: external,
      SmsSid: external,
      SmsStatus: 'received',
      To: `whatsapp:${load.officialNumber}`,
    }).toString(),
  );
  const sha256 = createHash('sha256').update(raw).digest();
  const conversation = createHash('sha256').update(counterpart).digest('hex').slice(0, 32);
  return [
    randomUUID(),
    raw,
    sha256,
    new Date(),
    conversation,
    load.officialNumber,
    `floor ${counterpart}`,
    randomUUID(),
    external,
    body,
  ];
}

async function run(load: FloorLoad): Promise<FloorResult> {
  const clients = await Promise.all(
    Array.from({ length: load.connections }, async () => {
      const client = new pg.Client({ connectionString: load.databaseUrl });
      await client.connect();
      return client;
    }),
  );
  const rows = Array.from({ length: load.messages }, (_, index) => values(load, index));
  let next = 0;
  const started = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let row = rows[next++]; row; row = rows[next++]) {
        await client.query({ name: 'floor', text: KEEP, values: row });
      }
    }),
  );
  const seconds = (performance.now() - started) / 1_000;
  await Promise.all(clients.map((client) => client.end()));
  return { seconds };
}

if (import.meta.main) {
  let given = '';
  for await (const chunk of process.stdin) given += chunk;
  process.stdout.write(JSON.stringify(await run(JSON.parse(given))));
}
