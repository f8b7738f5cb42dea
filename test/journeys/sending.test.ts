// A worker's message to a family, from the press of the button to the family's phone and back.
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type SendingWorld, sendingWorld, theBrennans } from '../support/sending.ts';

let testing: TestDatabase;
let world: SendingWorld;

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  world = await sendingWorld(testing.database);
});

describe('sending', () => {
  test('a message is committed, sent once and kept with its author, about the selected children', async () => {
    expect(await world.press({ caseNumbers: ['CT-1', 'CT-2'] })).toMatchObject({ outcome: 'kept' });
    expect(world.bodies()).toEqual([]); // nothing is sent before the commit

    await world.deliver();
    await world.deliver();

    const [reply] = await testing.database.prisma.message.findMany({
      orderBy: { sequence: 'asc' },
    });
    expect(reply).toMatchObject({
      direction: 'outbound',
      body: 'I will ring you in 10 minutes.',
      workerId: 'P',
      origin: 'sent',
      externalId: world.twilio.messages[0]?.sid,
    });
    expect(world.bodies().filter((body) => body.startsWith('I will ring'))).toHaveLength(1);
    const [scope] = await testing.database.prisma.scopeEvent.findMany();
    expect(scope?.caseNumbers).toEqual(['CT-1', 'CT-2']);
    expect(scope && reply && scope.at <= reply.occurredAt).toBe(true);
    expect(await testing.database.prisma.stageWork.count({ where: { stage: 'attribution' } })).toBe(
      2,
    );
  });

  test('one press of the button is one message, however often the form arrives', async () => {
    const pressed = { idempotencyKey: 'the-same-press' };

    const results = [await world.press(pressed), await world.press(pressed)];
    await world.deliver();

    expect(results.map((result) => result.outcome === 'kept' && result.again)).toEqual([
      false,
      true,
    ]);
    expect(world.bodies().filter((body) => body.startsWith('I will ring'))).toHaveLength(1);
  });

  test('a question is asked before sending, and the answer is kept with the message', async () => {
    const body = 'I will see Alfie and Maisie.';

    expect(await world.press({ body })).toMatchObject({ outcome: 'asks' });
    expect(await world.states('reply')).toEqual([]);
    await world.press({ body, asked: ['names-another-child:CT-2'], why: 'Kelly asked about both' });

    const [intent] = await testing.database.prisma.sendIntent.findMany({
      where: { kind: 'reply' },
    });
    expect(intent?.checks).toEqual([
      {
        key: 'names-another-child:CT-2',
        asked: 'It names Maisie.',
        answer: 'sent-as-it-is',
        why: 'Kelly asked about both',
      },
    ]);
  });

  test('two processes that send at once send each message once, in the order written', async () => {
    await world.tellOfRecording();
    for (const body of ['First.', 'Second.', 'Third.']) await world.press({ body });

    await Promise.all([world.deliver(), world.deliver(), world.deliver()]);
    await world.deliver();

    expect(world.bodies()).toEqual(['First.', 'Second.', 'Third.']);
  });
});

describe('statuses', () => {
  beforeEach(async () => {
    await world.tellOfRecording();
    await world.press({ body: 'Are you in?' });
    await world.deliver();
  });

  test('move a send on, and never backwards', async () => {
    await world.hearOf('Are you in?', 'delivered', 'sent');
    await world.follow();
    await world.hearOf('Are you in?', 'sending');
    await world.follow();

    expect((await world.states('reply')).at(-1)).toMatchObject({ state: 'delivered' });
  });

  test('a failure reaches the worker in words', async () => {
    await world.hearOf('Are you in?', 'sent', ['undelivered', '30003']);

    await world.follow();

    expect((await world.states('reply')).at(-1)).toMatchObject({
      state: 'failed',
      words: expect.stringContaining('could not be reached'),
    });
  });
});
