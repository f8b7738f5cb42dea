// *Record for a child*, used on a message: what Teams shows, and what comes of it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { TENANT } from '../../test/fakes/teams/server.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, aWorker } from '../../test/support/records.ts';
import { type Json, SARAH_IN_TEAMS } from '../../test/support/teams.ts';
import { teamsWorkers } from '../../test/support/teams-workers.ts';

const TOM_IN_TEAMS = '70700000-0000-4000-8000-000000000001';
let testing: TestDatabase;
const clock = () => new Date('2026-03-12T13:30:00Z');

beforeAll(async () => {
  testing = await createTestDatabase();
  await aWorker(testing.database, 'W1', { name: 'Sarah Jones', teamsUserId: SARAH_IN_TEAMS });
  await aWorker(testing.database, 'W2', { name: 'Tom Price', teamsUserId: TOM_IN_TEAMS });
  await aChild(testing.database, 'C1', { name: 'Osian Brennan', lead: 'W1' });
});
afterAll(() => testing.drop());

const task = z.object({
  task: z.union([
    z.object({ type: z.literal('message'), value: z.string() }),
    z.object({
      type: z.literal('continue'),
      value: z.looseObject({ card: z.looseObject({ content: z.looseObject({}) }) }),
    }),
  ]),
});

const counterpart = '19:form@thread.v2';
const conversation = { id: counterpart, conversationType: 'groupChat', tenantId: TENANT };

test('it asks for the child, records the conversation from then on, and everybody in it is told', async () => {
  const { database } = testing;
  const teams = await teamsWorkers(database, clock);
  const use = async (name: string, value: Json, from = SARAH_IN_TEAMS) => {
    const answer = await teams.activity('message', {
      type: 'invoke',
      name: `composeExtension/${name}`,
      conversation,
      from: { id: '29:1', aadObjectId: from },
      value: { commandId: 'record', ...value },
    });
    expect(answer.status).toBe(200);
    return task.parse(await answer.json()).task;
  };
  const isNoted = () =>
    database.prisma.chatReference.count({ where: { conversationId: counterpart } });

  // Somebody who is no worker.
  expect(await use('fetchTask', {}, 'nobody')).toMatchObject({
    type: 'message',
    value: expect.stringContaining('does not know you'),
  });
  // A worker who has nobody to choose.
  expect(await use('fetchTask', {}, TOM_IN_TEAMS)).toMatchObject({
    type: 'message',
    value: expect.stringContaining('You are not allocated to a child'),
  });
  // Casethread is not in the conversation: recording would be a promise that is not kept.
  teams.fake.outside.add(counterpart);
  expect(JSON.stringify(await use('fetchTask', {}))).toContain('justInTimeInstall');
  teams.fake.outside.clear();
  const form = JSON.stringify(await use('submitAction', { data: { msteams: {} } }));
  expect(form).toContain('Osian Brennan, C1');
  expect(form).toContain('"title":"Record"');
  expect(form).toContain('Nothing of this conversation is kept so far');
  // A child who is not theirs.
  expect(await use('submitAction', { data: { child: 'CT-1' } })).toMatchObject({
    value: expect.stringContaining('not allocated'),
  });
  expect(await isNoted()).toBe(0);

  const done = await use('submitAction', { data: { child: 'C1' } });

  expect(done).toMatchObject({
    type: 'message',
    value: expect.stringMatching(/now recorded for Osian Brennan.*write “@Casethread stop”/),
  });
  await teams.activity('message', { conversation });
  await teams.settle();
  const kept = await database.prisma.message.findMany({
    where: { counterpart },
    orderBy: { sequence: 'asc' },
  });
  expect(kept.map(({ direction }) => direction)).toEqual(['inbound', 'outbound']);
  const said = teams.fake.said.filter(({ conversationId }) => conversationId === counterpart);
  expect(said.map(({ activity }) => activity.text)).toEqual([
    expect.stringContaining('now recorded by children’s services'),
  ]);
});
