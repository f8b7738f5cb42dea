// One conversation's time line: what was decided before is remembered, what is new is decided, each
// at its own time. So a message found late is decided as it would have been then.
import { remember, rememberChoice, step } from './conversation.ts';
import type { PeopleIndex } from './names/people-index.ts';
import {
  type ChoiceEvent,
  type ConversationEvent,
  type Decision,
  type MessageEvent,
  NEW_CONVERSATION,
} from './types.ts';

/** Something of which the consequences are already on the record. */
export type KnownEvent =
  | { event: MessageEvent; decision: Decision }
  | { event: Exclude<ConversationEvent, MessageEvent> };

export type NewEvent = { event: ConversationEvent; choiceId: string | null };

export type Decided = { decision: Decision; choiceId: string | null };

/** Every decision that the new events make or change, in time order. */
export function replay(
  known: readonly KnownEvent[],
  fresh: readonly NewEvent[],
  index: PeopleIndex,
): Decided[] {
  const line = [
    ...known.map((entry) => ({ at: entry.event.at, known: entry, fresh: null })),
    ...fresh.map((entry) => ({ at: entry.event.at, known: null, fresh: entry })),
  ].sort((left, right) => left.at - right.at); // stable: at one instant, what is known comes first
  const decided: Decided[] = [];
  let state = NEW_CONVERSATION;
  for (const entry of line) {
    if (entry.known) state = recall(state, entry.known, index);
    if (!entry.fresh) continue;
    const { event, choiceId } = entry.fresh;
    const next = step(state, event, index);
    state = next.state;
    decided.push(...next.decisions.map((decision) => ({ decision, choiceId })));
  }
  return decided;
}

function recall(
  state: typeof NEW_CONVERSATION,
  known: KnownEvent,
  index: PeopleIndex,
): typeof NEW_CONVERSATION {
  if ('decision' in known) {
    const { decision, event } = known;
    const waits = decision.state === 'awaiting-worker' || decision.state === 'unmatched';
    return remember(state, event, waits ? decision : { ...decision, question: null });
  }
  if (known.event.type === 'choice')
    return rememberChoice(state, known.event satisfies ChoiceEvent);
  return step(state, known.event, index).state;
}
