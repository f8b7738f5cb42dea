import { OWN_SIBLING, UNNAMED_SIBLING } from '../text/phrases.ts';
import { type CueReader, caseNumbersOf } from './context.ts';

/** Against: "his sister", "the other one", "different one this time". */
export const unnamedSibling: CueReader = ({ reading, standing }) => {
  const { text } = reading.words;
  const phrase =
    UNNAMED_SIBLING.exec(text)?.[0]?.trim() ??
    (standing.self.size > 0 ? OWN_SIBLING.exec(text)?.[0]?.trim() : undefined);
  if (phrase === undefined) return [];
  return [
    {
      speaks: 'against',
      kind: 'unnamed-child',
      caseNumbers: caseNumbersOf(standing.linked.values()),
      reason: `“${phrase}” is another child, who is not named.`,
    },
  ];
};
