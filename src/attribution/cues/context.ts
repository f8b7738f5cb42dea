import type { PeopleIndex } from '../names/people-index.ts';
import type { Reading } from '../reading.ts';
import type { LinkedChild, Standing } from '../standing.ts';
import type { ChildFact, ConversationState, Cue, MessageEvent } from '../types.ts';

/** Everything a cue may look at. */
export type CueContext = {
  event: MessageEvent;
  state: ConversationState;
  index: PeopleIndex;
  standing: Standing;
  reading: Reading;
};

/** One cue: what it has to say about a message, or nothing. */
export type CueReader = (context: CueContext) => Cue[];

/** The name workers know a child by: "Osian". */
export function shortName(child: Pick<ChildFact, 'name' | 'preferredName'>): string {
  return child.preferredName ?? child.name.split(' ')[0] ?? child.name;
}

export function openLinked({ standing }: CueContext): LinkedChild[] {
  return [...standing.linked.values()].filter((link) => link.status === 'open');
}

export function caseNumbersOf(children: Iterable<{ child: ChildFact }>): string[] {
  return [...children].map(({ child }) => child.caseNumber).sort();
}

/** "Osian, Brandon and Declan". */
export function listNames(names: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}

export function namesOf(
  context: Pick<CueContext, 'index'>,
  caseNumbers: readonly string[],
): string {
  return listNames(
    caseNumbers.map((caseNumber) => {
      const child = context.index.children.get(caseNumber);
      return child === undefined ? caseNumber : shortName(child);
    }),
  );
}

/** One verified holder, and nobody else on the same phone. */
export function isKnownSender({ standing }: CueContext): boolean {
  return (
    standing.holders.length === 1 && standing.holders[0]?.verified === true && !standing.otherHolder
  );
}
