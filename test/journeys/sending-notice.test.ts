// What a family is told, once, with the first message from the authority.
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { CONVERSATION, type SendingWorld, sendingWorld, theBrennans } from '../support/sending.ts';

let testing: TestDatabase;
let world: SendingWorld;

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  world = await sendingWorld(testing.database);
});

describe('the first contact notice', () => {
  const notices = () => world.states('notice');

  test('goes once with the worker’s first send, says what it must, and is on the record', async () => {
    const prepared = await world.sending.prepare(
      {
        workerId: 'P',
        now: world.needs.clock(),
        today: world.needs.clock().toISOString().slice(0, 10),
        visibleCases: async (cases) => new Set(cases),
      },
      CONVERSATION,
      null,
    );
    expect(prepared).toMatchObject({ toldBefore: false });

    await world.press();
    await world.press({ body: 'And bring the letter.' });
    await world.deliver();

    expect(world.bodies()).toEqual([
      'I will ring you in 10 minutes.',
      "This is children's services (North team line). Messages to and from this number are kept on the child's record. We read them Monday to Friday, 9am to 5pm. If anyone is in danger, call 999. Photos cannot be sent to this number by text.",
      'And bring the letter.',
    ]);
    const kept = await testing.database.prisma.message.findMany();
    expect(kept.map(({ body }) => body)).toEqual(expect.arrayContaining(world.bodies()));
    expect(await notices()).toMatchObject([{ state: 'accepted' }]);
  });

  test('when the message fails the notice is not sent alone, and goes with the next', async () => {
    world.twilio.failNext({ kind: 'answer', status: 400, code: 21614 });
    await world.press();
    await world.deliver();
    expect(world.bodies()).toEqual([]);

    await world.press({ body: 'Trying again.' });
    await world.deliver();

    expect(world.bodies()).toHaveLength(2);
    expect((await notices()).map(({ state }) => state)).toEqual(['seen-failed', 'accepted']);
  });

  test.each([
    ['quiet', { quiet: true }, 'quiet'],
    ['told another way', { noticeWithheldReason: 'Told in person on 3 March' }, null],
  ])('never goes to a contact who is %s', async (_, arrangement, question) => {
    await testing.database.prisma.contactArrangement.create({
      data: {
        id: crypto.randomUUID(),
        contactId: 'K',
        quiet: false,
        days: [],
        setBy: 'P',
        setAt: new Date(),
        ...arrangement,
      },
    });

    await world.press({ asked: question ? [question] : [] });
    await world.deliver();

    expect(world.bodies()).toEqual(['I will ring you in 10 minutes.']);
    expect(await notices()).toEqual([]);
  });

  test('never goes to a phone that more than one person holds', async () => {
    await testing.database.prisma.contact.create({
      data: { contactId: 'D', name: 'Doreen Brennan', alsoKnownAs: [] },
    });
    const [{ address } = { address: '' }] =
      await testing.database.prisma.contactIdentifier.findMany();
    await testing.database.prisma.contactIdentifier.create({
      data: {
        contactId: 'D',
        channel: 'sms',
        address,
        verified: true,
        validFrom: new Date('2020-01-01'),
      },
    });

    expect(await world.press()).toMatchObject({
      outcome: 'stopped',
      stops: [{ code: 'choose-person' }],
    });
    await world.press({ contactId: 'K', asked: ['shared-phone:D'] });
    await world.deliver();

    expect(world.bodies()).toEqual(['I will ring you in 10 minutes.']);
  });
});
