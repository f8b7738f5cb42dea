// `casethread explain <message>`: what was decided on a message, and what the rules in force say of it now
// from the people and the conversation as they stood then.
import type { Database, Queryable } from '../database/client.ts';
import { eventOf } from './batch.ts';
import { step } from './conversation.ts';
import { readDecisionsOf, type StoredDecision } from './decision-store.ts';
import { indexPeople, type PeopleIndex } from './names/people-index.ts';
import { readNamesakes } from './namesake-store.ts';
import { readPeopleFacts } from './people-facts-store.ts';
import { type ConversationEvent, type Decision, NEW_CONVERSATION } from './types.ts';
import {
  type MessageRow,
  readConversation,
  readConversationChoices,
  readConversationScopes,
  readNumberOwners,
  roomsOf,
} from './work-store.ts';

export type Explanation = {
  /** Every decision that was made, the first one first. */
  decisions: StoredDecision[];
  /** What the rules in force decide when the message is met again. */
  again: Decision;
  /** Whether that is what was first decided. */
  same: boolean;
};

/** Null: no such message, or nothing was decided on it yet. */
export async function explainMessage(
  database: Database,
  messageId: string,
): Promise<Explanation | null> {
  const connection = database.pool;
  const decisions = await readDecisionsOf(connection, messageId);
  const first = decisions[0];
  if (first === undefined) return null;
  const rows = await readConversation(connection, first.conversationId);
  const people = await readPeopleOf(connection, rows);
  const namesakes = await readNamesakes(
    connection,
    rows.map((row) => row.body),
  );
  const events = rows.map((row, place) => ({
    address: row.address,
    event: eventOf(row, namesakes[place] ?? []),
  }));
  let state = NEW_CONVERSATION;
  for (const { address, event } of inOrder(
    events,
    await readActs(connection, first.conversationId),
  )) {
    const index = people.get(address ?? rows[0]?.address ?? '');
    if (index === undefined) throw new Error('an address of the conversation was not read');
    const next = step(state, event, index);
    state = next.state;
    if (event.type === 'message' && event.id === messageId) {
      const again = next.decisions[0];
      if (again === undefined) throw new Error('a message is always decided');
      return { decisions, again, same: outcomeOf(again) === outcomeOf(first) };
    }
  }
  return null;
}

type Met = { address: string | null; event: ConversationEvent };

/** As they happened; what a worker did at the instant of a message came before it. */
function inOrder(messages: readonly Met[], acts: readonly Met[]): Met[] {
  return [...acts, ...messages].sort((a, b) => a.event.at - b.event.at);
}

async function readActs(connection: Queryable, conversationId: string): Promise<Met[]> {
  const scopes = await readConversationScopes(connection, conversationId);
  const choices = await readConversationChoices(connection, conversationId);
  return [
    ...scopes.map((event): Met => ({ address: null, event })),
    ...choices.flatMap(({ kind, at, workerId, messageIds, caseNumbers, reason }): Met[] =>
      kind === 'ask-manager'
        ? []
        : [
            {
              address: null,
              event: {
                type: 'choice',
                kind,
                at: at.getTime(),
                workerId,
                messageIds,
                caseNumbers,
                reason,
              },
            },
          ],
    ),
  ];
}

async function readPeopleOf(
  connection: Queryable,
  rows: readonly MessageRow[],
): Promise<Map<string, PeopleIndex>> {
  const owners = await readNumberOwners(
    connection,
    rows.map((row) => row.officialNumber),
  );
  const writers = [...rows.map((row) => row.workerId), ...owners].filter(
    (workerId) => workerId !== null,
  );
  const addresses = [...new Set(rows.map((row) => row.address))];
  const facts = await readPeopleFacts(connection, addresses, [...new Set(writers)], roomsOf(rows));
  return new Map([...facts].map(([address, found]) => [address, indexPeople(found)]));
}

function outcomeOf({ state, caseNumbers, method }: Decision): string {
  return JSON.stringify([state, [...caseNumbers].sort(), method]);
}
