import { plural } from '../../../format/words.ts';

export const content = {
  title: 'Completeness',
  intro:
    'What each provider’s own list held of each official number and day, and what Casethread holds. The two are compared every five minutes. What was missing here was fetched and kept.',
  marked: 'Days and times are those of the United Kingdom.',
  nothing:
    'Nothing has been compared yet. It begins when a provider is set up and Casethread runs.',
  day: 'Day',
  here: 'Here',
  found: 'Found later',
  foundHint: 'Found later: no webhook brought them, comparing did.',
  differs: 'What differs',
  open: 'So far',
  partly: 'Compared from some hour on',
  earlier: 'Show earlier days',
  newest: 'Show the newest days',
  moreNumbers: 'Show more numbers',
  comparedTo: (time: string) => `Compared up to ${time}.`,
  allHere: (days: number) => `Everything is here on each of these ${plural(days, 'day', 'days')}.`,
  differing: (days: number) =>
    `On ${plural(days, 'day', 'days')} the two differ. Each difference is below, with its reason.`,
} as const;

const SIDES = {
  missing: { message: 'A message that is not here', call: 'A call that is not here' },
  extra: { message: 'A message that is only here', call: 'A call that is only here' },
  attachment: { message: 'An attachment that is not here', call: 'An attachment that is not here' },
} as const;

/** A message that is only here */
export function sideWords(side: keyof typeof SIDES, kind: 'message' | 'call'): string {
  return SIDES[side][kind];
}
