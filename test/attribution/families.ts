// Families for tests of attribution, built in a line each, and messages from them.
import { step } from '../../src/attribution/conversation.ts';
import { indexPeople } from '../../src/attribution/names/people-index.ts';
import {
  type ChildFact,
  type ConversationEvent,
  type Decision,
  type MessageEvent,
  type Namesake,
  NEW_CONVERSATION,
  type PeopleFacts,
} from '../../src/attribution/types.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** A Tuesday, 11:00 in London. */
export const START = Date.parse('2025-06-10T10:00:00Z');

export function child(caseNumber: string, name: string, more: Partial<ChildFact> = {}): ChildFact {
  return {
    caseNumber,
    name,
    preferredName: null,
    alsoKnownAs: [],
    aliases: [],
    dateOfBirth: '2014-03-02',
    sex: null,
    household: 'H1',
    status: 'open',
    closed: null,
    ...more,
  };
}

/** Lorraine Pritchard, a verified contact linked to these children; Darren Pugh is another contact of theirs, Beth Carmichael their worker. */
export function family(
  children: ChildFact[],
  more: Partial<PeopleFacts> = {},
  kind = 'mother',
): PeopleFacts {
  return {
    identifiers: [
      { contactId: 'P1', channel: 'sms', verified: true, from: '2020-01-01', to: null },
    ],
    holders: [{ id: 'P1', name: 'Lorraine Pritchard', alsoKnownAs: [] }],
    relationships: children.map(({ caseNumber }) => ({
      contactId: 'P1',
      caseNumber,
      kind,
      from: '2020-01-01',
      to: null,
    })),
    children,
    adults: [{ id: 'P2', name: 'Darren Pugh', alsoKnownAs: [] }],
    workers: [{ id: 'W1', name: 'Beth Carmichael', alsoKnownAs: [] }],
    ...more,
  };
}

export const megan = child('C1', 'Megan Pritchard', { dateOfBirth: '2012-01-05' });
export const tomos = child('C2', 'Tomos Pritchard', { dateOfBirth: '2015-06-07' });
export const lili = child('C3', 'Lili Pritchard', { dateOfBirth: '2018-09-10' });

export function message(
  id: string,
  minute: number,
  body: string,
  more: Partial<MessageEvent> = {},
): MessageEvent {
  return {
    type: 'message',
    id,
    at: START + minute * MINUTE,
    channel: 'sms',
    direction: 'inbound',
    body,
    workerId: null,
    quotes: null,
    namesakes: [],
    ...more,
  };
}

/** The newest decision on each message after these events. */
export function fold(
  facts: PeopleFacts,
  events: readonly ConversationEvent[],
): Map<string, Decision> {
  const index = indexPeople(facts);
  const decisions = new Map<string, Decision>();
  let state = NEW_CONVERSATION;
  for (const event of events) {
    const next = step(state, event, index);
    state = next.state;
    for (const decision of next.decisions) decisions.set(decision.messageId, decision);
  }
  return decisions;
}

/** The decision on one message of a new conversation. */
export function decide(
  facts: PeopleFacts,
  body: string,
  more: Partial<MessageEvent> = {},
): Decision {
  const decision = fold(facts, [message('m1', 0, body, more)]).get('m1');
  if (decision === undefined) throw new Error('a message is always decided');
  return decision;
}

/** "C1,C2", or the state when it is not attached. */
export function outcome(decision: Decision | undefined): string {
  if (decision === undefined) return 'nothing';
  return decision.state === 'attributed' ? decision.caseNumbers.join() : decision.state;
}

export function about(facts: PeopleFacts, body: string, more: Partial<MessageEvent> = {}): string {
  return outcome(decide(facts, body, more));
}

export function namesake(caseNumber: string, name: string): Namesake {
  return {
    caseNumber,
    name,
    preferredName: null,
    alsoKnownAs: [],
    dateOfBirth: '2013-01-01',
    status: 'open',
  };
}
