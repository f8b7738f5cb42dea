import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/database.ts';
import { aChild, aWorker } from '../../../test/support/records.ts';
import { samplePage } from '../../../test/support/sample-page.ts';
import { testServer } from '../../../test/support/server.ts';

const LONGER_THAN_AN_ANSWER_MS = 250;
const STORING = `SELECT FROM pg_stat_activity
  WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO%web_session%'`;

test('nobody is sent on before what the next page shows is stored', async () => {
  const { database, ownerUrl } = await testDatabase();
  await aWorker(database, 'W1');
  await aChild(database, 'CT-1', { lead: 'W1' });
  const server = await testServer({ database, pages: [samplePage()] });
  const worker = await server.signIn('W1');
  const { html } = await worker.get('/sample/CT-1');
  const token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const { name, value } = worker.cookie();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query('BEGIN');
  await owner.query('LOCK TABLE web_session IN EXCLUSIVE MODE');

  let isSentOn = false;
  const sentOn = fetch(`${server.url}/sample/CT-1`, {
    method: 'POST',
    headers: { cookie: `${name}=${value}` },
    body: new URLSearchParams({ _csrf: token, words: 'Alfie was there' }),
    redirect: 'manual',
  }).then(({ status }) => {
    isSentOn = true;
    return status;
  });
  try {
    await expect
      .poll(
        async () => {
          // Inside a transaction the first look at who waits would otherwise be the only one.
          await owner.query('SELECT pg_stat_clear_snapshot()');
          return (await owner.query(STORING)).rowCount;
        },
        { timeout: 15_000 },
      )
      .toBe(1);
    await delay(LONGER_THAN_AN_ANSWER_MS);
    expect(isSentOn).toBe(false);
  } finally {
    await owner.query('ROLLBACK');
    await owner.end();
  }
  expect(await sentOn).toBe(303);
});
