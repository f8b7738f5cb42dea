import type { Standing } from '../standing.ts';
import { CARERS_OWN_CHILD, CHILDS_FRIEND, OTHER_PEOPLES_CHILD } from '../text/phrases.ts';
import type { Cue } from '../types.ts';
import type { CueReader } from './context.ts';

/** Against: somebody is named or described who is not on record around this number. */
export const somebodyElse: CueReader = ({ reading, standing }) => {
  const cues: Cue[] = [];
  const say = (caseNumbers: readonly string[], reason: string) =>
    cues.push({ speaks: 'against', kind: 'somebody-else', caseNumbers, reason });
  for (const found of reading.namesakes.full) {
    // A linked child of that full name is found as a mention; then nobody else is meant.
    const mentioned = reading.mentions.some(
      (mention) =>
        mention.kind === 'full' && mention.start <= found.start && mention.end >= found.end,
    );
    if (mentioned) continue;
    const words = reading.words.tokens
      .slice(found.start, found.end)
      .map((token) => token.raw)
      .join(' ');
    const visible = found.namesakes.filter((namesake) => namesake.status !== 'restricted');
    say(
      visible.map((namesake) => namesake.caseNumber).filter((id) => !standing.linked.has(id)),
      // That a restricted record exists is itself not to be said.
      visible.length > 0
        ? `“${words}” is a child who is not linked to this contact.`
        : `“${words}” is nobody on record around this number.`,
    );
  }
  for (const stranger of reading.strangers) {
    say(
      [],
      stranger.isName
        ? `“${stranger.words}” is nobody on record around this number.`
        : `“${stranger.words}” may be a name that is not on record.`,
    );
  }
  const phrase = OTHER_PEOPLES_CHILD.exec(reading.words.text)?.[0]?.trim();
  if (phrase !== undefined && !isOwnGrandchild(phrase, standing))
    say([], `“${phrase}” may be a child who is not on record.`);
  const friend = CHILDS_FRIEND.exec(reading.words.text)?.[0]?.trim();
  if (friend !== undefined) say([], `“${friend}” may be a child who is not on record.`);
  const own = isCarer(standing)
    ? CARERS_OWN_CHILD.exec(reading.words.text)?.[0]?.trim()
    : undefined;
  if (own !== undefined) say([], `“${own}” may be the carer's own child.`);
  return cues;
};

function isCarer({ linked }: Standing): boolean {
  return [...linked.values()].some(({ kinds }) =>
    kinds.some((kind) => /foster|carer|guardian/i.test(kind)),
  );
}

/** "my grandson", from somebody who is a grandparent of a linked child. */
function isOwnGrandchild(phrase: string, { linked }: Standing): boolean {
  const kinds = [...linked.values()].flatMap((link) => link.kinds);
  return (
    /^(?:my|our) grand/.test(phrase) && kinds.some((kind) => /grand|nan|nain|taid/i.test(kind))
  );
}
