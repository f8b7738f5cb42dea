// What people see when something is too long, or the database is away.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type DatabaseRoad, databaseRoad } from '../../test/support/database-road.ts';
import { aChild, aWorker } from '../../test/support/records.ts';
import { samplePage } from '../../test/support/sample-page.ts';
import { startTestServer, type TestServer } from '../../test/support/server.ts';
import { type Database, openDatabase } from '../database/client.ts';

let testing: TestDatabase;
let road: DatabaseRoad;
let database: Database;
let server: TestServer;

beforeAll(async () => {
  testing = await createTestDatabase();
  await aWorker(testing.database, 'W1');
  await aChild(testing.database, 'CT-1', { lead: 'W1' });
  road = await databaseRoad(testing.url);
  database = openDatabase(road.url);
  server = await startTestServer({ database, pages: [samplePage()] });
});
afterAll(async () => {
  await server.close();
  await database.close();
  await road.close();
  await testing.drop();
});

test('while the database is away a form stays on the page, and afterwards it can be sent', async () => {
  const priya = await server.signIn('W1');
  const page = await priya.get('/sample/CT-1');
  const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
  const form = { words: 'Alfie “seemed” <well>', _csrf: token };

  road.cut();
  const away = await priya.postWith('/sample/CT-1', form, '/sample/CT-1');
  const ready = await server.visit().get('/health/ready');
  const live = await server.visit().get('/health/live');
  road.open();
  const back = await priya.postWith('/sample/CT-1', form, '/sample/CT-1');

  expect(away.status).toBe(500);
  expect(away.text).toContain('Casethread cannot save at the moment.');
  expect(away.html).toContain('name="words" value="Alfie “seemed” &lt;well&gt;"');
  expect(away.html).toContain(`name="_csrf" value="${token}"`);
  expect([ready.status, live.status]).toEqual([503, 200]);
  expect(back).toMatchObject({ status: 303, location: '/sample/CT-1' });
});

test('what is too long to read is refused in words', async () => {
  const priya = await server.signIn('W1');

  const answer = await priya.post('/sample/CT-1', { words: 'x'.repeat(300_000) });

  expect(answer.status).toBe(413);
  expect(answer.text).toContain('Nothing was saved');
});
