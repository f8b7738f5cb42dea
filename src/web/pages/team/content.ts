export const content = {
  title: 'Team',
  teams: 'Teams',
  overdue: (count: number) => (count === 1 ? 'overdue recording' : 'overdue recordings'),
  waiting: (count: number) =>
    count === 1
      ? 'message waiting for a child over 4 hours'
      : 'messages waiting for a child over 4 hours',
  unanswered: (count: number) =>
    count === 1
      ? 'family waiting over 1 day for an answer'
      : 'families waiting over 1 day for an answer',
  onTime: 'on time this week',
  noneYet: 'None due',
  noneYetWords: 'so far this week',
  onTimeTitle: 'Recordings completed on time',
  onTimeWeekly: 'Recordings completed on time, each week',
  rule: 'Within 2 working days, or 24 hours where a message may be about harm.',
  byDeadline: 'On time by deadline, over these 8 weeks',
  withinDays: 'Within 2 working days',
  withinHours: 'Within 24 hours',
  showTable: 'Show these figures as a table',
  week: 'Week beginning',
  deadline: 'Deadline',
  recordings: 'Recordings',
  onTimeColumn: 'On time',
  late: 'Late',
  noneDue: 'None due',
  work: 'Work by person',
  workRule: 'On time is counted over the same 8 weeks.',
  person: 'Person',
  children: 'Children',
  waitingColumn: 'Waiting',
  overdueColumn: 'Overdue',
  unansweredColumn: 'Unanswered',
  waitingByPerson: 'Recordings that wait for context, by person',
  unansweredByPerson: 'Families waiting over 1 day for an answer, by person',
  nobody: 'Nobody in this team holds a post today.',
  families: 'Families waiting for an answer',
  noFamilies: 'No family has waited over 1 day for an answer.',
  hiddenFamilies: (count: number) =>
    count === 1
      ? '1 more is about a child whose record you cannot see.'
      : `${count} more are about children whose records you cannot see.`,
  publication: 'Figures for publication',
  publicationRule:
    'Counts without names, for freedom of information requests. Counts under 5 are shown as “fewer than 5”. “Not shown” means that the number would give a small one away.',
  publicationOfTeam: 'Each file has this team and all teams together.',
  publicationOfAll: 'Each file has every team.',
} as const;

/** North team; a name that says so already stays. */
export function teamTitle(team: string): string {
  return /\bteam$/i.test(team) ? team : `${team} team`;
}
