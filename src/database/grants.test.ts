import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { APPLICATION_ROLE, testDatabase } from '../../test/support/database.ts';
import { migrate } from './migrate.ts';

test('while another process starts, nothing that the application may do is refused', async () => {
  const { database, ownerUrl } = await testDatabase();
  let starting = true;
  const refused: unknown[] = [];
  const reading = (async () => {
    let reads = 0;
    for (; starting; reads += 1) {
      await database.pool.query('SELECT count(*) FROM message').catch((e) => refused.push(e));
    }
    return reads;
  })();

  for (let start = 0; start < 5; start += 1) await migrate(ownerUrl, { name: APPLICATION_ROLE });
  starting = false;

  expect(await reading).toBeGreaterThan(0);
  expect(refused).toEqual([]);
});

test('a right that was given or taken by hand is put back at the next start, all at once', async () => {
  const { database, ownerUrl } = await testDatabase();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  onTestFinished(() => owner.end());
  await owner.query(`GRANT UPDATE ON message TO ${APPLICATION_ROLE}`);
  await owner.query(`REVOKE SELECT ON child FROM ${APPLICATION_ROLE}`);

  await migrate(ownerUrl, { name: APPLICATION_ROLE });

  const { rows } = await database.pool.query(
    `SELECT has_table_privilege('message', 'UPDATE') AS "mayChange",
            has_table_privilege('message', 'INSERT') AS "mayAdd",
            has_table_privilege('child', 'SELECT') AS "mayRead"`,
  );
  expect(rows).toEqual([{ mayChange: false, mayAdd: true, mayRead: true }]);
});
