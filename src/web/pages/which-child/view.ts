// Messages, why they are asked about, and the children to choose from. Nobody is ticked for the worker.
import { mayReadMessage } from '../../../access/rules.ts';
import { evidenceFor, type KeptCue } from '../../../attribution/evidence.ts';
import {
  type AskedMessage,
  type CandidateChild,
  type OpenQuestion,
  readCandidates,
  searchChildren,
} from '../../../attribution/question-store.ts';
import { CHANNELS } from '../../../messaging/message.ts';
import type { Receipt } from '../../../record/receipt.ts';
import { ageWords } from '../../format/age.ts';
import { channelName } from '../../format/channel.ts';
import { capital, clockTime, day, fullDate, when } from '../../format/dates.ts';
import { phone } from '../../format/phone.ts';
import { listOf, withRelationship } from '../../format/words.ts';
import type { Entered, FormError, PageRequest } from '../../page/index.ts';
import { content, lastAbout, managerHint, moreChildren, remember } from './content.ts';

export type Request = Pick<
  PageRequest<{ id: string }, unknown, unknown>,
  'params' | 'viewer' | 'access' | 'database' | 'now' | 'today'
>;

export type Shown = {
  entered: Entered | null;
  errors: readonly FormError[];
  /** Case numbers that a search found. */
  found: readonly string[];
};

export const NOTHING_SHOWN: Shown = { entered: null, errors: [], found: [] };

export const firstName = (name: string) => name.split(' ')[0] ?? name;

export function selectedValues(entered: Entered | null): readonly string[] {
  const child = entered?.child ?? [];
  return typeof child === 'string' ? [child] : child;
}

export function textOf(entered: Entered | null, field: string): string {
  const value = entered?.[field];
  return typeof value === 'string' ? value : '';
}

/** Case numbers by name or number, of children whom the viewer may see. */
export async function search({ database, access }: Request, words: string): Promise<string[]> {
  return searchChildren(database.pool, words, await access.casesQuery(2));
}

/** As the bubble macro draws it. */
export function bubbles(
  messages: readonly AskedMessage[],
  counterpart: string,
  receipts: ReadonlyMap<string, Receipt>,
) {
  return messages.map((message) => ({
    id: message.id,
    who:
      message.direction === 'inbound'
        ? (message.contactName ?? counterpart)
        : (message.workerName ?? 'Casethread'),
    out: message.direction === 'outbound',
    text: message.body,
    time: clockTime(message.occurredAt),
    datetime: message.occurredAt.toISOString(),
    receipt: receiptView(receipts.get(message.id)),
    media: [],
    versions: [],
  }));
}

function receiptView(receipt: Receipt | undefined) {
  if (!receipt) return null;
  const { kept, words, reference } = receipt;
  return { kept, words: receipt.kept ? words : `${words}.`, reference };
}

export type Choice = {
  value: string;
  text: string;
  hint: string;
  /** What speaks for and against this child, each line with what it is. */
  evidence: { label: string; text: string }[];
  checked: boolean;
  /** Names that the worker may teach, under a ticked child. */
  remember: { value: string; text: string }[];
};

export type Candidates = {
  /** Every child it may concern, seen or not. */
  caseNumbers: readonly string[];
  /** Those to offer before a search when there are many; null: all of them. */
  offered: readonly string[] | null;
  cues: readonly KeptCue[];
};

/** With more children than this, searching comes first and only those with evidence are listed. */
const FEW = 5;

/** Each child with date of birth and case number, oldest first; nobody preselected. */
export async function choicesFor(
  { params, access, database, now, today }: Request,
  candidates: Candidates,
  shown: Shown,
  names: { contact: string; words: readonly string[] },
): Promise<{
  choices: Choice[];
  /** How many more there are whom the viewer may see: found by searching. */
  more: number;
  hidden: number;
  visible: ReadonlySet<string>;
}> {
  const { caseNumbers, offered, cues } = candidates;
  const selected = selectedValues(shown.entered);
  const visible = await access.visibleCases([...caseNumbers, ...shown.found, ...selected]);
  const seen = caseNumbers.filter((caseNumber) => visible.has(caseNumber));
  const listed = seen.length > FEW && offered ? seen.filter((id) => offered.includes(id)) : seen;
  const wanted = [...listed, ...shown.found, ...selected].filter((id) => visible.has(id));
  const children = await readCandidates(database.pool, params.id, [...new Set(wanted)], today);
  return {
    visible,
    more: seen.length - listed.length,
    hidden: caseNumbers.length - seen.length,
    choices: children.map((child) => ({
      value: child.caseNumber,
      text: child.name,
      hint: whoItIs(child, now),
      evidence: evidenceLines(child, cues, visible, now),
      checked: selected.includes(child.caseNumber),
      remember: names.words.map((word) => ({
        value: `${child.caseNumber}~${word}`,
        text: remember(names.contact, firstName(child.name), word),
      })),
    })),
  };
}

function whoItIs({ dateOfBirth, caseNumber, status }: CandidateChild, now: Date): string {
  const record = status === 'open' ? '' : ` ${capital(status)} record.`;
  return `${ageWords(dateOfBirth, now)}, born ${fullDate(dateOfBirth)}, ${caseNumber}.${record}`;
}

/** What a person needs to conclude for themselves: who is linked, what the words say, what went before. */
function evidenceLines(
  { caseNumber, links, lastAt }: CandidateChild,
  cues: readonly KeptCue[],
  visible: ReadonlySet<string>,
  now: Date,
): Choice['evidence'] {
  const found = evidenceFor(cues, caseNumber, visible);
  const line = (label: string) => (text: string) => ({ label, text });
  const { labels } = content;
  return [
    links.length > 0
      ? { label: labels.linked, text: `${links.map(linkWords).join('; ')}.` }
      : { label: labels.against, text: content.notLinked },
    ...found.for.map(line(labels.for)),
    ...found.unsure.map(line(labels.unsure)),
    ...found.against.map(line(labels.against)),
    {
      label: labels.before,
      text: lastAt ? lastAbout(when(lastAt, now)) : content.neverAbout,
    },
  ];
}

/** “Osian Rees, self”: the child's own phone. */
const linkWords = (link: string) => link.replace(/, self$/, ', the child themself');

/** Kelly Brennan; Nadia Begum or Rukhsana Rahman; null: nobody is known by this number. */
export function senderOf({ contactName, holders }: OpenQuestion): string | null {
  return contactName ?? (holders.length > 0 ? listOf(holders, 'or') : null);
}

/** Kelly Brennan, mother. Text, today, 2:51pm */
export function captionOf(question: OpenQuestion, now: Date): string {
  const unknown = `Unknown number ${phone(question.counterpart)}`;
  const who = withRelationship(senderOf(question) ?? unknown, question.relationship);
  const channel = CHANNELS.find((known) => known === question.channel);
  const [first] = question.messages;
  const what = channel ? capital(channelName(channel)) : 'Message';
  return `${who}. ${what}${first ? `, ${when(first.occurredAt, now)}` : ''}`;
}

/** Earlier uses of a strange word, quoted and never interpreted. */
export function earlierUses(
  uses: readonly { word: string; messages: readonly AskedMessage[] }[],
  visible: ReadonlySet<string>,
  contact: string,
  now: Date,
) {
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

export function otherAnswers(urgent: boolean, manager: string | null) {
  return {
    notCasework: { text: content.none, hint: urgent ? content.noneUrgentHint : content.noneHint },
    askManager: { text: content.manager, hint: managerHint(manager) },
  };
}

export const hiddenWords = (hidden: number, manager: string | null): string | null =>
  hidden > 0 ? moreChildren(hidden, manager) : null;
