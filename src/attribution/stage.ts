// The attribution stage: takes what waits, conversation by conversation in the order it came, and
// writes what is decided and which questions it raises.
import type pg from 'pg';
import { addStageWork, type NewStageWork } from '../database/stage-work.ts';
import type { Stage, StageWorkItem } from '../jobs/stage.ts';
import type { Clock } from '../messaging/clock.ts';
import { foldBatch, type Item, type NewDecision } from './batch.ts';
import { readStates } from './conversation-state-store.ts';
import {
  insertDecisions,
  passToManagers,
  readCurrentDecisions,
  refreshQuestions,
} from './decision-store.ts';
import { fallbackDecision } from './fallback.ts';
import { indexPeople, type PeopleIndex } from './names/people-index.ts';
import { readNamesakes } from './namesake-store.ts';
import { readPeopleFacts } from './people-facts-store.ts';
import { reviewsAfter } from './review.ts';
import type { ConversationState, Namesake } from './types.ts';
import {
  type MessageRow,
  readChoices,
  readMessages,
  readNumberOwners,
  roomsOf,
} from './work-store.ts';

/** Decides which children messages are about. */
export function createAttributionStage({ clock }: { clock: Clock }): Stage {
  return {
    name: 'attribution',
    process: (connection, items) => processBatch(connection, items, clock()),
    async onSetAside(connection, item) {
      if (item.subjectKind === 'message') await askForSetAside(connection, item.subjectId, clock());
    },
  };
}

async function processBatch(
  connection: pg.PoolClient,
  items: readonly StageWorkItem[],
  now: Date,
): Promise<void> {
  const read = await readWork(connection, items);
  const work = Map.groupBy(read.items, ({ row }) => row.conversationId);
  const states = await readStates(
    connection,
    [...work].map(([conversationId, own]) => ({
      conversationId,
      from: Math.min(...own.map(timeOf)),
      messageIds: own.flatMap(mentionedBy),
    })),
  );
  const indexes = await readPeople(connection, read.messages, states);
  const people = (address: string): PeopleIndex => {
    const index = indexes.get(address);
    if (index === undefined) throw new Error('an address of the batch was not read');
    return index;
  };
  const addresses = new Map(read.messages.map((row) => [row.conversationId, row.address]));
  const namesakes = await readNamesakesOf(connection, read.messages, states);
  const output = foldBatch({
    work,
    states,
    people,
    addressOf: (conversationId) => addresses.get(conversationId) ?? '',
    namesakesOf: (messageId) => namesakes.get(messageId) ?? [],
    before: await readCurrentDecisions(connection, read.items.flatMap(chosenFor)),
    now,
  });
  await insertDecisions(connection, output.decisions);

  const corrections = read.items.flatMap((item) =>
    item.kind === 'choice' && item.row.kind === 'correction' ? [item.row] : [],
  );
  const reviews = await reviewsAfter(connection, corrections, now);
  await insertDecisions(connection, reviews);
  for (const { question, candidates } of reviews) {
    if (question !== null) output.questions.set(question.id, new Set(candidates.flat()));
  }
  await refreshQuestions(connection, output.questions);
  await passToManagers(connection, output.toManagers);
  await addStageWork(connection, nextWork(read.items, [...output.decisions, ...reviews]));
}

type Work = {
  items: Item[];
  /** The messages of the items, and those that choices are about. */
  messages: MessageRow[];
};

async function readWork(connection: pg.PoolClient, items: readonly StageWorkItem[]): Promise<Work> {
  const idsOf = (kind: string) =>
    items.filter((item) => item.subjectKind === kind).map((item) => item.subjectId);
  const choices = new Map(
    (await readChoices(connection, idsOf('choice'))).map((row) => [row.id, row]),
  );
  const chosen = [...choices.values()].flatMap((row) => row.messageIds);
  const messages = new Map(
    (await readMessages(connection, [...idsOf('message'), ...chosen])).map((row) => [row.id, row]),
  );
  return {
    messages: [...messages.values()],
    // A scope is no item here: it is read with the state of its conversation.
    items: items.flatMap(({ subjectKind, subjectId }): Item[] => {
      const message = subjectKind === 'message' ? messages.get(subjectId) : undefined;
      if (message !== undefined) return [{ kind: 'message', row: message }];
      const choice = subjectKind === 'choice' ? choices.get(subjectId) : undefined;
      return choice === undefined ? [] : [{ kind: 'choice', row: choice }];
    }),
  };
}

async function readPeople(
  connection: pg.PoolClient,
  messages: readonly MessageRow[],
  states: ReadonlyMap<string, ConversationState>,
): Promise<Map<string, PeopleIndex>> {
  const addresses = [...new Set(messages.map((row) => row.address))];
  const owners = await readNumberOwners(connection, [
    ...new Set(messages.map((row) => row.officialNumber)),
  ]);
  const writers = [
    ...messages.map((row) => row.workerId),
    ...[...states.values()].flatMap((state) => state.recent.map((message) => message.workerId)),
    ...owners,
  ].filter((workerId) => workerId !== null);
  const facts = await readPeopleFacts(
    connection,
    addresses,
    [...new Set(writers)],
    roomsOf(messages),
  );
  return new Map([...facts].map(([address, found]) => [address, indexPeople(found)]));
}

/** By message, for the batch's messages and for what waits beside a choice. */
async function readNamesakesOf(
  connection: pg.PoolClient,
  messages: readonly MessageRow[],
  states: ReadonlyMap<string, ConversationState>,
): Promise<Map<string, readonly Namesake[]>> {
  const bodies = new Map(messages.map((row) => [row.id, row.body]));
  for (const state of states.values()) {
    for (const { event } of state.waiting) bodies.set(event.id, event.body);
  }
  const found = await readNamesakes(connection, [...bodies.values()]);
  return new Map([...bodies.keys()].map((id, place) => [id, found[place] ?? []]));
}

/**
 * A newly decided message goes on to oversight; one that a person or a review decided again goes
 * straight to the record.
 */
function nextWork(items: readonly Item[], decisions: readonly NewDecision[]): NewStageWork[] {
  const fresh = new Set(items.flatMap((item) => (item.kind === 'message' ? [item.row.id] : [])));
  const again = decisions.filter(
    ({ messageId, choiceId }) => choiceId !== null || !fresh.has(messageId),
  );
  const unique = new Map(again.map((decision) => [decision.messageId, decision.conversationId]));
  return [
    ...items.flatMap((item): NewStageWork[] =>
      item.kind === 'message' ? [workOn('oversight', item.row.id, item.row.conversationId)] : [],
    ),
    ...[...unique].map(([messageId, conversationId]) =>
      workOn('record', messageId, conversationId),
    ),
  ];
}

function workOn(
  stage: NewStageWork['stage'],
  subjectId: string,
  conversationId: string,
): NewStageWork {
  return { stage, subjectKind: 'message', subjectId, conversationId };
}

function timeOf({ kind, row }: Item): number {
  return (kind === 'message' ? row.occurredAt : row.at).getTime();
}

function mentionedBy(item: Item): string[] {
  if (item.kind === 'choice') return item.row.messageIds;
  return item.row.quotes === null ? [] : [item.row.quotes];
}

function chosenFor(item: Item): string[] {
  return item.kind === 'choice' ? item.row.messageIds : [];
}

/** A message whose decision failed for good still reaches a person. */
async function askForSetAside(
  connection: pg.PoolClient,
  messageId: string,
  now: Date,
): Promise<void> {
  const [row] = await readMessages(connection, [messageId]);
  if (row === undefined || (await readCurrentDecisions(connection, [messageId])).length > 0) return;
  const decision = fallbackDecision(row, now);
  await insertDecisions(connection, [decision]);
  if (decision.question !== null) {
    await refreshQuestions(connection, new Map([[decision.question.id, new Set<string>()]]));
  }
  await addStageWork(connection, [workOn('oversight', messageId, row.conversationId)]);
}
