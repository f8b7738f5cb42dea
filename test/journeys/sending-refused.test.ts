// A message that does not go: the worker is told why, in words, until they have seen it.
import { beforeEach, describe, expect, test } from 'vitest';
import { dismissFailure } from '../../src/delivery/intent-store.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type SendingWorld, sendingWorld, theBrennans } from '../support/sending.ts';

let testing: TestDatabase;
let world: SendingWorld;

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  world = await sendingWorld(testing.database);
});

describe('a message that does not go', () => {
  beforeEach(() => world.tellOfRecording());

  test('a number that cannot receive texts reaches the worker in words, until they have seen it', async () => {
    world.twilio.failNext({ kind: 'answer', status: 400, code: 21614 });
    await world.press({ body: 'Are you in?' });

    await world.deliver();

    expect((await world.states('reply')).at(-1)).toMatchObject({
      state: 'failed',
      words: expect.stringContaining("This number can't receive texts"),
    });
    const { pool, prisma } = testing.database;
    const failed = await prisma.sendState.findFirst({ where: { state: 'failed' } });
    const at = world.needs.clock();
    expect(await dismissFailure(pool, failed?.intentId ?? '', 'H', at)).toBe(false);
    expect(await dismissFailure(pool, failed?.intentId ?? '', 'P', at)).toBe(true);
    expect((await world.states('reply')).at(-1)).toMatchObject({ state: 'seen-failed' });
  });

  test('a provider that asks for patience gets it, and the message goes later', async () => {
    world.twilio.failNext({ kind: 'answer', status: 429, code: 20429, retryAfter: '30' });
    await world.press({ body: 'Are you in?' });

    await world.deliver();
    await world.deliver();
    expect((await world.states('reply')).at(-1)).toMatchObject({ state: 'waiting' });
    world.pass(5);
    await world.deliver();

    expect(world.bodies()).toEqual(['Are you in?']);
  });

  test('a message that could not go for an hour is not sent out of its time', async () => {
    await world.press({ body: 'I am outside now.' });

    world.pass(61);
    await world.deliver();

    expect(world.bodies()).toEqual([]);
    expect((await world.states('reply')).at(-1)).toMatchObject({
      state: 'failed',
      words: expect.stringContaining('nothing was sent'),
    });
  });

  test('the network’s own opt-out stops the next message, with what to do instead', async () => {
    world.twilio.failNext({ kind: 'answer', status: 400, code: 21610 });
    await world.press({ body: 'Are you in?' });
    await world.deliver();

    expect(await world.press({ body: 'Hello?' })).toMatchObject({
      outcome: 'stopped',
      stops: [{ code: 'opted-out', next: expect.stringContaining('START') }],
    });
    const opted = await testing.database.prisma.optEvent.findMany();
    expect(opted).toMatchObject([{ kind: 'stop', source: 'provider' }]);
  });

  test('a contact no longer permitted when the message would go gets nothing', async () => {
    await world.press({ body: 'Are you in?' });
    await testing.database.prisma.relationship.updateMany({ data: { contactPermitted: 'no' } });

    await world.deliver();

    expect(world.bodies()).toEqual([]);
    expect((await world.states('reply')).at(-1)).toMatchObject({ state: 'failed' });
  });

  test('refused credentials raise an alarm', async () => {
    world.twilio.failNext({ kind: 'answer', status: 401, code: 20003 });
    await world.press({ body: 'Are you in?' });

    await world.deliver();

    const alarms = await testing.database.prisma.alarm.findMany();
    expect(alarms).toMatchObject([{ kind: 'credentials-refused', subject: 'twilio' }]);
  });
});
