// The attribution stage: a batch of messages, scopes and answers, each conversation in its own order.
import { addStageWork } from '../database/stage-work.ts';
import type { Stage, StageWorkItem } from '../jobs/stage.ts';
import { derivedId } from '../messaging/identity.ts';
import { RULE_VERSION } from './decide.ts';
import { insertDecisions, type NewDecision, refreshQuestions } from './decision-write-store.ts';
import { readKnown } from './known-read-store.ts';
import type { PeopleIndex } from './names/people-index.ts';
import { readNamesakes, readPeople } from './people-read-store.ts';
import { type KnownEvent, replay } from './replay.ts';
import { standingOn } from './standing.ts';
import { londonDay } from './text/local-date.ts';
import type { MessageEvent } from './types.ts';
import { type ConversationWork, readUndecided, readWork } from './work-read-store.ts';

type Connection = Parameters<Stage['process']>[0];

/** Decides which children each message is about, or asks; a worker's answer decides anew. */
export function createAttributionStage(): Stage {
  return {
    name: 'attribution',
    process: async (connection, items) => {
      const work = await readWork(connection, items);
      const busy = work.filter(({ fresh }) => fresh.length > 0);
      if (busy.length > 0) await decideAll(connection, busy);
      await passOn(connection, items);
    },
    onSetAside: async (connection, item) => {
      if (item.subjectKind !== 'message') return;
      await askInstead(connection, item);
      await passOn(connection, [item]);
    },
  };
}

async function decideAll(connection: Connection, work: readonly ConversationWork[]): Promise<void> {
  const known = await readKnown(connection, work);
  const people = await readPeople(connection, work);
  await addNamesakes(connection, work, known, people);
  const decisions: NewDecision[] = [];
  const asked: Parameters<typeof refreshQuestions>[1][number][] = [];
  for (const { conversationId, channel, fresh } of work) {
    const index = people.get(conversationId);
    const before = known.get(conversationId) ?? [];
    if (!index) continue;
    const times = timesOf(before, fresh);
    for (const { decision, choiceId } of replay(before, fresh, index)) {
      const at = times.get(decision.messageId);
      if (at === undefined) continue; // a choice that names a message of another conversation
      decisions.push({ decision, choiceId, conversationId, occurredAt: new Date(at) });
      if (!decision.question) continue;
      asked.push({
        id: decision.question.id,
        askedAt: new Date(decision.question.askedAt),
        contactId: decision.contactId,
        caseNumbers: [...standingOn(index, channel, londonDay(at)).linked.keys()].sort(),
      });
    }
  }
  await insertDecisions(connection, decisions);
  await refreshQuestions(connection, asked);
  await addStageWork(
    connection,
    decisions
      .filter(({ choiceId }) => choiceId !== null)
      .map(({ decision, conversationId }) => ({
        stage: 'record',
        subjectKind: 'message',
        subjectId: decision.messageId,
        conversationId,
      })),
  );
}

/** When each message that could be decided happened. */
function timesOf(
  known: readonly KnownEvent[],
  fresh: ConversationWork['fresh'],
): Map<string, number> {
  const times = new Map<string, number>();
  for (const { event } of [...known, ...fresh]) {
    if (event.type === 'message') times.set(event.id, event.at);
  }
  return times;
}

/** Namesakes are looked up for what is new, and for what waits and may be read again with an answer. */
async function addNamesakes(
  connection: Connection,
  work: readonly ConversationWork[],
  known: ReadonlyMap<string, KnownEvent[]>,
  people: ReadonlyMap<string, PeopleIndex>,
): Promise<void> {
  const messages = work.flatMap(({ conversationId, fresh }) => {
    const around = new Set(people.get(conversationId)?.children.keys() ?? []);
    const answered = fresh.some(({ choiceId }) => choiceId !== null);
    const waiting = answered
      ? (known.get(conversationId) ?? []).filter(
          (entry) => 'decision' in entry && entry.decision.state !== 'attributed',
        )
      : [];
    return [...fresh, ...waiting].flatMap(({ event }) =>
      event.type === 'message' ? [{ event, around }] : [],
    );
  });
  const namesakes = await readNamesakes(connection, messages);
  const give = (event: MessageEvent): MessageEvent => ({
    ...event,
    namesakes: namesakes.get(event.id) ?? [],
  });
  for (const { conversationId, fresh } of work) {
    for (const entry of [...fresh, ...(known.get(conversationId) ?? [])]) {
      if (entry.event.type === 'message') entry.event = give(entry.event);
    }
  }
}

async function passOn(connection: Connection, items: readonly StageWorkItem[]): Promise<void> {
  await addStageWork(
    connection,
    items
      .filter((item) => item.subjectKind === 'message')
      .map(({ subjectKind, subjectId, conversationId }) => ({
        stage: 'oversight',
        subjectKind,
        subjectId,
        conversationId,
      })),
  );
}

/** A message that the rules stumbled over is a question like any other. */
async function askInstead(connection: Connection, item: StageWorkItem): Promise<void> {
  const message = await readUndecided(connection, item.subjectId);
  if (!message) return;
  const question = { id: derivedId('question', message.id), askedAt: message.at };
  await insertDecisions(connection, [
    {
      conversationId: item.conversationId,
      occurredAt: new Date(message.at),
      choiceId: null,
      decision: {
        messageId: message.id,
        state: 'awaiting-worker',
        caseNumbers: [],
        method: null,
        reasons: ['Casethread could not work out which child this is about. Choose the child.'],
        cues: [],
        candidates: [],
        question,
        contactId: null,
        decidedBy: 'system',
        decidedAt: message.at,
        ruleVersion: RULE_VERSION,
      },
    },
  ]);
  await refreshQuestions(connection, [
    { id: question.id, askedAt: new Date(message.at), contactId: null, caseNumbers: [] },
  ]);
}
