import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import {
  aChild,
  aContact,
  aFlag,
  aMessage,
  anAllocation,
  aWorker,
  type BuiltMessage,
} from '../../test/support/records.ts';
import { addStageWork, type NewStageWork } from '../database/stage-work.ts';
import { drainStages } from '../jobs/drain.ts';
import type { Stage } from '../jobs/stage.ts';
import { answerQuestion, askManager, correctAttribution } from './answer-store.ts';
import { explainMessage } from './explain.ts';
import { openScope } from './scope-store.ts';
import { createAttributionStage } from './stage.ts';

let testing: TestDatabase;
let counterpart = '';
let counter = 200;
const now = new Date('2026-03-12T18:00:00Z');
const stage = createAttributionStage({ clock: () => now });

beforeAll(async () => {
  testing = await createTestDatabase();
  await aWorker(testing.database, 'W1', { name: 'Beth Carmichael' });
});
afterAll(() => testing.drop());

/** A mother with these children, on a number of her own. */
beforeEach(async () => {
  counter += 1;
  counterpart = `+447700900${counter}`;
  const { database } = testing;
  const names = ['Megan', 'Tomos'];
  for (const [place, name] of names.entries()) {
    const born = `201${2 + place}-05-04`;
    await aChild(database, caseOf(place), {
      name: `${name} Pritchard${counter}`,
      born,
      household: `H${counter}`,
    });
    await anAllocation(database, 'W1', caseOf(place));
  }
  await aContact(database, `P${counter}`, {
    address: counterpart,
    caseNumbers: [caseOf(0), caseOf(1)],
  });
});

const caseOf = (place: number) => `K${counter}-${place}`;
const says = (
  minute: number,
  body: string,
  changes: { counterpart?: string; origin?: string } = {},
) => aMessage(testing.database, time(minute), { counterpart, body, ...changes });
const time = (minute: number) =>
  new Date(Date.parse('2026-03-10T10:00:00Z') + minute * 60_000).toISOString();

async function process(...work: (BuiltMessage | NewStageWork)[]): Promise<void> {
  const { database } = testing;
  await addStageWork(
    database.pool,
    work.map((one) =>
      'stage' in one
        ? one
        : {
            stage: 'attribution',
            subjectKind: 'message',
            subjectId: one.id,
            conversationId: one.conversationId,
          },
    ),
  );
  await drain([stage]);
}

const drain = (stages: Stage[]) =>
  drainStages({ database: testing.database, stages, clock: () => now });

async function decisionsOn(...messages: BuiltMessage[]) {
  const { rows } = await testing.database.pool.query(
    `SELECT ca.state, ca.case_numbers AS children, ca.method, ca.version FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place)
     JOIN current_attribution ca ON ca.message_id = wanted.id ORDER BY place`,
    [messages.map(({ id }) => id)],
  );
  return rows;
}

async function openQuestions(message: BuiltMessage) {
  return testing.database.prisma.openQuestion.findMany({
    where: { conversationId: message.conversationId },
    orderBy: { askedAt: 'asc' },
  });
}

async function waitingWork(message: BuiltMessage) {
  const rows = await testing.database.prisma.stageWork.findMany({
    where: { subjectId: message.id },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ stage: name }) => name);
}

async function answered(message: BuiltMessage, caseNumbers: string[], at = now) {
  const [question] = await openQuestions(message);
  if (question === undefined) throw new Error('there is no question');
  const answer = {
    questionId: question.id,
    workerId: 'W1',
    isManager: false,
    caseNumbers,
    reason: caseNumbers.length === 0 ? 'Spam' : null,
    surface: 'web' as const,
    at,
  };
  return { answer, result: await answerQuestion(testing.database, answer) };
}

describe('a message', () => {
  test('that names one linked child is attributed, with its reasons, and goes on to oversight', async () => {
    const message = await says(0, 'Megan is off sick');

    await process(message);

    expect(await decisionsOn(message)).toEqual([
      { state: 'attributed', children: [caseOf(0)], method: 'named-child', version: 1 },
    ]);
    const stored = await testing.database.prisma.attribution.findFirst({
      where: { messageId: message.id },
    });
    expect(stored).toMatchObject({ decidedBy: 'system', decidedAt: now, contactId: `P${counter}` });
    expect(stored?.reasons.join()).toContain('Named “Megan”');
    expect(await waitingWork(message)).toEqual(['oversight']);
    expect(await openQuestions(message)).toEqual([]);
  });

  test('that settles nothing is a question about every linked child; the next joins it', async () => {
    const first = await says(0, 'can you ring me');
    const second = await says(200, 'she is upset');
    const third = await says(600, 'ok');

    await process(first);
    await process(second, third);

    expect(await openQuestions(first)).toMatchObject([
      {
        caseNumbers: [caseOf(0), caseOf(1)],
        contactId: `P${counter}`,
        messageCount: 2,
        askedAt: first.at,
        lastAt: second.at,
        forManager: false,
      },
      { messageCount: 1, askedAt: third.at },
    ]);
  });

  test('from an unknown number is unmatched, kept and asked about', async () => {
    const message = await says(0, 'Megan is being left alone', { counterpart: '+447700900999' });

    await process(message);

    expect(await decisionsOn(message)).toMatchObject([{ state: 'unmatched', children: [] }]);
    expect(await openQuestions(message)).toMatchObject([{ caseNumbers: [], contactId: null }]);
  });

  test('that is imported was decided at its own time', async () => {
    const message = await says(0, 'Megan is off sick', { origin: 'import' });

    await process(message);

    const stored = await testing.database.prisma.attribution.findFirst({
      where: { messageId: message.id },
    });
    expect(stored?.decidedAt).toEqual(message.at);
  });

  test('in a scope that the worker opened follows it', async () => {
    const { database } = testing;
    const message = await says(5, 'ok thanks');
    await openScope(database.pool, {
      conversationId: message.conversationId,
      workerId: 'W1',
      caseNumbers: [caseOf(1)],
      at: new Date(time(0)),
    });

    await process(message);

    expect(await decisionsOn(message)).toMatchObject([
      { method: 'opened-scope', children: [caseOf(1)] },
    ]);
  });

  test('for which the rules fail is put before a person, and still reaches oversight', async () => {
    const message = await says(0, 'Megan is off sick');
    const broken: Stage = {
      ...stage,
      process: () => Promise.reject(new Error('a rule is broken')),
    };
    await addStageWork(testing.database.pool, [
      {
        stage: 'attribution',
        subjectKind: 'message',
        subjectId: message.id,
        conversationId: message.conversationId,
      },
    ]);

    await drain([broken]);

    expect(await decisionsOn(message)).toMatchObject([{ state: 'awaiting-worker' }]);
    expect(await openQuestions(message)).toHaveLength(1);
    expect(await waitingWork(message)).toContain('oversight');
  });
});

describe('an answer', () => {
  test('re-decides the question’s messages, closes it, and sends them to the record', async () => {
    const messages = [await says(0, 'can you ring me'), await says(20, 'she is upset')];
    await process(...messages);

    const [first] = messages;
    if (first === undefined) throw new Error('there is a message');
    expect((await answered(first, [caseOf(1)])).result.outcome).toBe('answered');
    await drain([stage]);

    expect(await decisionsOn(...messages)).toMatchObject([
      { state: 'attributed', children: [caseOf(1)], method: 'worker-choice', version: 2 },
      { state: 'attributed', children: [caseOf(1)], method: 'worker-choice', version: 2 },
    ]);
    expect(await openQuestions(first)).toEqual([]);
    expect(await waitingWork(first)).toEqual(['oversight', 'record']);
    const newest = await testing.database.prisma.attribution.findFirst({
      where: { messageId: first.id, version: 2 },
    });
    expect(newest).toMatchObject({
      decidedBy: 'W1',
      questionId: expect.any(String),
      candidates: expect.arrayContaining([[caseOf(0)]]),
    });
    expect(newest?.supersedesId).not.toBeNull();
  });

  test('comes second: the first stands, and who gave it is told', async () => {
    const message = await says(0, 'can you ring me');
    await process(message);
    const { answer } = await answered(message, [caseOf(0)]);

    expect(
      await answerQuestion(testing.database, { ...answer, caseNumbers: [caseOf(1)] }),
    ).toMatchObject({ outcome: 'answered-before', by: 'W1' });
    await drain([stage]);
    expect(
      await answerQuestion(testing.database, { ...answer, caseNumbers: [caseOf(1)] }),
    ).toMatchObject({ outcome: 'answered-before' });
    expect(await decisionsOn(message)).toMatchObject([{ children: [caseOf(0)] }]);
  });

  test('that an urgent message is not casework is left to a manager', async () => {
    const message = await says(0, 'he hit me again');
    await process(message);
    await aFlag(testing.database, message);

    expect((await answered(message, [])).result.outcome).toBe('passed-to-manager');
    await drain([stage]);

    expect(await decisionsOn(message)).toMatchObject([{ state: 'awaiting-worker' }]);
    expect(await openQuestions(message)).toMatchObject([{ forManager: true }]);
  });

  test('“I don’t know” keeps the question open for a manager, with the reason', async () => {
    const message = await says(0, 'can you ring me');
    await process(message);
    const [question] = await openQuestions(message);

    await askManager(testing.database, {
      questionId: question?.id ?? '',
      workerId: 'W1',
      reason: 'I have never met this family',
      surface: 'web',
      at: now,
    });
    await drain([stage]);

    expect(await openQuestions(message)).toMatchObject([
      { forManager: true, forManagerWhy: 'I have never met this family' },
    ]);
  });
});

describe('a correction', () => {
  test('supersedes the decision, and what leaned on it is asked about again', async () => {
    const named = await says(0, 'Megan is off sick');
    const follows = await says(1, 'she has a temp');
    const apart = await says(300, 'Tomos is fine');
    await process(named, follows, apart);
    expect(await decisionsOn(follows)).toMatchObject([{ method: 'continuation' }]);

    await correctAttribution(testing.database, {
      conversationId: named.conversationId,
      messageIds: [named.id],
      workerId: 'W1',
      caseNumbers: [caseOf(1)],
      reason: 'It was about Tomos',
      surface: 'web',
      at: now,
    });
    await drain([stage]);

    expect(await decisionsOn(named, follows, apart)).toMatchObject([
      { state: 'attributed', children: [caseOf(1)], version: 2 },
      { state: 'awaiting-worker', children: [], version: 2 },
      { state: 'attributed', children: [caseOf(1)], version: 1 },
    ]);
    expect(await openQuestions(named)).toMatchObject([{ messageCount: 1 }]);
    expect(await waitingWork(follows)).toContain('record');
  });
});

test('a decision can be explained later: the same answer from what was known then', async () => {
  const messages = [
    await says(0, 'Megan is off sick'),
    await says(2, 'she has a temp'),
    await says(700, 'ok'),
  ];
  await process(...messages);
  await aContact(testing.database, `Q${counter}`, {
    address: counterpart,
    caseNumbers: [caseOf(0)],
    from: '2026-03-12',
  });
  await testing.database.prisma.contactIdentifier.updateMany({
    where: { contactId: `Q${counter}` },
    data: { validFrom: new Date('2026-03-12T00:00:00Z') },
  });

  for (const message of messages) {
    const explained = await explainMessage(testing.database, message.id);
    expect(explained?.same).toBe(true);
    expect(explained?.again.cues.length).toBe(explained?.decisions[0]?.cues.length);
  }
  expect(await explainMessage(testing.database, messages[0]?.conversationId ?? '')).toBeNull();
});
