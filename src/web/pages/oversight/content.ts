import { plural } from '../../../format/words.ts';

export const content = {
  title: 'Oversight',
  urgent: 'Urgent',
  review: 'Review',
  followUps: 'Follow-ups',
  overdue: 'Overdue recordings',
  sample: 'Sample',
  sampleIntro: 'Drawn at random from messages that nothing flagged, so that misses are found.',
  allSamples: 'See all samples',
  acknowledge: 'Acknowledge',
  acknowledged: 'Kept. You acknowledged it, and nobody else is asked.',
  nothing: 'Nothing is waiting for you.',
  showMore: 'See all recordings that wait',
  refresh: 'Refresh',
  whatIsNew: 'what is new',
  rota: 'Rota: who is asked, and when',
  followUpTag: 'Follow-up',
} as const;

/** 12 to look at today. 6 done. */
export function summary(waiting: number, done: number): string {
  return `${waiting} to look at today. ${done} done.`;
}

export function allDone(at: string): string {
  return `Nothing urgent, nothing to review, nothing to follow up and no recording overdue in your teams. Checked at ${at}.`;
}

export function acknowledgedBefore(name: string, at: string): string {
  return `${name} acknowledged it at ${at}. You can still read it and decide.`;
}

/** 6 minutes left; less than a minute left. */
export function minutesLeft(ms: number): string {
  if (ms <= 0) return 'Going to the next person';
  const minutes = Math.floor(ms / 60_000);
  return minutes === 0 ? 'Less than a minute left' : `${plural(minutes, 'minute', 'minutes')} left`;
}
