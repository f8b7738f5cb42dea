import { plural } from '../../../format/words.ts';

export const content = {
  title: 'Alarms',
  intro: 'What needs somebody to act. An alarm clears by itself once its cause is gone.',
  since: 'Since',
  lastSeen: 'Last noticed',
  nothing: 'Nothing needs attention.',
  arrived: (count: number) => plural(count, 'new alarm', 'new alarms'),
  refresh: 'Refresh',
  changed: 'what has changed',
  checked: (time: string) => `Checked ${time}.`,
} as const;
