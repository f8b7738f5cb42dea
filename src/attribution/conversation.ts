// The fold over the events of one conversation, in time order. Live messages and imported history
// run through exactly this.
import { derivedId } from '../messaging/identity.ts';
import { candidatesFor } from './candidates.ts';
import { pointsElsewhere, readCues } from './cues/all.ts';
import type { CueContext } from './cues/context.ts';
import { isActive, setKey } from './cues/opened-scope.ts';
import { decide, RULE_VERSION } from './decide.ts';
import type { PeopleIndex } from './names/people-index.ts';
import { readMessage } from './reading.ts';
import { standingOn } from './standing.ts';
import { londonDay } from './text/local-date.ts';
import type {
  ChoiceEvent,
  ConversationEvent,
  ConversationState,
  Decision,
  MessageEvent,
  OpenScope,
  PlacedMessage,
  WaitingMessage,
} from './types.ts';

const HOUR = 3_600_000;
/** Messages that await a choice with no longer gap between them are one question (design.md, section 2). */
const QUESTION_GAP = 4 * HOUR;
/** Nothing in the fold looks further back than this, but for what a message quotes. */
export const LOOKS_BACK = 24 * HOUR;

export type Step = { state: ConversationState; decisions: readonly Decision[] };

/** Takes the next event of a conversation; returns the new state and every decision that it makes or changes. */
export function step(state: ConversationState, event: ConversationEvent, index: PeopleIndex): Step {
  switch (event.type) {
    case 'message':
      return decideMessage(state, event, index);
    case 'scope-opened': {
      const { workerId, caseNumbers, at, recorded } = event;
      const scope: OpenScope = { workerId, caseNumbers, openedAt: at, closedAt: null, lastAt: at };
      if (recorded) {
        const before = state.scopes.map((earlier) =>
          earlier.recorded && earlier.closedAt === null ? { ...earlier, closedAt: at } : earlier,
        );
        return { state: { ...state, scopes: [...before, { ...scope, recorded }] }, decisions: [] };
      }
      return { state: { ...state, scopes: [...state.scopes, scope] }, decisions: [] };
    }
    case 'scope-closed': {
      const scopes = state.scopes.map((scope) =>
        scope.workerId === event.workerId && scope.closedAt === null && !scope.recorded
          ? { ...scope, closedAt: event.at }
          : scope,
      );
      return { state: { ...state, scopes }, decisions: [] };
    }
    case 'choice':
      return takeChoice(state, event, index);
  }
}

function contextOf(state: ConversationState, event: MessageEvent, index: PeopleIndex): CueContext {
  return {
    event,
    state,
    index,
    standing: standingOn(index, event.channel, londonDay(event.at)),
    reading: readMessage(event, index),
  };
}

function decideMessage(state: ConversationState, event: MessageEvent, index: PeopleIndex): Step {
  const context = contextOf(state, event, index);
  const { all } = readCues(context);
  const outcome = decide(all, context.standing);
  const waits = outcome.state !== 'attributed';
  const decision: Decision = {
    messageId: event.id,
    ...outcome,
    cues: all,
    candidates: waits ? candidatesFor(context, all) : [],
    question: waits ? questionFor(state, event) : null,
    contactId:
      context.standing.holders.length === 1 && index.facts.room === undefined
        ? (context.standing.holders[0]?.contactId ?? null)
        : null,
    decidedBy: 'system',
    decidedAt: event.at,
    ruleVersion: RULE_VERSION,
  };
  return { state: remember(state, event, decision), decisions: [decision] };
}

/** The open question that a message joins, or its own. */
function questionFor(
  state: ConversationState,
  event: MessageEvent,
): NonNullable<Decision['question']> {
  const last = state.waiting.at(-1);
  const open = last?.decision.question;
  if (last !== undefined && open && Math.abs(event.at - last.event.at) <= QUESTION_GAP) return open;
  return { id: derivedId('question', event.id), askedAt: event.at };
}

/** The state after a message that was decided as given. A decision that no longer waits carries no question here. */
function remember(
  state: ConversationState,
  event: MessageEvent,
  decision: Decision,
): ConversationState {
  const message: PlacedMessage = {
    id: event.id,
    at: event.at,
    direction: event.direction,
    workerId: event.workerId,
    state: decision.state,
    caseNumbers: decision.caseNumbers,
  };
  const attributedTo = setKey(decision.caseNumbers);
  return {
    ...state,
    placed: placing(state.placed, message),
    recent: [...state.recent.filter((earlier) => event.at - earlier.at <= HOUR), message],
    // Every message in a scope keeps it open for another day.
    scopes: state.scopes.map((scope) =>
      decision.state === 'attributed' &&
      scope.recorded === undefined &&
      isActive(scope, event.at) &&
      setKey(scope.caseNumbers) === attributedTo
        ? { ...scope, lastAt: event.at }
        : scope,
    ),
    waiting: decision.question === null ? state.waiting : [...state.waiting, { event, decision }],
  };
}

function placing(
  placed: ReadonlyMap<string, PlacedMessage>,
  message: PlacedMessage,
): Map<string, PlacedMessage> {
  return new Map(placed).set(message.id, message);
}

/**
 * An answer covers the question's messages received before it, except any whose own words point
 * elsewhere; a correction covers exactly the messages it names.
 */
function takeChoice(state: ConversationState, choice: ChoiceEvent, index: PeopleIndex): Step {
  const looked = new Set(choice.messageIds);
  const questions = new Set(
    state.waiting
      .filter(({ event }) => looked.has(event.id))
      .map(({ decision }) => decision.question?.id),
  );
  const covered = state.waiting.filter(({ event, decision }) => {
    if (choice.kind === 'correction') return looked.has(event.id);
    if (event.at > choice.at) return false;
    // The message the question is asked by, or the only one that was looked at.
    if (event.id === choice.messageIds[0]) return true;
    if (!questions.has(decision.question?.id)) return false;
    if (choice.caseNumbers.length === 0)
      return !readCues(contextOf(state, event, index)).own.some((cue) => cue.speaks === 'for');
    return !pointsElsewhere(readCues(contextOf(state, event, index)).own, choice.caseNumbers);
  });
  const coveredIds = new Set(covered.map(({ event }) => event.id));
  const decisions = [
    ...covered.map((waiting) => chosenDecision(choice, waiting.event.id, waiting)),
    // A correction of messages that no longer wait.
    ...choice.messageIds
      .filter((id) => !state.waiting.some(({ event }) => event.id === id))
      .map((id) => chosenDecision(choice, id, null)),
  ];
  const placed = new Map(state.placed);
  for (const decision of decisions) {
    const earlier = placed.get(decision.messageId);
    if (earlier !== undefined) {
      placed.set(decision.messageId, {
        ...earlier,
        state: decision.state,
        caseNumbers: decision.caseNumbers,
      });
    }
  }
  return {
    state: rememberChoice(
      {
        ...state,
        placed,
        recent: state.recent.map((message) => placed.get(message.id) ?? message),
        waiting: state.waiting.filter(({ event }) => !coveredIds.has(event.id)),
      },
      choice,
    ),
    decisions,
  };
}

/** The state after a choice whose decisions it already holds. */
function rememberChoice(state: ConversationState, choice: ChoiceEvent): ConversationState {
  const newest = Math.max(
    ...choice.messageIds.map((id) => state.placed.get(id)?.at ?? Number.NEGATIVE_INFINITY),
  );
  // An answer about messages of days ago says nothing about today's conversation.
  if (choice.at - newest > LOOKS_BACK) return state;
  const { at, caseNumbers, messageIds } = choice;
  return { ...state, choice: { at, caseNumbers, messageId: messageIds[0] ?? '' } };
}

function chosenDecision(
  choice: ChoiceEvent,
  messageId: string,
  waiting: WaitingMessage | null,
): Decision {
  const caseNumbers = [...choice.caseNumbers].sort();
  const who = choice.workerId === 'system' ? 'Casethread' : 'A worker';
  const said =
    choice.reason === null || choice.reason === '' ? '' : ` Reason given: ${choice.reason}`;
  return {
    messageId,
    state: caseNumbers.length === 0 ? 'not-casework' : 'attributed',
    caseNumbers,
    method: 'worker-choice',
    reasons: [
      `${caseNumbers.length === 0 ? `${who} said that this is not casework.` : `${who} chose.`}${said}`,
    ],
    cues: waiting?.decision.cues ?? [],
    candidates: waiting?.decision.candidates ?? [],
    question: waiting?.decision.question ?? null,
    contactId: waiting?.decision.contactId ?? null,
    decidedBy: choice.workerId,
    decidedAt: choice.at,
    ruleVersion: RULE_VERSION,
  };
}
