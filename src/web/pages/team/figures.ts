// The figures of a team as charts and tables.

import { fullDate } from '../../../format/dates.ts';
import type {
  PersonFigures,
  TeamMember,
  Timeliness,
  WeekTimeliness,
} from '../../../team/figures-store.ts';
import { type Bar, drawChart } from './chart.ts';
import { content } from './content.ts';

/** The share of recordings in time that is aimed at, in per cent. */
const TARGET = 90;

/** 90%; null where nothing was due. Never rounded up to all of them. */
export function percent({ due, onTime }: Timeliness): number | null {
  if (due === 0) return null;
  return onTime === due ? 100 : Math.min(99, Math.round((100 * onTime) / due));
}

const percentWords = (timeliness: Timeliness) => {
  const value = percent(timeliness);
  return value === null ? content.noneDue : `${value}%`;
};

const both = ({ routine, urgent }: WeekTimeliness): Timeliness => ({
  due: routine.due + urgent.due,
  onTime: routine.onTime + urgent.onTime,
});

function percentBar(label: string, timeliness: Timeliness): Bar {
  const value = percent(timeliness);
  const pale = value !== null && value < TARGET;
  const words = percentWords(timeliness);
  return { label, value, text: pale ? `${words}, below target` : words, pale };
}

/** 9 Mar */
const weekLabel = (at: Date) => fullDate(at).replace(/^(\d+) (\p{L}{3}).*$/u, '$1 $2');

const cellsOf = (timeliness: Timeliness) => [
  String(timeliness.due),
  percentWords(timeliness),
  String(timeliness.due - timeliness.onTime),
];

const COLUMNS = [content.recordings, content.onTimeColumn, content.late];
const target = { value: TARGET, text: `Target ${TARGET}%` };

/** Each week, and by deadline over all of them. */
export function timelinessView(weeks: readonly WeekTimeliness[]) {
  const weekly = weeks.map((week) => ({ label: weekLabel(week.from), of: both(week) }));
  const total = (which: 'routine' | 'urgent'): Timeliness => ({
    due: weeks.reduce((all, week) => all + week[which].due, 0),
    onTime: weeks.reduce((all, week) => all + week[which].onTime, 0),
  });
  const deadlines = [
    { label: content.withinDays, of: total('routine') },
    { label: content.withinHours, of: total('urgent') },
  ];
  const bars = weekly.map(({ label, of }) => percentBar(label, of));
  const deadlineBars = deadlines.map(({ label, of }) => percentBar(label, of));
  return {
    thisWeek: weeks.length > 0 ? percent(both(weeks[weeks.length - 1] ?? NOTHING)) : null,
    weekly: drawChart({
      id: 'weekly',
      title: content.onTimeWeekly,
      description: `${described(bars)} The target is ${TARGET}%. The table has the same figures.`,
      axis: content.week,
      bars,
      most: 100,
      target,
    }),
    weeklyTable: {
      caption: content.onTimeWeekly,
      first: content.week,
      columns: COLUMNS,
      rows: weekly.map(({ label, of }) => ({ head: label, cells: cellsOf(of) })),
    },
    deadlines: drawChart({
      id: 'deadlines',
      title: content.byDeadline,
      description: `${described(deadlineBars)} The target is ${TARGET}%. The table has the same figures.`,
      axis: content.deadline,
      bars: deadlineBars,
      most: 100,
      target,
    }),
    deadlineTable: {
      caption: content.byDeadline,
      first: content.deadline,
      columns: COLUMNS,
      rows: deadlines.map(({ label, of }) => ({ head: label, cells: cellsOf(of) })),
    },
  };
}

const NOTHING: WeekTimeliness = {
  from: new Date(0),
  routine: { due: 0, onTime: 0 },
  urgent: { due: 0, onTime: 0 },
};

const described = (bars: readonly Bar[]) =>
  `${bars.map(({ label, text }) => `${label}: ${text}`).join('. ')}.`;

export type PersonRow = TeamMember & PersonFigures & { unanswered: number; href: string | null };

/** By name, in alphabetical order: no league table. */
export function workView(people: readonly PersonRow[]) {
  const countBars = (count: (person: PersonRow) => number) =>
    people.map((person) => ({
      label: person.name,
      value: count(person),
      text: String(count(person)),
    }));
  const chart = (id: string, title: string, count: (person: PersonRow) => number) =>
    drawChart({
      id,
      title,
      description: `${described(countBars(count))} The table has the same figures.`,
      axis: content.person,
      bars: countBars(count),
      most: Math.max(...people.map(count), 1),
    });
  return {
    table: {
      caption: content.work,
      size: 'm',
      first: content.person,
      columns: [
        content.children,
        content.waitingColumn,
        content.overdueColumn,
        content.unansweredColumn,
        content.onTimeColumn,
      ],
      rows: people.map((person) => ({
        head: person.name,
        href: person.href,
        cells: [
          String(person.children),
          String(person.waiting),
          String(person.overdue),
          String(person.unanswered),
          percentWords(person.timeliness),
        ],
      })),
    },
    waiting: chart('waiting', content.waitingByPerson, ({ waiting }) => waiting),
    unanswered: chart(
      'unanswered-chart',
      content.unansweredByPerson,
      ({ unanswered }) => unanswered,
    ),
  };
}
