// One batch of work folded in memory: what was read goes in, what is to be written comes out.
import { step } from './conversation.ts';
import { isActive } from './cues/opened-scope.ts';
import type { PeopleIndex } from './names/people-index.ts';
import { standingOn } from './standing.ts';
import { londonDay } from './text/local-date.ts';
import type { ConversationState, Decision, MessageEvent, Namesake } from './types.ts';
import type { ChoiceRow, MessageRow } from './work-store.ts';

export type Item = { kind: 'message'; row: MessageRow } | { kind: 'choice'; row: ChoiceRow };

/** A decision with what its row needs besides. */
export type NewDecision = Decision & {
  conversationId: string;
  occurredAt: Date;
  choiceId: string | null;
};

export type BatchInput = {
  /** By conversation, in the order in which it came. */
  work: ReadonlyMap<string, readonly Item[]>;
  states: ReadonlyMap<string, ConversationState>;
  /** The people at an address. */
  people(address: string): PeopleIndex;
  /** The address of a conversation's contact. */
  addressOf(conversationId: string): string;
  namesakesOf(messageId: string): readonly Namesake[];
  /** The newest decisions of messages that are chosen for. */
  before: readonly NewDecision[];
  now: Date;
};

export type BatchOutput = {
  decisions: NewDecision[];
  /** Questions that changed, each with the children linked to the number. */
  questions: Map<string, Set<string>>;
  toManagers: { questionId: string; why: string }[];
};

export function foldBatch(input: BatchInput): BatchOutput {
  const output: BatchOutput = { decisions: [], questions: new Map(), toManagers: [] };
  const latest = new Map(input.before.map((decision) => [decision.messageId, decision]));
  for (const [conversationId, items] of input.work) {
    const read = input.states.get(conversationId);
    if (read === undefined) throw new Error('a conversation of the batch was not read');
    const waiting = read.waiting.map(({ event, decision }) => ({
      event: { ...event, namesakes: input.namesakesOf(event.id) },
      decision,
    }));
    let state: ConversationState = { ...read, waiting };
    for (const item of items) {
      state =
        item.kind === 'message'
          ? takeMessage(input, output, latest, item.row, state)
          : takeChoice(input, output, latest, item.row, state);
    }
  }
  return output;
}

type Latest = Map<string, NewDecision>;

/** Beside why a message is where it is: how it came at all. */
const FOUND_LATER = 'No webhook brought it: it was found in the provider’s own list.';

function takeMessage(
  input: BatchInput,
  output: BatchOutput,
  latest: Latest,
  row: MessageRow,
  state: ConversationState,
): ConversationState {
  const index = input.people(row.address);
  const next = step(state, eventOf(row, input.namesakesOf(row.id)), index);
  // An imported message was decided, as far as its record goes, when it was written.
  const decidedAt = (row.origin === 'import' ? row.occurredAt : input.now).getTime();
  const { conversationId, occurredAt } = row;
  for (const made of next.decisions) {
    const found = row.origin === 'reconciled' && made.messageId === row.id;
    const reasons = found ? [...made.reasons, FOUND_LATER] : made.reasons;
    const decision = { ...made, reasons, decidedAt, conversationId, occurredAt, choiceId: null };
    output.decisions.push(decision);
    latest.set(decision.messageId, decision);
    if (decision.question !== null) {
      const { linked } = standingOn(index, row.channel, londonDay(occurredAt.getTime()));
      const recordedFor = state.scopes
        .filter((scope) => scope.recorded && isActive(scope, occurredAt.getTime()))
        .flatMap((scope) => scope.caseNumbers);
      noteQuestion(output, decision.question.id, [...linked.keys(), ...recordedFor]);
    }
  }
  return next.state;
}

function takeChoice(
  input: BatchInput,
  output: BatchOutput,
  latest: Latest,
  row: ChoiceRow,
  state: ConversationState,
): ConversationState {
  if (row.kind === 'ask-manager') {
    if (row.questionId !== null) {
      output.toManagers.push({ questionId: row.questionId, why: row.reason ?? '' });
    }
    return state;
  }
  const { kind, workerId, messageIds, caseNumbers, reason, conversationId } = row;
  const index = input.people(input.addressOf(conversationId));
  const next = step(
    state,
    { type: 'choice', kind, at: row.at.getTime(), workerId, messageIds, caseNumbers, reason },
    index,
  );
  for (const made of next.decisions) {
    const earlier =
      latest.get(made.messageId) ?? waitingDecision(state, made.messageId, conversationId);
    if (earlier === undefined) continue;
    const decision: NewDecision = {
      ...made,
      // What was offered, asked and weighed stays on record beside the answer.
      cues: earlier.cues,
      candidates: earlier.candidates,
      question: earlier.question,
      contactId: earlier.contactId,
      conversationId,
      occurredAt: earlier.occurredAt,
      choiceId: row.id,
    };
    output.decisions.push(decision);
    latest.set(decision.messageId, decision);
    if (decision.question !== null) noteQuestion(output, decision.question.id, []);
  }
  return next.state;
}

function waitingDecision(
  state: ConversationState,
  messageId: string,
  conversationId: string,
): NewDecision | undefined {
  const waiting = state.waiting.find(({ event }) => event.id === messageId);
  if (waiting === undefined) return undefined;
  const occurredAt = new Date(waiting.event.at);
  return { ...waiting.decision, conversationId, occurredAt, choiceId: null };
}

function noteQuestion(output: BatchOutput, questionId: string, linked: Iterable<string>): void {
  const known = output.questions.get(questionId) ?? new Set<string>();
  for (const caseNumber of linked) known.add(caseNumber);
  output.questions.set(questionId, known);
}

export function eventOf(row: MessageRow, namesakes: readonly Namesake[]): MessageEvent {
  return {
    type: 'message',
    id: row.id,
    at: row.occurredAt.getTime(),
    // A registered device reads the addresses of WhatsApp.
    channel: row.channel === 'whatsapp-device' ? 'whatsapp' : row.channel,
    direction: row.direction,
    body: row.kind === 'call' ? '' : row.body,
    workerId: row.workerId,
    quotes: row.quotes,
    namesakes,
  };
}
