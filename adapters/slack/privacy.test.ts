// Private talk between workers, and anybody's talk in a conversation that is not recorded, leaves
// nothing behind: every table and the log are looked through.
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogger } from '../../src/logging.ts';
import { fixture, type Json } from '../../test/fakes/slack/webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, anAllocation, aWorker } from '../../test/support/records.ts';
import { CHANNEL, SARAH_ON_SLACK, slackRoad } from '../../test/support/slack.ts';

let testing: TestDatabase;
const clock = () => new Date('2026-03-12T13:40:00Z');
const SECRET = 'xylophone-marmalade';

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { slackUserId: SARAH_ON_SLACK });
  await aChild(database, 'C1', { name: 'Osian Brennan' });
  await anAllocation(database, 'W1', 'C1');
});
afterAll(() => testing.drop());

/** Every table with a row that has these words in any column, bytes included. */
async function tablesWith(words: string): Promise<string[]> {
  const { pool } = testing.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname IN ('public', 'graphile_worker')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const bytes = Buffer.from(words).toString('hex');
    const { rowCount } = await pool.query(
      `SELECT 1 FROM ${name} AS row WHERE row::text ILIKE $1 OR row::text ILIKE $2 LIMIT 1`,
      [`%${words}%`, `%${bytes}%`],
    );
    if (rowCount) found.push(name);
  }
  return found;
}

const rowsInAll = async () => {
  const { rows } = await testing.database.pool.query<{ count: string }>(
    `SELECT (SELECT count(*) FROM delivery) + (SELECT count(*) FROM message)
       + (SELECT count(*) FROM message_event) + (SELECT count(*) FROM conversation)
       + (SELECT count(*) FROM stage_work) + (SELECT count(*) FROM audit_event) AS count`,
  );
  return Number(rows[0]?.count);
};

test('talk in a conversation that is not recorded is nowhere: no table, no log, however it comes', async () => {
  const lines: string[] = [];
  const log = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const road = await slackRoad({
    database: testing.database,
    clock,
    logger: createLogger('trace', log),
  });
  await road.command('record C1');
  await road.settle();
  const before = await rowsInAll();
  const elsewhere = { channel: 'C0PRIVATE' };
  const message = { user: SARAH_ON_SLACK, type: 'message', text: SECRET, ts: '1773322800.000100' };
  const talk: Json[] = [
    fixture('message', { ...elsewhere, text: SECRET }),
    fixture('message', { ...elsewhere, text: SECRET, channel: 'D0PRIVATE', channel_type: 'im' }),
    fixture('message', { ...elsewhere, text: SECRET, channel_type: 'mpim' }),
    fixture('message', { ...elsewhere, text: SECRET, ts: 'not a time' }),
    fixture('message', { text: SECRET, channel: undefined }),
    fixture('message', { ...elsewhere, text: SECRET, subtype: 'telepathy' }),
    fixture('message-with-files', { ...elsewhere, text: SECRET }),
    fixture('message-changed', { ...elsewhere, message, previous_message: message }),
    fixture('message-deleted', { ...elsewhere, previous_message: message }),
    fixture('bot-message', { ...elsewhere, text: SECRET }),
    { ...message, ...elsewhere, type: 'app_mention' },
    { type: 'brand_new_event', words: SECRET, ...elsewhere },
    {
      type: 'reaction_added',
      reaction: SECRET,
      item: { type: 'message', channel: 'C0PRIVATE', ts: '1.1' },
    },
    { type: 'brand_new_event', words: SECRET, channel: { id: 'C0PRIVATE', name: 'private' } },
  ];

  for (const event of talk) expect((await road.event(event)).status).toBe(200);
  await road.command(`find ${SECRET}`, { channel_id: 'C0PRIVATE' });
  await road.settle();
  await road.flush();

  expect(await tablesWith(SECRET)).toEqual([]);
  expect(lines.join('')).not.toContain(SECRET);
  expect(await rowsInAll()).toBe(before);
  // The same words where they are recorded are found by the same looking.
  await road.event(fixture('message', { channel: CHANNEL, text: SECRET }));
  expect(await tablesWith(SECRET)).toEqual(
    expect.arrayContaining(['public.message', 'public.delivery']),
  );
});

test('what was said before it was recorded is not kept when Slack tells it again afterwards', async () => {
  const road = await slackRoad({ database: testing.database, clock });
  const channel = 'C0LATER01';
  await road.command('record C1', { channel_id: channel });
  const minuteBefore = `${clock().getTime() / 1000 - 60}.000100`;

  const again = { headers: { 'x-slack-retry-num': '2' } };
  await road.event(
    fixture('message', { channel, ts: minuteBefore, text: `${SECRET}-before` }),
    again,
  );
  const edit = { user: SARAH_ON_SLACK, type: 'message', ts: minuteBefore };
  await road.event(
    fixture('message-changed', {
      channel,
      message: {
        ...edit,
        text: 'new words',
        edited: { user: SARAH_ON_SLACK, ts: '1773322900.000000' },
      },
      previous_message: { ...edit, text: `${SECRET}-earlier` },
    }),
  );

  expect(
    await testing.database.prisma.message.findMany({ where: { counterpart: channel } }),
  ).toEqual([]);
});
