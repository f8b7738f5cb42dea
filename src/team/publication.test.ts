import { expect, test } from 'vitest';
import { theBrennans } from '../../test/support/brennans.ts';
import { testDatabase } from '../../test/support/database.ts';
import { anExchange } from '../../test/support/supervision.ts';
import { figuresOf, publishedFigures } from './publication.ts';
import type { TeamCounts } from './publication-store.ts';

const NOW = new Date('2026-03-12T10:00:00Z');

const aTeam = (team: string | null, changes: Partial<TeamCounts> = {}): TeamCounts => ({
  team,
  routineOnTime: 40,
  routineLate: 10,
  urgentOnTime: 12,
  urgentLate: 6,
  received: 300,
  sent: 200,
  ...changes,
});

const countIn = (figures: ReturnType<typeof figuresOf>, team: string, measure: string) =>
  figures.find((figure) => figure.team === team && figure.measure === measure)?.count;

test('a small count is hidden, and so is the one that would give it away (CR5.6)', () => {
  const figures = figuresOf('2026-02', [aTeam('North', { routineLate: 3 }), aTeam('South')]);

  const late = 'Recordings due in 2 working days, late';
  expect(countIn(figures, 'North', late)).toBe('fewer than 5');
  const shown = ['North', 'South', 'All teams'].map((team) => countIn(figures, team, late));
  expect(
    shown.filter((count) => count === 'fewer than 5' || count === 'not shown').length,
  ).toBeGreaterThan(1);
  expect(countIn(figures, 'North', 'Recordings due in 24 hours, late')).toBe('6');
  expect(countIn(figures, 'All teams', 'Messages received')).toBe('600');
});

test('figures name teams and months, and nobody', () => {
  const figures = figuresOf('2026-02', [aTeam('North'), aTeam(null)]);

  expect(new Set(figures.map(({ team }) => team))).toEqual(
    new Set(['North', 'No team', 'All teams']),
  );
  expect(figures).toHaveLength(27);
  expect(Object.keys(figures[0] ?? {})).toEqual(['month', 'team', 'measure', 'count']);
});

test('only months that are over have figures, counted by what fell due and passed in them', async () => {
  const { database } = await testDatabase();
  await theBrennans(database);
  for (let day = 2; day <= 13; day += 1) {
    await anExchange(database, `2026-02-${String(day).padStart(2, '0')}T09:00:00Z`);
  }

  expect(await publishedFigures(database, '2026-03', NOW)).toBeNull();
  expect(await publishedFigures(database, 'March', NOW)).toBeNull();
  const figures = (await publishedFigures(database, '2026-02', NOW)) ?? [];
  expect(countIn(figures, 'North', 'Messages')).toBe('12');
  expect(countIn(figures, 'All teams', 'Messages')).toBe('12');
  expect(countIn(figures, 'North', 'Messages sent')).toBe('fewer than 5');
  expect(countIn(figures, 'South', 'Messages')).toBeUndefined();
});
