// Buttons pressed as no card of ours would have it, and Teams at its worst while cards are posted.
import { describe, expect, test } from 'vitest';
import { TENANT } from '../../../test/fakes/teams/server.ts';
import { CHAT, PRIYA_IN_TEAMS, priyaInTeams } from '../../../test/support/teams-workers.ts';

let now = new Date('2026-03-12T15:00:00Z');
const clock = () => now;
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

async function world() {
  now = new Date('2026-03-12T15:00:00Z');
  const priya = await priyaInTeams(clock);
  const alarms = async () => {
    const where = { kind: 'surface-down', clearedAt: null };
    return (await priya.database.prisma.alarm.findMany({ where })).map(({ subject }) => subject);
  };
  return { ...priya, alarms };
}

describe('a button', () => {
  test('with too much, or nothing, in it says what is wrong and keeps what was typed', async () => {
    const { prompted, press, wordsOf, database } = await world();
    const card = await prompted('Alfie has a temperature');
    const form = await press(card, 'Add context');

    const tooLong = await press(form, 'Save and complete', { fact: 'x'.repeat(3_001) });
    const reply = await press(card, 'Send to Kelly Brennan by text');
    const tooMuch = await press(reply, 'Send to Kelly Brennan by text', {
      children: 'CT-1',
      body: 'y'.repeat(3_001),
    });

    expect(wordsOf(tooLong)).toMatch(/3,?000 characters/);
    expect(wordsOf(tooLong)).toContain('x'.repeat(3_001));
    expect(wordsOf(tooMuch)).toContain('There is a problem');
    expect(await database.prisma.statement.count()).toBe(0);
    expect(await database.prisma.sendIntent.count({ where: { kind: 'reply' } })).toBe(0);
  });

  test.each([
    ['a verb that nobody knows', { action: { verb: 'record.delete', data: {} } }],
    ['data of another shape', { action: { verb: 'which-child.save', data: { question: 7 } } }],
    ['no action', {}],
    ['nothing', undefined],
  ])('with %s is answered as not known', async (_what, value) => {
    const { activity } = await world();

    const answer = await activity('personal', {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value,
      from: { id: '29:1priya', aadObjectId: PRIYA_IN_TEAMS },
      conversation: { id: CHAT, conversationType: 'personal', tenantId: TENANT },
    });

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ statusCode: 400 });
  });

  test('for a question or recording that is not there says so, to a worker and to a stranger', async () => {
    const { press, wordsOf } = await world();
    const made = (verb: string, data: object) => ({
      speak: '',
      body: [],
      actions: [{ title: 'Press', verb, data: { ...data } }],
    });
    const nowhere = '00000000-0000-4000-8000-000000000000';

    for (const card of [
      made('which-child.save', { question: nowhere, children: 'CT-1' }),
      made('which-child.save', { question: 'not an id', children: 'CT-1' }),
      made('context.save', { recording: nowhere, version: '1', fact: 'x' }),
      made('reply.send', { conversation: 'not an id', body: 'x', children: 'CT-1', intent: 'x' }),
      made('attribution.correct-save', { conversationId: nowhere, messageId: nowhere }),
      made('delivery.seen', { send: 'not an id' }),
    ]) {
      for (const who of [PRIYA_IN_TEAMS, 'nobody-of-ours']) {
        const told = await press(card, 'Press', {}, who);
        expect(wordsOf(told)).not.toContain('Alfie');
      }
    }
  });
});

describe('while cards cannot be posted', () => {
  test.each([
    ['the token endpoint is down', `/${TENANT}/oauth2`, 503, {}],
    ['Teams asks for a pause again and again', '/v3/conversations', 429, { 'retry-after': '30' }],
    ['Teams is down', '/v3/conversations', 502, {}],
    ['our credentials are refused', `/${TENANT}/oauth2`, 401, {}],
  ])('because %s, an alarm says so, nothing is lost, and it catches up', async (...given) => {
    const [, path, status, headers] = given;
    const { text, prompt, cards, fake, alarms, adapter } = await world();
    fake.failures.push({ path, status, headers, times: 99 });
    // A token that is still good goes on being used: it is asked for anew.
    await adapter.check?.();
    await text('Bear been sick again', '2026-03-12T14:51:00Z');

    for (let attempt = 0; attempt < 7; attempt += 1) {
      await prompt();
      pass(16 * 60_000);
    }
    expect(cards()).toEqual([]);
    expect(await alarms()).toEqual(['teams']);

    fake.failures.length = 0;
    await prompt();
    await prompt();

    expect(cards()).toHaveLength(1);
    expect(await alarms()).toEqual([]);
  });

  test('a pause that Teams asks for is kept', async () => {
    const { text, prompt, cards, fake } = await world();
    const pause = { 'retry-after': '120' };
    fake.failures.push({ path: '/v3/conversations', status: 429, headers: pause, times: 1 });
    await text('Bear been sick again', '2026-03-12T14:51:00Z');

    await prompt();
    pass(119_000);
    await prompt();
    expect(cards()).toEqual([]);
    pass(2_000);
    await prompt();

    expect(cards()).toHaveLength(1);
  });

  test('to a chat that is there no more, the person’s chat is opened again', async () => {
    const { text, prompt, fake } = await world();
    fake.failures.push({
      path: `/v3/conversations/${encodeURIComponent(CHAT)}`,
      status: 404,
      times: 9,
    });
    fake.failures.push({ path: `/v3/conversations/${CHAT}`, status: 404, times: 9 });
    await text('Bear been sick again', '2026-03-12T14:51:00Z');

    await prompt();

    const opened = `a:personal-${PRIYA_IN_TEAMS}`;
    expect(fake.said.map(({ act, conversationId }) => [act, conversationId])).toEqual([
      ['create', opened],
      ['send', opened],
    ]);
  });

  test('to somebody who left, the rest goes on, and it waits on the web', async () => {
    const { text, prompt, fake, cards, alarms, database } = await world();
    fake.failures.push({ path: '/v3/conversations', status: 403, times: 99 });
    await text('Bear been sick again', '2026-03-12T14:51:00Z');

    await prompt();

    expect(cards()).toEqual([]);
    expect(await alarms()).toEqual([]);
    expect(await database.prisma.surfaceCard.findMany()).toMatchObject([{ state: 'unreachable' }]);
    expect(await database.prisma.openQuestion.count()).toBe(1);
    fake.failures.length = 0;
    pass(25 * 3_600_000);
    await prompt();
    expect(fake.said.filter(({ act }) => act === 'send')).toHaveLength(1);
  });
});
