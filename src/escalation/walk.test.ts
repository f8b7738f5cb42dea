import { beforeEach, describe, expect, test } from 'vitest';
import { ALFIE, MAISIE, STRANGER, theBrennans } from '../../test/support/brennans.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aFlagged, ENGLAND, items, steps, takeUp } from '../../test/support/escalation.ts';
import { aDecision, aFlag, aMessage, aWorker } from '../../test/support/records.ts';
import { listOpenAlarms } from '../alarms/alarm-store.ts';
import { changeState } from '../delivery/intent-store.ts';
import { lockItem } from './item-store.ts';
import { listPendingNotices, markNotice } from './notice-store.ts';
import { acknowledge } from './pass-on.ts';
import { DEFAULT_ROTA, type Rota } from './rota.ts';
import { saveRota } from './rota-store.ts';
import { walkRota } from './walk.ts';

const DUTY_PHONE = '+447700900990';
const FRIDAY = '2026-04-03T20:40:00Z'; // Good Friday, 21:40 in London

let testing: TestDatabase;

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
});

const minutesAfter = (from: string, minutes: number) =>
  new Date(Date.parse(from) + minutes * 60_000);
const walk = (now: Date) =>
  walkRota({ database: testing.database, clock: () => now, nation: ENGLAND });

const withDutyTeam = (people: string[]): Rota => ({
  shifts: [{ ...aShift(), people }],
  dutyTeam: { team: 'Emergency Duty Team', phone: DUTY_PHONE },
});

function aShift() {
  const [shift] = DEFAULT_ROTA.shifts;
  if (!shift) throw new Error('The default rota has hours.');
  return shift;
}

const texts = () => testing.database.prisma.sendIntent.findMany({ where: { kind: 'duty-text' } });

describe('an urgent flag', () => {
  test('has a named owner at once, who has 15 minutes; every flag of the conversation joins the same item', async () => {
    await aFlagged(testing.database, '2026-03-12T13:40:00Z', { about: [ALFIE] });
    await aFlagged(testing.database, '2026-03-12T13:44:00Z', { about: [ALFIE] });

    const [item, ...others] = await items(testing.database);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ lane: 'urgent', kind: 'concern', ownerId: 'W-HELEN' });
    expect(item?.acknowledgeBy).toEqual(new Date('2026-03-12T13:55:00Z'));
    expect(await testing.database.prisma.oversightItemFlag.count()).toBe(2);
    expect(await steps(testing.database)).toEqual(['given W-HELEN']);
  });

  test('that nobody acknowledges walks the whole rota: the owner, the next person, the duty phone, an alarm, and again', async () => {
    await saveRota(
      testing.database.pool,
      withDutyTeam(['line-manager', 'W-FAR']),
      'W-HELEN',
      new Date('2026-01-01T00:00:00Z'),
    );
    await aFlagged(testing.database, FRIDAY, { about: [ALFIE] });

    await walk(minutesAfter(FRIDAY, 14));
    expect(await steps(testing.database)).toEqual(['given W-HELEN']);
    await walk(minutesAfter(FRIDAY, 15));
    await walk(minutesAfter(FRIDAY, 16));
    expect(await steps(testing.database)).toEqual(['given W-HELEN', 'given W-FAR']);
    await walk(minutesAfter(FRIDAY, 30));
    const [text] = await texts();
    expect(text?.body).toMatch(/^An urgent message is waiting in Casethread\. Reference K\d+\.$/);
    expect(await listOpenAlarms(testing.database.pool)).toEqual([]);
    await walk(minutesAfter(FRIDAY, 45));

    expect(await steps(testing.database)).toEqual([
      'given W-HELEN',
      'given W-FAR',
      'duty-team Emergency Duty Team',
      'round',
      'given W-HELEN',
    ]);
    const [alarm] = await listOpenAlarms(testing.database.pool);
    expect(alarm?.words).toContain('Nobody on the rota has acknowledged an urgent message');
    const [item] = await items(testing.database);
    expect(item).toMatchObject({ ownerId: 'W-HELEN', round: 2 });
  });

  test('is passed on once, however many processes look at the same minute', async () => {
    await saveRota(
      testing.database.pool,
      withDutyTeam(['W-HELEN', 'W-FAR']),
      'W-HELEN',
      new Date(),
    );
    await aFlagged(testing.database, FRIDAY, { about: [ALFIE] });

    await Promise.all(Array.from({ length: 4 }, () => walk(minutesAfter(FRIDAY, 15))));

    expect(await steps(testing.database)).toEqual(['given W-HELEN', 'given W-FAR']);
  });

  test('that waited while nothing ran is passed to one person when it runs again, who has their 15 minutes', async () => {
    await saveRota(
      testing.database.pool,
      withDutyTeam(['W-HELEN', 'W-FAR']),
      'W-HELEN',
      new Date(),
    );
    await aFlagged(testing.database, FRIDAY, { about: [ALFIE] });

    await walk(minutesAfter(FRIDAY, 600));
    await walk(minutesAfter(FRIDAY, 601));

    expect(await steps(testing.database)).toEqual(['given W-HELEN', 'given W-FAR']);
    const [item] = await items(testing.database);
    expect(item?.acknowledgeBy).toEqual(minutesAfter(FRIDAY, 615));
  });

  test('that is acknowledged asks nobody else, and its alarm is over', async () => {
    await aFlagged(testing.database, FRIDAY, { about: [ALFIE] });
    await walk(minutesAfter(FRIDAY, 15));
    expect(await listOpenAlarms(testing.database.pool)).toHaveLength(1); // Helen has nobody above her

    await testing.database.transaction(async (connection) => {
      const [{ id } = { id: '' }] = await items(testing.database);
      const item = await lockItem(connection, id, { skipLocked: false });
      if (item) await acknowledge(connection, item, 'W-HELEN', minutesAfter(FRIDAY, 20));
    });
    await walk(minutesAfter(FRIDAY, 120));

    expect(await listOpenAlarms(testing.database.pool)).toEqual([]);
    expect((await steps(testing.database)).at(-1)).toBe('acknowledged W-HELEN');
    // Another urgent message soon after tells the same person; hours later it asks anew.
    await aFlagged(testing.database, '2026-04-03T21:10:00Z', { about: [ALFIE] });
    expect((await steps(testing.database)).at(-1)).toBe('acknowledged W-HELEN');
    expect(
      await testing.database.prisma.staffNotice.count({ where: { kind: 'urgent-joined' } }),
    ).toBe(1);
    await aFlagged(testing.database, '2026-04-04T08:00:00Z', { about: [ALFIE] });
    expect((await steps(testing.database)).slice(-2)).toEqual(['raised', 'given W-HELEN']);
  });

  test('that cannot be told to its owner goes to the next person at once', async () => {
    await testing.database.prisma.worker.updateMany({
      where: { workerId: 'W-HELEN' },
      data: { slackUserId: 'U-HELEN' },
    });
    await saveRota(
      testing.database.pool,
      withDutyTeam(['W-HELEN', 'W-FAR']),
      'W-HELEN',
      new Date(),
    );
    await aFlagged(testing.database, FRIDAY, { about: [ALFIE] });
    const [notice, ...others] = await listPendingNotices(
      testing.database.pool,
      'slack',
      minutesAfter(FRIDAY, 1),
      10,
    );
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ userId: 'U-HELEN', isUrgent: true });
    expect(notice?.words).not.toMatch(/Alfie|Kelly|07700/);

    const outcome = { noticeId: notice?.id ?? '', surface: 'slack', outcome: 'failed' } as const;
    await markNotice(testing.database.pool, {
      ...outcome,
      words: null,
      at: minutesAfter(FRIDAY, 2),
    });
    await walk(minutesAfter(FRIDAY, 3));

    expect(await steps(testing.database)).toEqual(['given W-HELEN', 'given W-FAR']);
    expect(
      await listPendingNotices(testing.database.pool, 'slack', minutesAfter(FRIDAY, 3), 10),
    ).toEqual([]);
  });

  test('whose text to the duty phone does not arrive raises an alarm and starts over at once', async () => {
    await saveRota(testing.database.pool, withDutyTeam(['W-HELEN']), 'W-HELEN', new Date());
    await aFlagged(testing.database, FRIDAY, { about: [ALFIE] });
    await walk(minutesAfter(FRIDAY, 15));
    const [text] = await texts();
    await changeState(testing.database.pool, {
      intentId: text?.id ?? '',
      state: 'seen-failed',
      words: 'The phone could not be reached.',
      nextAttemptAt: null,
      at: minutesAfter(FRIDAY, 16),
    });

    await walk(minutesAfter(FRIDAY, 17));

    expect(await listOpenAlarms(testing.database.pool)).toHaveLength(1);
    expect((await steps(testing.database)).slice(-2)).toEqual(['round', 'given W-HELEN']);
  });

  test('of a child of another team is that team’s manager’s, and of an unknown number its number’s', async () => {
    await aFlagged(testing.database, FRIDAY, { about: [STRANGER], counterpart: '+447700900777' });
    await aFlagged(testing.database, FRIDAY, { counterpart: '+447700900888' });

    const owners = (await items(testing.database)).map(({ ownerId }) => ownerId);
    expect(owners).toEqual(['W-HELEN', 'W-HELEN']); // Noor's own worker is a manager with nobody above
  });
});

describe('a review flag', () => {
  test('waits for the child’s manager until 5pm on the next working day, and joins the conversation’s item', async () => {
    const review = { about: [ALFIE], severity: 'review', category: 'complaint' };
    await aFlagged(testing.database, '2026-04-02T15:00:00Z', review);
    await aFlagged(testing.database, '2026-04-02T15:05:00Z', { ...review, about: [MAISIE] });

    const [item, ...others] = await items(testing.database);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ lane: 'review', ownerId: 'W-HELEN', acknowledgeBy: null });
    expect(item?.decideBy).toEqual(new Date('2026-04-07T16:00:00Z')); // after Good Friday and Easter Monday
    await walk(new Date('2026-04-09T12:00:00Z'));
    expect(await steps(testing.database)).toEqual(['given W-HELEN']);
  });

  test('that something urgent joins is urgent from then on', async () => {
    await aFlagged(testing.database, '2026-03-12T13:00:00Z', {
      about: [ALFIE],
      severity: 'review',
    });
    await aFlagged(testing.database, '2026-03-12T13:30:00Z', { about: [ALFIE] });

    const [item] = await items(testing.database);
    expect(item).toMatchObject({ lane: 'urgent', acknowledgeBy: new Date('2026-03-12T13:45:00Z') });
    expect(await steps(testing.database)).toEqual(['given W-HELEN', 'raised', 'given W-HELEN']);
  });
});

describe('a flag on our own words', () => {
  const ours = {
    direction: 'outbound' as const,
    about: [ALFIE],
    severity: 'review',
    category: 'conduct',
    body: 'I wont tell anyone, it stays between us',
  };

  test('goes to whoever is above its author, in an item of its own', async () => {
    await aFlagged(testing.database, '2026-03-12T09:40:00Z', { ...ours, workerId: 'W-PRIYA' });
    await aFlagged(testing.database, '2026-03-12T09:41:00Z', {
      about: [ALFIE],
      severity: 'review',
    });

    expect(await items(testing.database)).toMatchObject([
      { kind: 'conduct', aboutWorkerId: 'W-PRIYA', ownerId: 'W-HELEN' },
      { kind: 'concern', aboutWorkerId: null, ownerId: 'W-HELEN' },
    ]);
  });

  test('written by a manager goes to their manager, whatever the rota says', async () => {
    await aWorker(testing.database, 'W-HEAD', {
      name: 'Sunita Rao',
      role: 'manager',
      team: 'Head',
    });
    await testing.database.prisma.worker.updateMany({
      where: { workerId: 'W-HELEN' },
      data: { managerId: 'W-HEAD' },
    });
    await saveRota(
      testing.database.pool,
      withDutyTeam(['W-HELEN', 'W-FAR']),
      'W-HELEN',
      new Date(),
    );

    await aFlagged(testing.database, '2026-03-12T09:40:00Z', {
      ...ours,
      severity: 'urgent',
      workerId: 'W-HELEN',
    });
    await walk(new Date('2026-03-12T09:55:00Z'));

    expect(await steps(testing.database)).toEqual(['given W-HEAD', 'given W-FAR']);
  });

  test('that Casethread sent by itself is nobody’s conduct', async () => {
    const sent = await aMessage(testing.database, '2026-03-12T09:40:00Z', {
      direction: 'outbound',
    });
    await testing.database.pool.query(
      `WITH intent AS (INSERT INTO send_intent (id, conversation_id, kind, worker_id, contact_id, body,
         case_numbers, checks, idempotency_key, at)
         VALUES (gen_random_uuid(), $1, 'out-of-hours', 'system', 'P-KELLY', 'x', '{}', '[]', 'x', now())
         RETURNING id)
       INSERT INTO send_state (intent_id, conversation_id, worker_id, state, message_id, changed_at)
       SELECT id, $1, 'system', 'accepted', $2, now() FROM intent`,
      [sent.conversationId, sent.id],
    );
    await aFlag(testing.database, sent);

    await takeUp(testing.database, new Date('2026-03-12T09:40:00Z'));

    expect(await items(testing.database)).toEqual([]);
  });
});

describe('what is found by what happened', () => {
  test('silence after our own message is about the family, and a backlog about the worker', async () => {
    const ours = await aMessage(testing.database, '2026-03-02T09:40:00Z', {
      direction: 'outbound',
      workerId: 'W-PRIYA',
    });
    await aDecision(testing.database, ours, [ALFIE]);
    for (const [category, rule] of [
      ['disengagement', 'pattern/silence@1'],
      ['conduct', 'pattern/backlog@1'],
    ]) {
      await testing.database.pool.query(
        `INSERT INTO flag (id, message_id, conversation_id, category, severity, evidence, rule, at)
         VALUES (gen_random_uuid(), $1, $2, $3, 'review', '{}', $4, $5)`,
        [ours.id, ours.conversationId, category, rule, new Date('2026-03-12T09:41:00Z')],
      );
    }
    await takeUp(testing.database, new Date('2026-03-12T09:41:00Z'));

    const made = await items(testing.database);
    expect(made.map(({ kind, aboutWorkerId }) => [kind, aboutWorkerId]).sort()).toEqual([
      ['concern', null],
      ['conduct', 'W-PRIYA'],
    ]);
  });
});

describe('imported history', () => {
  test('creates no item, no notice and no text, but a flag raised about it today does', async () => {
    const old = await aMessage(testing.database, '2026-01-12T09:40:00Z', { origin: 'import' });
    await aDecision(testing.database, old, [ALFIE]);
    await aFlag(testing.database, old);
    await takeUp(testing.database, new Date('2026-03-12T09:40:00Z'));
    expect(await items(testing.database)).toEqual([]);
    expect(await testing.database.prisma.staffNotice.count()).toBe(0);

    await testing.database.pool.query(
      `INSERT INTO flag (id, message_id, conversation_id, category, severity, evidence, rule, at)
       VALUES (gen_random_uuid(), $1, $2, 'disengagement', 'review', '{}', 'pattern/silence@1', $3)`,
      [old.id, old.conversationId, new Date('2026-03-12T09:41:00Z')],
    );
    await takeUp(testing.database, new Date('2026-03-12T09:41:00Z'));

    expect(await items(testing.database)).toMatchObject([{ lane: 'review', ownerId: 'W-HELEN' }]);
  });
});
