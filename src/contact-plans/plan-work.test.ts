import { describe, expect, test } from 'vitest';
import { ALFIE, MAISIE, theBrennans } from '../../test/support/brennans.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anExchange, aPlan } from '../../test/support/supervision.ts';
import { countInbox } from '../inbox/inbox.ts';
import { readPlanVersions, renewPlans } from './plan-store.ts';
import {
  childrenWithoutPlan,
  countPlanWork,
  listPlansToMake,
  listPlansToReview,
} from './plan-work-store.ts';

const NOW = new Date('2026-03-13T10:00:00Z');
const PRIYA = { workerId: 'W-PRIYA', today: '2026-03-13', now: NOW };

async function world() {
  const { database } = await testDatabase();
  await theBrennans(database);
  return database;
}

describe('a plan is asked for before contact is regular, and its review is chased (CV6a)', () => {
  test('from the third exchange within twelve weeks, for each child, until there is a plan', async () => {
    const database = await world();
    const { pool } = database;
    await anExchange(database, '2025-06-01T09:00:00Z'); // long ago
    await anExchange(database, '2026-03-09T09:00:00Z');
    await anExchange(database, '2026-03-10T09:00:00Z');
    expect(await listPlansToMake(pool, PRIYA)).toEqual([]);

    await anExchange(database, '2026-03-11T09:00:00Z');

    expect(await listPlansToMake(pool, PRIYA)).toMatchObject([
      { contactName: 'Kelly Brennan', relationship: 'mother', caseNumber: ALFIE },
    ]);
    expect(await childrenWithoutPlan(pool, 'P-KELLY', [ALFIE, MAISIE], NOW)).toEqual([ALFIE]);
    expect(await countPlanWork(pool, PRIYA)).toEqual({ toReview: 0, toMake: 1 });
    expect(await countPlanWork(pool, { ...PRIYA, workerId: 'W-TOM' })).toMatchObject({ toMake: 0 });

    await aPlan(database, { caseNumbers: [ALFIE], reviewOn: '2026-06-01' });
    expect(await countPlanWork(pool, PRIYA)).toEqual({ toReview: 0, toMake: 0 });
    expect(await childrenWithoutPlan(pool, 'P-KELLY', [ALFIE], NOW)).toEqual([]);
  });

  test('a review is asked for two weeks before its day, once for what was agreed together', async () => {
    const database = await world();
    const { pool } = database;
    await aPlan(database, { reviewOn: '2026-03-27' });

    expect(await listPlansToReview(pool, PRIYA)).toMatchObject([
      { contactName: 'Kelly Brennan', caseNumbers: [ALFIE, MAISIE], reviewOn: '2026-03-27' },
    ]);
    expect(await countPlanWork(pool, { ...PRIYA, today: '2026-03-12' })).toMatchObject({
      toReview: 0,
    });
    const renewed = { contactId: 'P-KELLY', caseNumbers: [ALFIE, MAISIE], by: 'W-HELEN', at: NOW };
    await database.transaction((connection) =>
      renewPlans(connection, { ...renewed, reviewOn: '2026-09-01' }),
    );
    expect(await listPlansToReview(pool, PRIYA)).toEqual([]);
    const versions = await readPlanVersions(pool, ALFIE, 'P-KELLY');
    expect(versions.map(({ reviewOn }) => reviewOn)).toEqual(['2026-09-01', '2026-03-27']);
  });

  test('it waits in the lead worker’s inbox, and in nobody else’s', async () => {
    const database = await world();
    await aPlan(database);
    const viewer = (workerId: string) => ({
      workerId,
      name: workerId,
      role: 'worker' as const,
      team: 'North',
      managerId: 'W-HELEN',
    });

    const priya = await countInbox(database.pool, viewer('W-PRIYA'), '2026-03-13', NOW);
    const tom = await countInbox(database.pool, viewer('W-TOM'), '2026-03-13', NOW);

    expect(priya).toMatchObject({ plans: 1, total: 1 });
    expect(tom).toMatchObject({ plans: 0, total: 0 });
  });
});
