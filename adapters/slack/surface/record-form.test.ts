// *Record for a child*, from a message's menu: what Slack shows, and what comes of it.
import { beforeEach, expect, test } from 'vitest';
import { TEAM } from '../../../test/fakes/slack/state.ts';
import { CHANNEL, KELLY_ON_SLACK } from '../../../test/support/slack.ts';
import { NOBODY, type SlackDesk, slackDesk } from '../../../test/support/slack-desk.ts';
import { wordsOf } from '../../../test/support/slack-people.ts';
import { PRIYA, TOM } from '../../../test/support/worker-surface.ts';

const NOW = new Date('2026-03-12T15:00:00Z');
let slack: SlackDesk;

beforeEach(async () => {
  slack = await slackDesk(() => NOW);
});

/** As Slack sends it (https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload). */
async function useShortcut(userId: string) {
  const answer = await slack.afterwards(() =>
    slack.interaction({
      type: 'message_action',
      callback_id: 'record_for_child',
      trigger_id: slack.slack.trigger(),
      action_ts: '1773327600.000000',
      message_ts: '1773327000.000100',
      response_url: 'http://127.0.0.1:9/never',
      user: { id: userId, name: 'somebody', team_id: TEAM },
      channel: { id: CHANNEL, name: 'family-brennan' },
      message: { type: 'message', user: KELLY_ON_SLACK, ts: '1773327000.000100', text: 'hello' },
    }),
  );
  expect(answer.status).toBe(200);
  return slack.view();
}

/** Kelly writes in the channel, as Slack tells it. */
const kellyWrites = (text: string) => {
  const ts = slack.slack.state.nextTs();
  return slack.event({ type: 'message', channel: CHANNEL, user: KELLY_ON_SLACK, text, ts });
};

const kept = async () =>
  (await slack.database.prisma.message.findMany({ orderBy: { sequence: 'asc' } })).map(
    ({ direction, body }) => `${direction}: ${body}`,
  );

test('it opens a form; submitted, the conversation is recorded from then on and everybody in it is told', async () => {
  const form = await useShortcut(PRIYA);
  expect(wordsOf(form)).toContain('Record for a child');
  expect(wordsOf(form)).toContain('Everybody in it is told.');
  expect(wordsOf(form)).not.toContain('hello');
  await kellyWrites('before anybody agreed');

  const answer = await slack.submit(PRIYA, form, { children: ['CT-1', 'CT-2'] });

  expect(answer).toMatchObject({ response_action: 'update', view: { callback_id: 'said' } });
  expect(wordsOf(answer)).toContain('now recorded for Alfie Brennan (CT-1), Maisie Brennan (CT-2)');
  await kellyWrites('Bear been sick again');
  await slack.settle();
  expect(await kept()).toEqual([
    'inbound: Bear been sick again',
    expect.stringMatching(/^outbound: This conversation is now recorded/),
  ]);
  expect(await slack.database.prisma.registrationEvent.findMany()).toMatchObject([
    { kind: 'registered', officialNumber: TEAM, counterpart: CHANNEL, workerId: 'P' },
  ]);
  const said = slack.slack.state.messages.get(CHANNEL) ?? [];
  expect(said.map(({ text }) => text)).toEqual([expect.stringContaining('now recorded')]);
});

test('with no child selected the form says so at its field, and nothing is recorded', async () => {
  const form = await useShortcut(PRIYA);

  expect(await slack.submit(PRIYA, form, { children: [] })).toEqual({
    response_action: 'errors',
    errors: { children: 'Select a child' },
  });

  expect(await slack.database.prisma.registrationEvent.count()).toBe(0);
});

test.each([
  ['a worker who is not allocated to the child', TOM, 'You are not allocated to a child'],
  ['somebody who is no worker', NOBODY, 'does not know you as a worker'],
])(
  '%s is refused in words, nothing is recorded, and the refusal is audited',
  async (_who, userId, words) => {
    const form = await useShortcut(userId);

    const answer = await slack.submit(userId, form, { children: ['CT-1'] });

    expect(wordsOf(answer)).toContain(words);
    await kellyWrites('Bear been sick again');
    expect(await kept()).toEqual([]);
    expect(await slack.database.prisma.registrationEvent.count()).toBe(0);
    expect(
      await slack.database.prisma.auditEvent.count({
        where: { action: 'register-conversation-refused' },
      }),
    ).toBe(1);
  },
);

test('the command without a name opens the same form', async () => {
  await slack.afterwards(() => slack.command('record', { user_id: PRIYA }));

  const answer = await slack.submit(PRIYA, slack.view(), { children: ['CT-1'] });

  expect(wordsOf(answer)).toContain('now recorded for Alfie Brennan (CT-1)');
});
