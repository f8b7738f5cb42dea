import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { countProviderHealth, type ProviderHealth } from './provider-health.ts';

test('what is counted while counts are written waits for the next time: a flood is not written without a pause', async () => {
  const { database } = await testDatabase();
  let written = 0;
  const health: ProviderHealth = countProviderHealth({
    database: {
      ...database,
      transaction: async (work) => {
        written += 1;
        // Another one comes during the write.
        if (written === 1) health.refused('twilio');
        return database.transaction(work);
      },
    },
    clock: () => new Date('2026-03-12T13:40:00Z'),
  });
  health.refused('twilio');

  await health.flush();

  expect(written).toBe(1);
  await health.flush();
  const { rows } = await database.pool.query(
    `SELECT refused_total::int AS refused FROM provider_health WHERE provider = 'twilio'`,
  );
  expect(rows).toEqual([{ refused: 2 }]);
  await health.close();
});
