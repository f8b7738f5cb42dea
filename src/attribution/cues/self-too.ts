import type { CueReader } from './context.ts';

/** Against: "me and Noah", from a young person who has a record of their own and is linked to others too. */
export const selfToo: CueReader = ({ reading, standing, event }) => {
  if (event.direction === 'outbound' || standing.self.size === 0 || standing.linked.size < 2)
    return [];
  const { tokens, text } = reading.words;
  const isMe = (at: number) => /^(?:me|i|myself|im)$/.test(tokens[at]?.norm ?? '');
  const isAnd = (at: number) =>
    /^(?:and|n|plus|with)$/.test(tokens[at]?.norm ?? '') || /[&+]/.test(tokens[at]?.before ?? '');
  const together =
    / (?:both of us|us both|we both|the (?:two|2) of us) /.test(text) ||
    reading.mentions.some(({ start, end, people }) => {
      if (!people.some(({ role, id }) => role === 'child' && !standing.self.has(id))) return false;
      return (
        (isAnd(start - 1) && isMe(start - 2)) ||
        (isAnd(end) && isMe(end + 1)) ||
        (isAnd(start) && isMe(start - 1)) ||
        (isAnd(end) && isMe(end))
      );
    });
  if (!together) return [];
  return [
    {
      speaks: 'against',
      kind: 'unnamed-child',
      caseNumbers: [...standing.linked.keys()].sort(),
      reason: 'The writer has a record too, and writes about themself as well.',
    },
  ];
};
