import { describe, expect, test } from 'vitest';
import { theBrennans } from '../../test/support/brennans.ts';
import { testDatabase } from '../../test/support/database.ts';
import { aDecision, aFlag, aMessage } from '../../test/support/records.ts';
import { type Exchanged, outsideAgreement, patternsIn, strainOf } from './patterns.ts';
import { watchPatterns } from './watch-patterns.ts';

const NOW = new Date('2026-03-12T12:00:00Z');
const DAY_MS = 86_400_000;

let counter = 0;
function written(at: string, changes: Partial<Exchanged> = {}): Exchanged {
  counter += 1;
  return {
    messageId: `m${counter}`,
    direction: 'inbound',
    at: new Date(at),
    hour: Number(at.slice(11, 13)),
    day: at.slice(0, 10),
    isUrgent: false,
    deletedAt: null,
    quickEdits: 0,
    ...changes,
  };
}
const rulesIn = (messages: readonly Exchanged[], now = NOW) =>
  patternsIn(messages, now).map(({ rule }) => rule);
const daily = ['02', '03', '04', '05', '06', '07'].map((day) =>
  written(`2026-03-${day}T15:00:00Z`),
);

describe('silence', () => {
  test('a family in contact daily that stops for days is flagged, in words', () => {
    const [flag] = patternsIn(daily, NOW);

    expect(flag).toMatchObject({ rule: 'pattern/silence@1', severity: 'review' });
    expect(flag?.evidence).toEqual(['wrote on 6 days of one week, then nothing since 2026-03-07']);
  });

  test('a family that writes now and then is not silent', () => {
    expect(rulesIn([written('2026-03-01T15:00:00Z'), written('2026-03-07T15:00:00Z')])).toEqual([]);
  });

  test('a day without messages is no silence', () => {
    expect(rulesIn(daily, new Date('2026-03-08T15:00:00Z'))).toEqual([]);
  });
});

test('five messages within an hour of the night are a burst, the same by day are not', () => {
  const at = (hour: string) =>
    ['00', '10', '20', '30', '40'].map((minute) => written(`2026-03-12T${hour}:${minute}:00Z`));

  expect(rulesIn(at('02'))).toEqual(['pattern/night-burst@1']);
  expect(rulesIn(at('10'))).toEqual([]);
});

test('an urgent message is flagged again when nobody answers it within two hours', () => {
  const urgent = written('2026-03-12T09:00:00Z', { isUrgent: true });
  const answer = written('2026-03-12T09:30:00Z', { direction: 'outbound' });

  expect(rulesIn([urgent])).toEqual(['pattern/unanswered-urgent@1']);
  expect(rulesIn([urgent, answer])).toEqual([]);
});

test('a message deleted, or edited again and again, soon after it was written is flagged', () => {
  const deletedAt = new Date('2026-03-12T09:04:00Z');

  expect(rulesIn([written('2026-03-12T09:00:00Z', { deletedAt })])).toEqual([
    'pattern/deleted-soon@1',
  ]);
  expect(rulesIn([written('2026-03-12T09:00:00Z', { quickEdits: 3 })])).toEqual([
    'pattern/edited-soon@1',
  ]);
  expect(rulesIn([written('2026-03-11T09:00:00Z', { deletedAt })])).toEqual([]);
});

describe('beside what was agreed', () => {
  const message = {
    messageId: 'm',
    direction: 'outbound',
    channel: 'sms',
    workerId: 'W1',
    clock: '10:00',
    weekday: 2,
    permitted: 'yes',
    plan: { channels: ['sms'], from: '08:00', to: '18:00', days: [1, 2, 3, 4, 5], usedBy: ['W1'] },
  } as const;
  const words = (changes: Partial<Parameters<typeof outsideAgreement>[0]>) =>
    outsideAgreement({ ...message, ...changes }).map(({ rule }) => rule);

  test('a message within the plan raises nothing', () => {
    expect(words({})).toEqual([]);
  });

  test('contact with somebody not permitted is flagged', () => {
    expect(words({ permitted: 'no' })).toEqual(['pattern/not-permitted@1']);
  });

  test.each([
    ['at another hour', { clock: '21:40' }],
    ['on another day', { weekday: 6 }],
    ['on another channel', { channel: 'whatsapp' }],
    ['by somebody else', { workerId: 'W2' }],
  ])('a worker’s message %s than agreed is flagged', (_, changes) => {
    expect(words(changes)).toEqual(['pattern/outside-plan@1']);
  });

  test('a family may write at any hour', () => {
    expect(words({ direction: 'inbound', clock: '23:00', weekday: 7 })).toEqual([]);
  });
});

test('a backlog and repeated corrections of the child are shown', () => {
  const load = { messageId: 'm', overdueRecordings: 10, correctionsInTwoWeeks: 3 };

  expect(strainOf(load).map(({ rule }) => rule)).toEqual([
    'pattern/backlog@1',
    'pattern/wrong-child@1',
  ]);
  expect(strainOf({ ...load, overdueRecordings: 9, correctionsInTwoWeeks: 2 })).toEqual([]);
});

test('patterns are raised once, and never by what was imported', async () => {
  const { database } = await testDatabase();
  await theBrennans(database);
  for (let day = 9; day >= 4; day -= 1) {
    for (const origin of ['live', 'import']) {
      const at = new Date(NOW.getTime() - day * DAY_MS).toISOString();
      const counterpart = origin === 'live' ? '+447700900142' : '+447700900143';
      const message = await aMessage(database, at, { origin, counterpart, body: 'hello' });
      await aDecision(database, message, ['CT-20417']);
      if (origin === 'import') await aFlag(database, message, { severity: 'urgent' });
    }
  }
  const needs = { database, clock: () => NOW };

  expect(await watchPatterns(needs)).toBe(1);
  expect(await watchPatterns(needs)).toBe(0);
  const flags = await database.prisma.flag.findMany({
    where: { rule: { startsWith: 'pattern/' } },
  });
  expect(flags.map(({ rule }) => rule)).toEqual(['pattern/silence@1']);
});
