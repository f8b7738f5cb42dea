// Something breaks between the press of the button and the provider's answer: nothing is sent twice, and
// nothing is silently not sent.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type SendingWorld, sendingWorld, theBrennans } from '../support/sending.ts';

let testing: TestDatabase;
let world: SendingWorld;

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  world = await sendingWorld(testing.database);
});

describe('a crash between', () => {
  beforeEach(() => world.tellOfRecording());

  test('an answer that was lost is looked up in the ledger, and the message is adopted, not sent again', async () => {
    world.twilio.failNext({ kind: 'drop-after' });
    await world.press({ body: 'Are you in?' });

    await world.deliver();
    expect((await world.states('reply')).at(-1)).toMatchObject({ state: 'attempted' });
    world.pass(3);
    await world.deliver();

    expect(world.bodies()).toEqual(['Are you in?']);
    expect((await world.states('reply')).at(-1)).toMatchObject({ state: 'accepted' });
    const kept = await testing.database.prisma.message.findMany({ where: { body: 'Are you in?' } });
    expect(kept.map(({ workerId }) => workerId)).toEqual(['P']);
  });

  test('the same words sent twice on purpose are two messages: an entry belongs to one press only', async () => {
    await world.press({ body: 'Hello?' });
    await world.deliver();
    await world.press({ body: 'Hello?' });
    world.twilio.failNext({ kind: 'answer', status: 503 });
    await world.deliver();

    world.pass(3);
    await world.deliver();

    expect(world.bodies()).toEqual(['Hello?', 'Hello?']);
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

    expect(world.bodies()).toEqual(['Are you safe?']);
    expect((await world.states('reply')).at(-1)).toMatchObject({ state: 'attempted' });
    await world.deliver(); // at once: whoever holds the attempt may still be alive
    expect(world.bodies()).toHaveLength(1);
    world.pass(3);
    await world.deliver();
    expect(world.bodies()).toEqual(['Are you safe?']);
    expect((await world.states('reply')).at(-1)).toMatchObject({ state: 'accepted' });
  });

  test('an attempt that the provider never got is sent again', async () => {
    world.twilio.failNext({ kind: 'answer', status: 503 });
    await world.press({ body: 'Are you in?' });

    await world.deliver();
    expect(world.bodies()).toEqual([]);
    world.pass(3);
    await world.deliver();

    expect(world.bodies()).toEqual(['Are you in?']);
  });

  test('while the ledger cannot be read nothing is sent; a person is told, and after an hour it ends', async () => {
    await world.press({ body: 'Are you in?' });
    world.twilio.failNext(
      { kind: 'answer', status: 503 },
      ...Array(20).fill({ kind: 'answer', status: 500 }),
    );
    await world.deliver();

    world.pass(11);
    await world.deliver();
    await world.follow();

    expect(world.bodies()).toEqual([]);
    const alarms = await testing.database.prisma.alarm.findMany();
    expect(alarms).toMatchObject([{ kind: 'send-stuck', subject: 'sms', clearedAt: null }]);
    world.pass(60);
    await world.deliver();
    await world.follow();
    expect((await world.states('reply')).at(-1)).toMatchObject({
      state: 'failed',
      words: 'Nobody can say whether this was sent. Ask by phone before you write it again.',
    });
    expect((await testing.database.prisma.alarm.findMany())[0]?.clearedAt).not.toBeNull();
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
