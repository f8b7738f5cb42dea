import { beforeEach, expect, test } from 'vitest';
import { theBrennans } from '../../test/support/brennans.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDecision, aFlag, aMessage, aWorker, workFor } from '../../test/support/records.ts';
import { testServer } from '../../test/support/server.ts';
import { createRecordStage } from '../record/stage.ts';
import { samplesPage } from '../web/pages/samples/index.ts';
import { countSamples, recordSampleResult, saveSampleRate } from './sample-store.ts';
import { drawWeeklySamples, weekBefore } from './sampling.ts';

const NOW = new Date('2026-03-12T12:00:00Z');
let testing: TestDatabase;

beforeEach(async () => {
  testing = await testDatabase();
  const { database } = testing;
  await theBrennans(database);
  await aWorker(database, 'W-ADMIN', { role: 'administrator' });
  const stage = createRecordStage({ clock: () => NOW, nation: 'england-and-wales' });
  for (let minute = 10; minute < 20; minute += 1) {
    const origin = minute < 12 ? 'import' : 'live';
    const at = `2026-03-04T09:${minute}:00Z`;
    const message = await aMessage(database, at, { origin, body: `Message ${minute}` });
    await aDecision(database, message, ['CT-20417']);
    if (minute === 12) await aFlag(database, message);
    await database.transaction((connection) => stage.process(connection, [workFor(message)]));
  }
});

const draw = () => drawWeeklySamples({ database: testing.database, clock: () => NOW });
const drawn = () => testing.database.prisma.sample.findMany();

test('the week before is Monday to Monday', () => {
  expect(weekBefore(NOW)).toMatchObject({ week: '2026-03-02' });
  expect(weekBefore(new Date('2026-03-09T00:00:00Z'))).toMatchObject({ week: '2026-03-02' });
});

test('messages that nothing flagged are drawn at the set rate, once, and never imported ones', async () => {
  await saveSampleRate(testing.database.pool, { rate: 4, setBy: 'W-ADMIN', setAt: NOW });

  await draw();
  await draw();

  const samples = await drawn();
  expect(samples).toHaveLength(4);
  const messages = await testing.database.prisma.message.findMany({
    where: { id: { in: samples.map(({ messageId }) => messageId) } },
  });
  expect(messages.map(({ origin }) => origin)).not.toContain('import');
  expect(messages.map(({ body }) => body)).not.toContain('Message 12');
});

test('at rate nought nothing is drawn', async () => {
  await saveSampleRate(testing.database.pool, { rate: 0, setBy: 'W-ADMIN', setAt: NOW });

  await draw();

  expect(await drawn()).toHaveLength(0);
});

test('a manager who may see the child reads a sample and records a miss; it is counted and stays', async () => {
  await draw();
  const [sample] = await drawn();
  const pages = [samplesPage];
  const server = await testServer({ database: testing.database, pages, clock: () => NOW });
  const path = `/oversight/samples/${sample?.id}`;
  const helen = await server.signIn('W-HELEN');

  expect((await helen.get('/oversight/samples')).text).toContain('To be read'.toLowerCase());
  expect((await helen.get(path)).text).toContain('Message 1');
  expect((await (await server.signIn('W-FAR')).get(path)).status).toBe(404);
  const unsaid = await helen.post(path, { result: 'missed', note: 'x' });
  expect(unsaid.text).toContain('Select what it should have been flagged as');
  await helen.post(path, { result: 'missed', category: 'neglect', note: 'No food in the house' });

  const { pool } = testing.database;
  expect(await countSamples(pool)).toEqual({ drawn: 3, looked: 1, missed: 1 });
  const again = { sampleId: sample?.id ?? '', result: 'nothing-missed', category: null } as const;
  const act = { note: 'n', recordedBy: 'W-FAR', recordedAt: NOW };
  expect(await recordSampleResult(pool, { ...again, ...act })).toBe(false);
});
