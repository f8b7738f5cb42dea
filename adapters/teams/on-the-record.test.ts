import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageIdOf } from '../../src/messaging/identity.ts';
import { TENANT } from '../../test/fakes/teams/server.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, aContact, anAllocation, aWorker } from '../../test/support/records.ts';
import { type Json, KELLY_IN_TEAMS, SARAH_IN_TEAMS, teamsRoad } from '../../test/support/teams.ts';

let testing: TestDatabase;
const now = new Date('2026-03-12T13:30:00Z');
const clock = () => now;

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { name: 'Sarah Jones', teamsUserId: SARAH_IN_TEAMS });
  await aChild(database, 'C1', { name: 'Osian Brennan', household: 'H1', lead: 'W1' });
  await aChild(database, 'C2', { name: 'Megan Brennan', household: 'H1' });
  await anAllocation(database, 'W1', 'C2');
  const teams = { channel: 'teams', caseNumbers: ['C1', 'C2'] };
  await aContact(database, 'P1', { name: 'Kelly Brennan', address: KELLY_IN_TEAMS, ...teams });
});
afterAll(() => testing.drop());

let conversations = 0;

/** A group chat recorded for C1, and what becomes of what is said in it. */
async function recordedForOsian() {
  const { database } = testing;
  const teams = await teamsRoad({ database, clock });
  conversations += 1;
  const counterpart = `19:osian-${conversations}@thread.v2`;
  const conversation = { id: counterpart, conversationType: 'groupChat', tenantId: TENANT };
  await teams.activity('record', { conversation });
  await teams.settle();
  let place = 1_773_322_800_000;
  const said = async (text: string, changes: Json = {}) => {
    place += 1_000;
    const id = String(place);
    await teams.activity('message', { conversation, text, attachments: [], id, ...changes });
    await teams.settle();
    const messageId = messageIdOf('teams', `${counterpart}:${id}`);
    return database.prisma.currentAttribution.findUniqueOrThrow({ where: { messageId } });
  };
  return { ...teams, said };
}

const sarah = { from: { id: '29:1sarah', aadObjectId: SARAH_IN_TEAMS } };

describe('in a Teams chat that is recorded for a child', () => {
  test('a known contact’s words that name nobody are on that child’s record, with why', async () => {
    const { said } = await recordedForOsian();

    const decided = await said('can you ring me about school');

    expect(decided).toMatchObject({
      state: 'attributed',
      caseNumbers: ['C1'],
      method: 'opened-scope',
      contactId: 'P1',
    });
    const why = await testing.database.prisma.attribution.findFirst({
      where: { messageId: decided.messageId },
    });
    expect(why?.reasons).toContain('A worker had this conversation recorded for Osian.');
    const recordings = await testing.database.prisma.contactRecording.findMany({
      where: { caseNumber: 'C1' },
    });
    expect(recordings).toMatchObject([{ channel: 'teams', state: 'awaiting-context' }]);
  });

  test('words that name another child ask, whoever writes them', async () => {
    const { said } = await recordedForOsian();

    expect(await said('Hi Kelly, can you ring me', sarah)).toMatchObject({ caseNumbers: ['C1'] });
    expect(await said('Megan is off school')).toMatchObject({ state: 'awaiting-worker' });
    expect(await said('How is Megan today?', sarah)).toMatchObject({ state: 'awaiting-worker' });
  });

  test('a guest’s or federated person’s words whom nobody knows are kept, and the worker is asked', async () => {
    const { said } = await recordedForOsian();

    const asked = await said('I am his uncle', { from: { id: '29:1uncle', name: 'Uncle' } });

    expect(asked).toMatchObject({ state: 'unmatched', contactId: null });
    const question = await testing.database.prisma.openQuestion.findUniqueOrThrow({
      where: { id: asked.questionId ?? '' },
    });
    expect(question.caseNumbers).toEqual(['C1']);
  });
});
