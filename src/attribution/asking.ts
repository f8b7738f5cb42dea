// How a question is put to a person, the same on every surface: who wrote, what speaks for and
// against each child, and what they wrote before. Pure; never a word about a child who may not be seen.
import { mayReadMessage } from '../access/rules.ts';
import { day, when } from '../format/dates.ts';
import { listOf, plural } from '../format/words.ts';
import { evidenceFor, type KeptCue } from './evidence.ts';
import type { AskedMessage, CandidateChild, OpenQuestion } from './question-store.ts';

/** With more children than this, searching comes first and only those with evidence are listed. */
const FEW = 5;

/** Of the children whom the viewer may see, those to list before a search; in the order given. */
export function whomToList(
  caseNumbers: readonly string[],
  offered: readonly string[] | null,
  visible: ReadonlySet<string>,
): { listed: string[]; more: number; hidden: number } {
  const seen = caseNumbers.filter((caseNumber) => visible.has(caseNumber));
  const listed = seen.length > FEW && offered ? seen.filter((id) => offered.includes(id)) : seen;
  return {
    listed,
    more: seen.length - listed.length,
    hidden: caseNumbers.length - seen.length,
  };
}

const LABELS = {
  linked: 'Linked to',
  for: 'Speaks for',
  unsure: 'Not certain',
  against: 'Speaks against',
  here: 'In this conversation',
} as const;
const NOT_LINKED = 'Nobody known by this number is linked to this child.';
const NEVER_ABOUT = 'no message about this child yet.';

export type EvidenceLine = { label: string; text: string };

/** What a person needs to conclude for themselves: who is linked, what the words say, what went before. */
export function evidenceLines(
  { caseNumber, links, lastAt }: CandidateChild,
  cues: readonly KeptCue[],
  visible: ReadonlySet<string>,
  now: Date,
): EvidenceLine[] {
  const found = evidenceFor(cues, caseNumber, visible);
  const line = (label: string) => (text: string) => ({ label, text });
  return [
    links.length > 0
      ? { label: LABELS.linked, text: `${links.map(linkWords).join('; ')}.` }
      : { label: LABELS.against, text: NOT_LINKED },
    ...found.for.map(line(LABELS.for)),
    ...found.unsure.map(line(LABELS.unsure)),
    ...found.against.map(line(LABELS.against)),
    {
      label: LABELS.here,
      text: lastAt ? `the last message about this child came ${when(lastAt, now)}.` : NEVER_ABOUT,
    },
  ];
}

/** “Osian Rees, self”: the child's own phone. */
const linkWords = (link: string) => link.replace(/, self$/, ', the child themself');

/** Kelly Brennan; Nadia Begum or Rukhsana Rahman; null: nobody is known by this number. */
export function senderOf({
  contactName,
  holders,
}: Pick<OpenQuestion, 'contactName' | 'holders'>): string | null {
  return contactName ?? (holders.length > 0 ? listOf(holders, 'or') : null);
}

/** Earlier uses of a strange word, quoted and never interpreted. */
export function earlierUses(
  uses: readonly { word: string; messages: readonly AskedMessage[] }[],
  visible: ReadonlySet<string>,
  contact: string,
  now: Date,
): { lead: string; body: string; word: string }[] {
  return uses.flatMap(({ word, messages }) =>
    messages
      .filter(({ caseNumbers }) => mayReadMessage(caseNumbers, visible))
      .map(({ occurredAt, body }) => ({
        lead: `${contact} also wrote “${word.toLowerCase()}” ${onDay(occurredAt, now)}:`,
        body,
        word,
      })),
  );
}

function onDay(at: Date, now: Date): string {
  const name = day(at, now);
  return /^(today|yesterday)$/.test(name) ? name : `on ${name}`;
}

/** How many children are not listed, because nothing in the messages points to them; null: none. */
export function findByName(more: number): string | null {
  if (more === 0) return null;
  return `${plural(more, 'more child is', 'more children are')} linked to this contact. Find them by name or case number.`;
}

/** 1 more child you cannot see. Ask Helen Marsh. Null: there is none. */
export function hiddenWords(hidden: number, manager: string | null): string | null {
  if (hidden === 0) return null;
  return `${plural(hidden, 'more child', 'more children')} you cannot see. Ask ${manager ?? 'your manager'}.`;
}

/** Goes to Helen Marsh. You stay named as the worker. */
export function managerHint(manager: string | null): string {
  return `Goes to ${manager ?? 'your manager'}. You stay named as the worker.`;
}
