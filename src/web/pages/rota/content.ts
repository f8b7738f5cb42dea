export const content = {
  title: 'Rota',
  intro:
    'Who is asked when a message may be about harm, when, and in which order. Each person has 15 minutes to acknowledge it. Then the next person is asked, and after the last one the duty phone gets a text without content.',
  none: 'No rota is saved. Until one is, the manager of the child’s worker is asked, then their manager.',
  savedBy: (name: string, at: string) => `Saved by ${name}, ${at}.`,
  hours: (number: number) => `Hours ${number}`,
  another: 'More hours (leave empty if you do not need them)',
  name: 'Name of these hours',
  days: 'Days',
  daysHint: 'A bank holiday counts only as a bank holiday, whatever day of the week it is.',
  bankHolidays: 'Bank holidays',
  from: 'From',
  to: 'To',
  timeHint: 'Such as 17:00. A time that is not later than From is on the next day.',
  people: ['First', 'Second', 'Third', 'Fourth'],
  nobody: 'Nobody',
  lineManager: 'The manager of the child’s worker',
  nextManager: 'That manager’s own manager',
  dutyTeam: 'Duty team',
  dutyTeamName: 'Name of the team that has the duty phone',
  dutyTeamHint:
    'As the list of workers names it. Managers of this team can open what they are asked about.',
  dutyPhone: 'Number of the duty phone',
  dutyPhoneHint:
    'It gets “An urgent message is waiting in Casethread”, with a reference and no name.',
  save: 'Save rota',
  saved: 'Kept. This rota is in force now.',
  outOfHours: 'What families are told out of hours',
  empty:
    'Enter hours and at least one person. With an empty rota an urgent message would reach nobody',
  phone: 'Enter a phone number, such as 07700 900123',
  team: 'Enter the name of the team that has the duty phone',
  person: 'Choose at least one person for these hours',
  gap: (day: string, from: string) =>
    `Nobody would be asked on ${day} from ${from}. Add hours that include it, or a duty phone`,
} as const;

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
