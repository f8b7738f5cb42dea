import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { aChild, aWorker } from '../../../test/support/records.ts';
import { samplePage } from '../../../test/support/sample-page.ts';
import { testServer } from '../../../test/support/server.ts';
import { createLogger } from '../../logging.ts';
import { startMetrics } from '../server.ts';

let testing: TestDatabase;

beforeAll(async () => {
  testing = await createTestDatabase();
  await aWorker(testing.database, 'W1', { name: 'Priya Nair' });
  await aChild(testing.database, 'CT-1', { name: 'Alfie Brennan', lead: 'W1' });
});
afterAll(() => testing.drop());

test('a log line names the route and never what was asked, written or shown', async () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  const { database } = testing;
  const server = await testServer({ database, logger, pages: [samplePage()] });

  const priya = await server.signIn('W1');
  await priya.get('/sample/CT-1?find=secret-query');
  await priya.post('/sample/CT-1', { words: 'secret-body' });
  await priya.post('/sample/CT-1', { words: 'break' });

  const log = lines.join('');
  expect(log).toContain('"route":"/sample/:caseNumber"');
  expect(log).toContain('"actor":"W1"');
  expect(log).toContain('a page failed');
  expect(log).not.toMatch(/secret|CT-1|Priya|Alfie|a bug/);
});

test('metrics are on a listener of their own, by route pattern', async () => {
  const metrics = new Registry();
  const server = await testServer({ database: testing.database, metrics, pages: [samplePage()] });
  const { url, close } = await startMetrics(metrics, { port: 0 });
  await (await server.signIn('W1')).get('/sample/CT-1');

  const text = await (await fetch(`${url}/metrics`)).text();
  const elsewhere = await server.visit().get('/metrics');
  await close();

  expect(url).toContain('127.0.0.1');
  expect(text).toMatch(
    /request_seconds_count\{method="GET",route="\/sample\/:caseNumber",status="200"\} 1/,
  );
  expect(text).not.toContain('CT-1');
  expect(elsewhere.status).toBe(404);
});
