import { plural } from '../../../format/words.ts';

export const content = {
  title: 'Chronology',
  empty: 'No significant events yet. Mark one when you complete a recording.',
  source: 'Where this came from',
  more: 'Show earlier events',
  copy: 'Take a copy',
  download: 'Download as a spreadsheet',
  copyKept: 'Each copy is marked OFFICIAL-SENSITIVE, and your name and the time are kept.',
} as const;

/** 9 significant events, newest first. … */
export function countWords(count: number): string {
  const events = plural(count, 'significant event', 'significant events');
  return `${events}, newest first. A worker chose each one and wrote its wording.`;
}
