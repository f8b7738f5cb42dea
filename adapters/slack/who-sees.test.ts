import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccess } from '../../src/access/access.ts';
import { findViewer } from '../../src/access/access-store.ts';
import { conversationIdOf } from '../../src/messaging/identity.ts';
import { fixture } from '../../test/fakes/slack/webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, anAllocation, aWorker } from '../../test/support/records.ts';
import { CHANNEL, SARAH_ON_SLACK, slackRoad } from '../../test/support/slack.ts';

let testing: TestDatabase;
const TODAY = '2026-03-12';

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'M1', { role: 'manager', team: 'North' });
  await aWorker(database, 'M2', { role: 'manager', team: 'South' });
  await aWorker(database, 'W1', { slackUserId: SARAH_ON_SLACK, managerId: 'M1' });
  await aWorker(database, 'W2', { managerId: 'M1' });
  await aChild(database, 'C1');
  await anAllocation(database, 'W1', 'C1');
});
afterAll(() => testing.drop());

test('a recorded conversation is open to those who may see its children, also while nobody knows who writes', async () => {
  const { database } = testing;
  const slack = await slackRoad({ database, clock: () => new Date(`${TODAY}T13:40:00Z`) });
  await slack.command('record C1');
  await slack.event(fixture('message', { user: 'U0STRANGER' }));
  await slack.settle();
  const conversationId = conversationIdOf('slack', 'T0CASE001', CHANNEL);

  const sees = async (workerId: string) => {
    const viewer = await findViewer(database.pool, workerId, TODAY);
    if (viewer === null) throw new Error('nobody');
    return openAccess(database.pool, viewer, TODAY).casesOfConversation(conversationId);
  };

  expect(await sees('W1')).toEqual(new Set(['C1']));
  expect(await sees('M1')).toEqual(new Set(['C1']));
  expect(await sees('W2')).toBeNull();
  expect(await sees('M2')).toBeNull();
});
