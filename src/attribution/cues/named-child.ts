import type { Mention } from '../names/mention.ts';
import { alsoShortFormOf } from '../names/mentions.ts';
import { isOtherBearer } from '../names/namesake-in-words.ts';
import { type PersonRef, personKey } from '../names/people-index.ts';
import { BELONGS_TO_A_PERSON } from '../text/grammar.ts';
import type { Cue } from '../types.ts';
import { type CueContext, type CueReader, listNames, shortName } from './context.ts';

/** How many linked children make a contact a professional who may write about any of many. */
const MANY = 8;

/** For: linked children named, each by a name only they have. Against: a name that settles nothing. */
export const namedChild: CueReader = (context) => {
  const cues: Cue[] = [];
  const named = new Map<string, string>();
  for (const mention of context.reading.mentions) {
    const verdict = judge(context, mention);
    if (verdict === null) continue;
    if ('speaks' in verdict) cues.push(verdict);
    else named.set(verdict.caseNumber, verdict.reason);
  }
  if (named.size > 0) {
    const children = [...named.keys()].map(
      (caseNumber) => context.standing.linked.get(caseNumber)?.child,
    );
    const households = new Set(children.map((child) => child?.household ?? child?.caseNumber));
    if (named.size > 1 && (isEither(context) || isOwner(context))) {
      cues.push(
        against(
          'ambiguous-name',
          [...named.keys()].sort(),
          'It may be about one of those it names.',
        ),
      );
    } else if (households.size > 1) {
      cues.push(
        against(
          'ambiguous-name',
          [...named.keys()].sort(),
          'It names children of different households.',
        ),
      );
    } else {
      cues.push({
        speaks: 'for',
        kind: 'named-child',
        caseNumbers: [...named.keys()].sort(),
        reason: [...named.values()].join(' '),
      });
    }
  }
  return cues;
};

/** "Osh or Keeva", "is it Oisins turn or Fiadhs". */
function isEither({ reading, standing }: CueContext): boolean {
  const children = reading.mentions.filter(({ people }) =>
    people.some((person) => person.role === 'child' && standing.linked.has(person.id)),
  );
  return children.some(({ end }, place) => {
    const next = children[place + 1];
    if (next === undefined) return false;
    const between = reading.words.tokens.slice(end, next.start);
    return !next.negated && between.some(({ norm }) => /^(?:or|neu|albo|lub|czy|ya)$/.test(norm));
  });
}

/** "Osh told Keevas friend": of several named, one only says whose friend or phone it is. */
function isOwner({ reading, standing }: CueContext): boolean {
  return reading.mentions.some(({ end, people }) => {
    if (!people.some(({ role, id }) => role === 'child' && standing.linked.has(id))) return false;
    const name = reading.words.tokens[end - 1];
    const next = reading.words.tokens[end];
    if (name === undefined || next === undefined || next.first) return false;
    return (name.possessive || name.norm.endsWith('s')) && BELONGS_TO_A_PERSON.has(next.norm);
  });
}

type Named = { caseNumber: string; reason: string };

function judge(context: CueContext, mention: Mention): Named | Cue | null {
  if (mention.reading === 'word' || mention.reading === 'place') return null;
  const { standing } = context;
  const others = mention.kind === 'full' ? [] : alsoShortFormOf(context.index, mention);
  const people = withoutOwnContact(context, [
    ...new Map(
      [...mention.people, ...others].map((person) => [personKey(person), person]),
    ).values(),
  ]);
  const children = people.filter((person) => person.role === 'child');
  const said = `“${mention.words}”`;
  if (children.length === 0) return adultOnly(mention);
  const ids = children.map((person) => person.id).sort();
  const possible = ids.filter(
    (id) => standing.linked.has(id) || standing.formerly.has(id) || isHousehold(context, id),
  );

  if (mention.reading === 'signature') return signature(context, mention, children);
  if (mention.reading === 'spoken-to') {
    // A worker greets somebody who writes about themself: nobody else can be meant.
    const isOutbound = context.event.direction === 'outbound';
    if (isOutbound && children.every((child) => standing.self.has(child.id))) return null;
    if (
      people.length > children.length &&
      !children.some((child) => mention.people.includes(child))
    )
      return null;
    return against(
      'ambiguous-name',
      possible,
      `${said} may be the person written to, or a child of that name.`,
    );
  }
  if (mention.negated)
    return against('not-this-child', possible, `It says that it is not about ${said}.`);
  if (
    mention.otherFamilyName !== null ||
    overlapsNamesake(context, mention) ||
    isOtherBearer(context.reading.words, mention, relationsOf(context))
  ) {
    return against('somebody-else', [], `${said} may be somebody else of that name.`);
  }
  // With one child linked it is about them whether they are named or not.
  const sole =
    standing.linked.size === 1 &&
    ids.length === 1 &&
    people.length === 1 &&
    standing.linked.has(ids[0] ?? '');
  if (mention.reading === 'unclear' && sole) return null;
  if (mention.reading === 'unclear')
    return against('ambiguous-name', possible, `${said} may be a name or an ordinary word.`);
  if (people.length > 1) {
    return against(
      'ambiguous-name',
      possible,
      `${said} could be ${listNames(people.map(describe), 'or')}.`,
    );
  }
  const only = children[0];
  if (only === undefined) return null;
  const link = standing.linked.get(only.id);
  if (link === undefined) {
    const reason = standing.formerly.has(only.id)
      ? `${said} was not linked to this contact on that day.`
      : `${said} lives in the same household but is not linked to this contact.`;
    return against('not-linked', [only.id], reason);
  }
  if (mention.kind === 'part')
    return against('ambiguous-name', [only.id], `${said} is only a part of a name.`);
  if (
    context.reading.words.tokens.slice(mention.start, mention.end).some((token) => token.quoted)
  ) {
    return against('forwarded', [only.id], `${said} stands in somebody else's words.`);
  }
  if (standing.linked.size >= MANY && mention.kind !== 'full' && standing.self.size === 0) {
    return against(
      'ambiguous-name',
      [only.id],
      `${said} without a family name could be another of the many children this contact works with.`,
    );
  }
  return {
    caseNumber: only.id,
    reason: reasonFor(mention, link.child.name, shortName(link.child)),
  };
}

/** A young person who writes for themself is one person, on record as a child and as a contact. */
function withoutOwnContact({ standing }: CueContext, people: readonly PersonRef[]): PersonRef[] {
  const own = people.some(({ role, id }) => role === 'child' && standing.self.has(id));
  const holders = new Set(standing.holders.map(({ contactId }) => contactId));
  return people.filter(({ role, id }) => !(own && role === 'contact' && holders.has(id)));
}

function reasonFor(mention: Mention, fullName: string, short: string): string {
  const only = 'nobody else linked to this number is called that.';
  switch (mention.kind) {
    case 'full':
      return `Named “${mention.words}” — ${fullName}'s full name.`;
    case 'diminutive':
      return `Named “${mention.words}” — a usual short form of ${short}'s name; ${only}`;
    case 'misspelling':
      return `Named “${mention.words}” — one slip away from ${short}'s name; no other person on record around this number is near it.`;
    default:
      return `Named “${mention.words}” — on ${fullName}'s record; ${only}`;
  }
}

function adultOnly(mention: Mention): Cue | null {
  if (mention.kind !== 'misspelling' || mention.reading !== 'name') return null;
  return null;
}

/** The writer's own name: a care leaver's record is about themself, but the name alone settles nothing else. */
function signature(
  context: CueContext,
  mention: Mention,
  children: readonly PersonRef[],
): Named | Cue | null {
  const { standing } = context;
  const own = children.find((child) => standing.self.has(child.id));
  if (own !== undefined && mention.people.length <= 2) {
    if (standing.linked.size === 1) {
      return {
        caseNumber: own.id,
        reason: `Signed “${mention.words}” — the young person's own name.`,
      };
    }
    return null;
  }
  const linked = children.filter((child) => standing.linked.has(child.id));
  const only = linked[0];
  if (only !== undefined && linked.length === 1 && mention.people.length === 1) {
    return against(
      'ambiguous-name',
      [only.id],
      `“${mention.words}” may be who is writing, or who it is about.`,
    );
  }
  return against(
    'ambiguous-name',
    linked.map((child) => child.id),
    `“${mention.words}” may be who is writing.`,
  );
}

function isHousehold({ standing }: CueContext, caseNumber: string): boolean {
  return standing.household.some((child) => child.caseNumber === caseNumber);
}

/** What the writer is to the linked children: mother, brother … */
function relationsOf({ standing }: CueContext): ReadonlySet<string> {
  return new Set([...standing.linked.values()].flatMap(({ kinds }) => kinds));
}

function overlapsNamesake({ reading }: CueContext, mention: Mention): boolean {
  if (mention.kind === 'full') return false;
  return reading.namesakes.full.some(
    (full) => full.start <= mention.start && full.end > mention.end,
  );
}

function describe(person: PersonRef): string {
  switch (person.role) {
    case 'child':
      return person.child.name;
    case 'contact':
      return `${person.name}, a contact`;
    case 'worker':
      return `${person.name}, a worker`;
  }
}

function against(
  kind: 'ambiguous-name' | 'not-this-child' | 'somebody-else' | 'not-linked' | 'forwarded',
  caseNumbers: readonly string[],
  reason: string,
): Cue {
  return { speaks: 'against', kind, caseNumbers, reason };
}
