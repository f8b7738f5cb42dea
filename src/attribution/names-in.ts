// Which children a text names: the reading that attribution uses, for the check before sending.
import { findMentions } from './names/mentions.ts';
import { indexPeople } from './names/people-index.ts';
import { readWords } from './text/message-words.ts';
import type { ChildFact } from './types.ts';

export type NameableChild = { caseNumber: string; name: string; names: readonly string[] };

/** The children of `people` that the text names or may name, with the words it used. */
export function namesIn(
  text: string,
  people: readonly NameableChild[],
): { caseNumber: string; words: string }[] {
  const index = indexPeople({
    identifiers: [],
    holders: [],
    relationships: [],
    children: people.map(childFact),
    adults: [],
    workers: [],
  });
  const words = readWords(text);
  const named = new Map<string, string>();
  for (const mention of findMentions(words, index, Number.MAX_SAFE_INTEGER, new Set()).mentions) {
    if (!ABOUT_SOMEBODY.has(mention.reading)) continue;
    for (const person of mention.people) {
      if (person.role === 'child' && !named.has(person.id)) named.set(person.id, mention.words);
    }
  }
  return [...named].map(([caseNumber, used]) => ({ caseNumber, words: used }));
}

/** A question costs a tick; a name that is missed can reach the wrong family. */
const ABOUT_SOMEBODY: ReadonlySet<string> = new Set(['name', 'unclear', 'spoken-to', 'signature']);

function childFact({ caseNumber, name, names }: NameableChild): ChildFact {
  return {
    caseNumber,
    name,
    preferredName: null,
    alsoKnownAs: names.filter((other) => other !== name),
    aliases: [],
    dateOfBirth: '2000-01-01', // names are read without it
    sex: null,
    household: null,
    status: 'open',
    closed: null,
  };
}
