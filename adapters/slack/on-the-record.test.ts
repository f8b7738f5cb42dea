import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageIdOf } from '../../src/messaging/identity.ts';
import { fixture, type Json } from '../../test/fakes/slack/webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, aContact, anAllocation, aWorker } from '../../test/support/records.ts';
import { KELLY_ON_SLACK, SARAH_ON_SLACK, slackRoad } from '../../test/support/slack.ts';

let testing: TestDatabase;
let now: Date;
const clock = () => now;

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { name: 'Sarah Jones', slackUserId: SARAH_ON_SLACK });
  await aChild(database, 'C1', { name: 'Osian Brennan', household: 'H1', lead: 'W1' });
  await aChild(database, 'C2', { name: 'Megan Brennan', household: 'H1' });
  await anAllocation(database, 'W1', 'C2');
  const slack = { channel: 'slack', caseNumbers: ['C1', 'C2'] };
  await aContact(database, 'P1', { name: 'Kelly Brennan', address: KELLY_ON_SLACK, ...slack });
});
afterAll(() => testing.drop());

let conversations = 0;

/** A conversation recorded for C1, and what becomes of what is said in it. */
async function recordedForOsian() {
  now = new Date('2026-03-12T13:30:00Z');
  const slack = await slackRoad({ database: testing.database, clock });
  conversations += 1;
  const channel = `C0REC${conversations}`;
  slack.slack.state.conversations.set(channel, {
    id: channel,
    name: 'a',
    isMember: true,
    members: [],
  });
  await slack.command('record C1', { channel_id: channel });
  await slack.settle();
  let seconds = 0;
  const said = async (text: string, changes: Json = {}) => {
    seconds += 1;
    const ts = `${1_773_322_800 + seconds}.000100`;
    await slack.event(fixture('message', { text, ts, channel, blocks: undefined, ...changes }));
    await slack.settle();
    const messageId = messageIdOf('slack', `${channel}:${ts}`);
    return {
      ...(await testing.database.prisma.currentAttribution.findUniqueOrThrow({
        where: { messageId },
      })),
    };
  };
  return { ...slack, channel, said };
}

const later = (days: number) => {
  now = new Date(now.getTime() + days * 86_400_000);
};

describe('in a conversation that is recorded for a child', () => {
  test('a known contact’s words that name nobody are about that child, also weeks later', async () => {
    const { said } = await recordedForOsian();

    const first = await said('can you ring me about school');
    later(20);
    const second = await said('still no school place');

    expect(first).toMatchObject({
      state: 'attributed',
      caseNumbers: ['C1'],
      method: 'opened-scope',
      contactId: 'P1',
    });
    expect(second).toMatchObject({ state: 'attributed', caseNumbers: ['C1'] });
    const decision = await testing.database.prisma.attribution.findFirst({
      where: { messageId: first.messageId },
    });
    expect(decision?.reasons).toContain('A worker had this conversation recorded for Osian.');
  });

  test('words that name another child ask', async () => {
    const { said } = await recordedForOsian();

    expect(await said('Megan is off school')).toMatchObject({ state: 'awaiting-worker' });
  });

  test('a worker’s own words are about that child, unless they name another', async () => {
    const { said } = await recordedForOsian();

    const plain = await said('Hi Kelly, can you ring me', { user: SARAH_ON_SLACK });
    const other = await said('How is Megan today?', { user: SARAH_ON_SLACK });

    expect(plain).toMatchObject({ state: 'attributed', caseNumbers: ['C1'], contactId: null });
    expect(other).toMatchObject({ state: 'awaiting-worker' });
  });

  test('a stranger’s words are kept, and the child’s worker is asked', async () => {
    const { said } = await recordedForOsian();

    const asked = await said('I am his uncle', { user: 'U0UNCLE01' });

    expect(asked).toMatchObject({ state: 'unmatched', contactId: null });
    const question = await testing.database.prisma.openQuestion.findUniqueOrThrow({
      where: { id: asked.questionId ?? '' },
    });
    expect(question.caseNumbers).toEqual(['C1']);
    const decision = await testing.database.prisma.attribution.findFirst({
      where: { messageId: asked.messageId },
    });
    expect(decision?.candidates).toEqual([['C1']]);
  });

  test('the notice is on that child’s record, and the notice that ends it too', async () => {
    const { channel, command, settle } = await recordedForOsian();
    later(1);
    await command('stop', { channel_id: channel });
    await settle();

    const kept = await testing.database.prisma.message.findMany({
      where: { counterpart: channel },
      orderBy: { sequence: 'asc' },
    });
    const states = await testing.database.prisma.currentAttribution.findMany({
      where: { messageId: { in: kept.map(({ id }) => id) } },
    });
    expect(kept.map(({ body }) => body)).toEqual([
      expect.stringContaining('now recorded'),
      expect.stringContaining('no longer recorded'),
    ]);
    expect(states.map(({ caseNumbers }) => caseNumbers)).toEqual([['C1'], ['C1']]);
  });

  test('recorded for a second child, it is about either: words that do not say which are about both', async () => {
    const { channel, command, said } = await recordedForOsian();
    await command('record C2', { channel_id: channel });

    expect(await said('can you ring me')).toMatchObject({
      state: 'attributed',
      caseNumbers: ['C1', 'C2'],
    });
    expect(await said('Megan is off school')).toMatchObject({ state: 'awaiting-worker' });
  });
});
