import { FORWARDED, LONG_QUOTATION } from '../text/phrases.ts';
import type { CueReader } from './context.ts';

/** Against: the words are somebody else's, forwarded, copied or quoted at length. */
export const forwarded: CueReader = ({ reading }) => {
  if (!FORWARDED.test(reading.body) && !LONG_QUOTATION.test(reading.body)) return [];
  return [
    {
      speaks: 'against',
      kind: 'forwarded',
      caseNumbers: [],
      reason: 'It passes on words that somebody else wrote.',
    },
  ];
};
