import type { CueReader } from './context.ts';

/** Against: a script in which these rules cannot tell whether somebody else is named. */
export const unreadable: CueReader = ({ reading }) => {
  if (!reading.words.unreadable) return [];
  return [
    {
      speaks: 'against',
      kind: 'unreadable',
      caseNumbers: [],
      reason: 'It is written in a script in which names cannot be told apart here.',
    },
  ];
};
