import type { Reading } from '../reading.ts';
import { OWN_SIBLING, SIBLING_AFTER, UNNAMED_SIBLING } from '../text/phrases.ts';
import { type CueReader, caseNumbersOf } from './context.ts';

/** Against: "his sister", "Ayo's brother", "the other one", "different one this time". */
export const unnamedSibling: CueReader = ({ reading, standing }) => {
  const { text } = reading.words;
  const phrase =
    UNNAMED_SIBLING.exec(text)?.[0]?.trim() ??
    siblingOfNamed(reading) ??
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

/** "Ayos brother", "Osh's big sister": named is only whose brother or sister it is. */
function siblingOfNamed({ mentions, words }: Reading): string | undefined {
  for (const { end, people } of mentions) {
    if (!people.some((person) => person.role === 'child')) continue;
    const name = words.tokens[end - 1];
    const after = words.tokens.slice(end).map((token) => token.norm);
    const sibling = SIBLING_AFTER.exec(after.join(' '))?.[0];
    if (name?.norm.endsWith('s') && sibling !== undefined) return `${name.raw} ${sibling}`;
  }
  return undefined;
}
