// Messages, why they are asked about, and the children to choose from. Nobody is ticked for the worker.
import {
  type EvidenceLine,
  evidenceLines,
  managerHint,
  senderOf,
  whomToList,
} from '../../../attribution/asking.ts';
import type { KeptCue } from '../../../attribution/evidence.ts';
import {
  type AskedMessage,
  type CandidateChild,
  type OpenQuestion,
  readCandidates,
  searchChildren,
} from '../../../attribution/question-store.ts';
import { ageWords } from '../../../format/age.ts';
import { channelName, unknownSender } from '../../../format/channel.ts';
import { capital, clockTime, fullDate, when } from '../../../format/dates.ts';
import { withRelationship } from '../../../format/words.ts';
import { CHANNELS } from '../../../messaging/message.ts';
import type { Receipt } from '../../../record/receipt.ts';
import type { Entered, FormError, PageRequest } from '../../page/index.ts';
import { content, remember } from './content.ts';

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
  return { kept, words: receipt.kept ? words : `${words}. ${receipt.reason}`, reference };
}

export type Choice = {
  value: string;
  text: string;
  hint: string;
  /** What speaks for and against this child, each line with what it is. */
  evidence: EvidenceLine[];
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
  const { listed, more, hidden } = whomToList(caseNumbers, offered, visible);
  const wanted = [...listed, ...shown.found, ...selected].filter((id) => visible.has(id));
  const children = await readCandidates(database.pool, params.id, [...new Set(wanted)], today);
  return {
    visible,
    more,
    hidden,
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

/** Kelly Brennan, mother. Text, today, 2:51pm */
export function captionOf(question: OpenQuestion, now: Date): string {
  const unknown = unknownSender(question.channel, question.counterpart);
  const who = withRelationship(senderOf(question) ?? unknown, question.relationship);
  const channel = CHANNELS.find((known) => known === question.channel);
  const [first] = question.messages;
  const what = channel ? capital(channelName(channel)) : 'Message';
  return `${who}. ${what}${first ? `, ${when(first.occurredAt, now)}` : ''}`;
}

export function otherAnswers(urgent: boolean, manager: string | null) {
  return {
    notCasework: { text: content.none, hint: urgent ? content.noneUrgentHint : content.noneHint },
    askManager: { text: content.manager, hint: managerHint(manager) },
  };
}
