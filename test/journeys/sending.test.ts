// A worker's message to a family, from the press of the button to the family's phone and back.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { dismissFailure } from '../../src/delivery/intent-store.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { CONVERSATION, type SendingWorld, sendingWorld, theBrennans } from '../support/sending.ts';

let testing: TestDatabase;
let world: SendingWorld;

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  world = await sendingWorld(testing.database);
});

const deliver = () => world.deliver();
const bodies = () => world.twilio.messages.map(({ body }) => body);

async function states() {
  const { rows } = await testing.database.pool.query(
    `SELECT i.kind, s.state, s.words FROM send_state s JOIN send_intent i ON i.id = s.intent_id
     ORDER BY i.sequence`,
  );
  return rows;
}

const replies = async () => (await states()).filter(({ kind }) => kind === 'reply');

/** Kelly was told about recording long ago, so that only replies go. */
async function toldLongAgo() {
  await world.press();
  await deliver();
  world.twilio.messages.length = 0;
}

describe('sending', () => {
  test('a message is committed, sent once and kept with its author, about the selected children', async () => {
    expect(await world.press({ caseNumbers: ['CT-1', 'CT-2'] })).toMatchObject({ outcome: 'kept' });
    expect(bodies()).toEqual([]); // nothing is sent before the commit

    await deliver();
    await deliver();

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
    expect(bodies().filter((body) => body.startsWith('I will ring'))).toHaveLength(1);
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
    await deliver();

    expect(results.map((result) => result.outcome === 'kept' && result.again)).toEqual([
      false,
      true,
    ]);
    expect(bodies().filter((body) => body.startsWith('I will ring'))).toHaveLength(1);
  });

  test('a question is asked before sending, and the answer is kept with the message', async () => {
    const body = 'I will see Alfie and Maisie.';

    expect(await world.press({ body })).toMatchObject({ outcome: 'asks' });
    expect(await replies()).toEqual([]);
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
    await toldLongAgo();
    for (const body of ['First.', 'Second.', 'Third.']) await world.press({ body });

    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();

    expect(bodies()).toEqual(['First.', 'Second.', 'Third.']);
  });
});

describe('a crash between', () => {
  beforeEach(toldLongAgo);

  test('an answer that was lost is looked up in the ledger, and the message is adopted, not sent again', async () => {
    world.twilio.failNext({ kind: 'drop-after' });
    await world.press({ body: 'Are you in?' });

    await deliver();
    expect((await replies()).at(-1)).toMatchObject({ state: 'attempted' });
    world.pass(3);
    await deliver();

    expect(bodies()).toEqual(['Are you in?']);
    expect((await replies()).at(-1)).toMatchObject({ state: 'accepted' });
    const kept = await testing.database.prisma.message.findMany({ where: { body: 'Are you in?' } });
    expect(kept.map(({ workerId }) => workerId)).toEqual(['P']);
  });

  test('the same words sent twice on purpose are two messages: an entry belongs to one press only', async () => {
    await world.press({ body: 'Hello?' });
    await deliver();
    await world.press({ body: 'Hello?' });
    world.twilio.failNext({ kind: 'answer', status: 503 });
    await deliver();

    world.pass(3);
    await deliver();

    expect(bodies()).toEqual(['Hello?', 'Hello?']);
    const accepted = await testing.database.prisma.sendState.findMany({
      where: { state: 'accepted' },
    });
    expect(new Set(accepted.map(({ messageId }) => messageId)).size).toBe(accepted.length);
  });

  test('a process killed while the provider had the message never sends it twice', async () => {
    const { url, taken } = await aGatewayThatNeverAnswers(world.twilio.url);
    await world.press({ body: 'Are you safe?' });

    const script = fileURLToPath(new URL('../support/deliver-process.ts', import.meta.url));
    const child = spawn(process.execPath, [script, testing.url, url], { stdio: 'inherit' });
    const ended = once(child, 'exit');
    await taken;
    child.kill('SIGKILL');
    await ended;

    expect(bodies()).toEqual(['Are you safe?']);
    expect((await replies()).at(-1)).toMatchObject({ state: 'attempted' });
    await deliver(); // at once: whoever holds the attempt may still be alive
    expect(bodies()).toHaveLength(1);
    world.pass(3);
    await deliver();
    expect(bodies()).toEqual(['Are you safe?']);
    expect((await replies()).at(-1)).toMatchObject({ state: 'accepted' });
  });

  test('an attempt that the provider never got is sent again', async () => {
    world.twilio.failNext({ kind: 'answer', status: 503 });
    await world.press({ body: 'Are you in?' });

    await deliver();
    expect(bodies()).toEqual([]);
    world.pass(3);
    await deliver();

    expect(bodies()).toEqual(['Are you in?']);
  });

  test('while the ledger cannot be read nothing is sent; a person is told, and after an hour it ends', async () => {
    await world.press({ body: 'Are you in?' });
    world.twilio.failNext(
      { kind: 'answer', status: 503 },
      ...Array(20).fill({ kind: 'answer', status: 500 }),
    );
    await deliver();

    world.pass(11);
    await deliver();
    await world.follow();

    expect(bodies()).toEqual([]);
    const alarms = await testing.database.prisma.alarm.findMany();
    expect(alarms).toMatchObject([{ kind: 'send-stuck', subject: 'sms', clearedAt: null }]);
    world.pass(60);
    await deliver();
    await world.follow();
    expect((await replies()).at(-1)).toMatchObject({
      state: 'failed',
      words: 'Nobody can say whether this was sent. Ask by phone before you write it again.',
    });
    expect((await testing.database.prisma.alarm.findMany())[0]?.clearedAt).not.toBeNull();
  });
});

describe('a message that does not go', () => {
  beforeEach(toldLongAgo);

  test('a number that cannot receive texts reaches the worker in words, until they have seen it', async () => {
    world.twilio.failNext({ kind: 'answer', status: 400, code: 21614 });
    await world.press({ body: 'Are you in?' });

    await deliver();

    expect((await replies()).at(-1)).toMatchObject({
      state: 'failed',
      words: expect.stringContaining("This number can't receive texts"),
    });
    const { pool, prisma } = testing.database;
    const failed = await prisma.sendState.findFirst({ where: { state: 'failed' } });
    const at = world.needs.clock();
    expect(await dismissFailure(pool, failed?.intentId ?? '', 'H', at)).toBe(false);
    expect(await dismissFailure(pool, failed?.intentId ?? '', 'P', at)).toBe(true);
    expect((await replies()).at(-1)).toMatchObject({ state: 'seen-failed' });
  });

  test('a provider that asks for patience gets it, and the message goes later', async () => {
    world.twilio.failNext({ kind: 'answer', status: 429, code: 20429, retryAfter: '30' });
    await world.press({ body: 'Are you in?' });

    await deliver();
    await deliver();
    expect((await replies()).at(-1)).toMatchObject({ state: 'waiting' });
    world.pass(5);
    await deliver();

    expect(bodies()).toEqual(['Are you in?']);
  });

  test('a message that could not go for an hour is not sent out of its time', async () => {
    await world.press({ body: 'I am outside now.' });

    world.pass(61);
    await deliver();

    expect(bodies()).toEqual([]);
    expect((await replies()).at(-1)).toMatchObject({
      state: 'failed',
      words: expect.stringContaining('nothing was sent'),
    });
  });

  test('the network’s own opt-out stops the next message, with what to do instead', async () => {
    world.twilio.failNext({ kind: 'answer', status: 400, code: 21610 });
    await world.press({ body: 'Are you in?' });
    await deliver();

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

    await deliver();

    expect(bodies()).toEqual([]);
    expect((await replies()).at(-1)).toMatchObject({ state: 'failed' });
  });

  test('refused credentials raise an alarm', async () => {
    world.twilio.failNext({ kind: 'answer', status: 401, code: 20003 });
    await world.press({ body: 'Are you in?' });

    await deliver();

    const alarms = await testing.database.prisma.alarm.findMany();
    expect(alarms).toMatchObject([{ kind: 'credentials-refused', subject: 'twilio' }]);
  });
});

describe('statuses', () => {
  beforeEach(async () => {
    await toldLongAgo();
    await world.press({ body: 'Are you in?' });
    await deliver();
  });

  test('move a send on, and never backwards', async () => {
    await world.hearOf('Are you in?', 'delivered', 'sent');
    await world.follow();
    await world.hearOf('Are you in?', 'sending');
    await world.follow();

    expect((await replies()).at(-1)).toMatchObject({ state: 'delivered' });
  });

  test('a failure reaches the worker in words', async () => {
    await world.hearOf('Are you in?', 'sent', ['undelivered', '30003']);

    await world.follow();

    expect((await replies()).at(-1)).toMatchObject({
      state: 'failed',
      words: expect.stringContaining('could not be reached'),
    });
  });
});

describe('the first contact notice', () => {
  const notices = async () => (await states()).filter(({ kind }) => kind === 'notice');

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
    await deliver();

    expect(bodies()).toEqual([
      'I will ring you in 10 minutes.',
      "This is children's services (North team line). Messages to and from this number are kept on the child's record. We read them Monday to Friday, 9am to 5pm. If anyone is in danger, call 999. Photos cannot be sent to this number by text.",
      'And bring the letter.',
    ]);
    const kept = await testing.database.prisma.message.findMany();
    expect(kept.map(({ body }) => body)).toEqual(expect.arrayContaining(bodies()));
    expect(await notices()).toMatchObject([{ state: 'accepted' }]);
  });

  test('when the message fails the notice is not sent alone, and goes with the next', async () => {
    world.twilio.failNext({ kind: 'answer', status: 400, code: 21614 });
    await world.press();
    await deliver();
    expect(bodies()).toEqual([]);

    await world.press({ body: 'Trying again.' });
    await deliver();

    expect(bodies()).toHaveLength(2);
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
    await deliver();

    expect(bodies()).toEqual(['I will ring you in 10 minutes.']);
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
    await deliver();

    expect(bodies()).toEqual(['I will ring you in 10 minutes.']);
  });
});

/** Passes what it is asked on to `target`, and then keeps the asker waiting. */
async function aGatewayThatNeverAnswers(target: string) {
  let tell = () => {};
  const taken = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const server = createServer((asked) => {
    const { method, headers, url = '/' } = asked;
    const onward = request(new URL(url, target), {
      ...(method ? { method } : {}),
      headers: { ...headers, host: new URL(target).host },
    });
    onward.on('response', (answer) => {
      answer.resume();
      answer.on('end', tell);
    });
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address() as AddressInfo; // a listening TCP server has one
  return { url: `http://127.0.0.1:${address.port}`, taken };
}
