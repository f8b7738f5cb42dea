export const content = {
  title: 'Alarms',
  intro: 'What needs somebody to act. An alarm clears by itself once its cause is gone.',
  since: 'Since',
  lastSeen: 'Last noticed',
  nothing: 'Nothing needs attention.',
  checked: (time: string) => `Checked ${time}.`,
} as const;
