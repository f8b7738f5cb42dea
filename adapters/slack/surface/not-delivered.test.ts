// A reply that did not reach the family comes back to the worker, in the thread where they wrote it.
import { beforeEach, expect, test } from 'vitest';
import { type SlackDesk, slackDesk } from '../../../test/support/slack-desk.ts';
import { type SeenMessage, wordsOf } from '../../../test/support/slack-people.ts';
import { type TextsOut, textsOut } from '../../../test/support/texts-out.ts';
import { HELEN, PRIYA, TOM } from '../../../test/support/worker-surface.ts';

const REPLY = 'I will ring you at 4pm.';
const UNREACHABLE = '30003'; // https://www.twilio.com/docs/api/errors/30003
let now: Date;
let slack: SlackDesk;
let texts: TextsOut;

beforeEach(async () => {
  now = new Date('2026-03-12T15:00:00Z');
  slack = await slackDesk(() => now);
  texts = await textsOut(slack.database, () => now);
});

/** Kelly's text is answered from Slack. Returns the card it was answered from. */
async function replied(): Promise<SeenMessage> {
  const card = await slack.prompted('Alfie fell off the wall');
  await slack.press(PRIYA, card, 'Send to Kelly Brennan by text');
  const sent = await slack.submit(PRIYA, slack.view(), { body: REPLY, child: ['CT-1'] });
  expect(sent).toEqual({ response_action: 'clear' });
  return card;
}

const failures = () =>
  slack
    .chatOf(PRIYA)
    .filter(({ blocks }) => /Not delivered to|Not sent yet to/.test(wordsOf(blocks)));

async function notDelivered() {
  const card = await replied();
  await texts.deliver();
  await texts.hearOf(REPLY, 'sent', ['undelivered', UNREACHABLE]);
  await texts.follow();
  await slack.prompt();
  await slack.prompt();
  const [failure, ...more] = failures();
  if (!failure) throw new Error('The worker was not told.');
  expect(more).toEqual([]);
  return { card, failure };
}

test('the thread says once, in words, what did not arrive, why, and what to do next', async () => {
  const { card, failure } = await notDelivered();

  expect(failure.thread).toBe(card.ts);
  const words = wordsOf(failure.blocks);
  expect(words).toContain('Not delivered to Kelly Brennan, mother');
  expect(words).toContain(REPLY);
  expect(words).toContain('about Alfie Brennan');
  expect(words).toContain('could not be reached');
  expect(words).toContain('Kelly has not seen your message. A copy is kept on the record.');
  for (const label of ['Write again', 'I have seen this', 'Open the conversation']) {
    expect(words).toContain(`"${label}"`);
  }
  // What a locked phone shows names nobody.
  const posts = slack.slack.requests.filter(({ method }) => method === 'chat.postMessage');
  expect(posts.at(-1)?.given.text).toBe('A message to a family was not delivered. A copy is kept.');
  expect(wordsOf([...slack.chatOf(HELEN), ...slack.chatOf(TOM)])).not.toContain(REPLY);
});

test('“Write again” opens the reply with its checks, and nothing is sent by that', async () => {
  const { failure } = await notDelivered();

  await slack.press(PRIYA, failure, 'Write again');

  expect(slack.view().callback_id).toBe('reply.send');
  expect(wordsOf(slack.view())).toContain('To: Kelly Brennan, mother');
  await texts.deliver();
  expect(texts.twilio.messages.filter(({ body }) => body === REPLY)).toHaveLength(1);
});

test('“I have seen this” settles the card, for whoever wrote it and nobody else', async () => {
  const { failure } = await notDelivered();

  await slack.press(TOM, failure, 'I have seen this');
  expect(failures()).toHaveLength(1);
  expect(wordsOf(failures())).toContain('"I have seen this"');
  await slack.press(PRIYA, failure, 'I have seen this');

  expect(wordsOf(failures())).toContain('You have seen this.');
  expect(wordsOf(failures())).not.toContain('"I have seen this"');
  const rows = await slack.rows(
    `SELECT s.state FROM send_state s JOIN send_intent i ON i.id = s.intent_id WHERE i.kind = 'reply'`,
  );
  expect(rows).toEqual([{ state: 'seen-failed' }]);
});

test.each([
  ['gone to the network', [], 'It has gone to the network after all.'],
  ['delivered', ['sent', 'delivered'], 'Kelly has your message after all.'],
])(
  'what has waited for ten minutes is said too; %s after all, the card says so and no more',
  async (_now, statuses, words) => {
    await replied();
    now = new Date('2026-03-12T15:11:00Z');
    await slack.prompt();
    expect(wordsOf(failures())).toContain('Not sent yet to Kelly Brennan, mother');
    expect(wordsOf(failures())).toContain('It has waited for more than 10 minutes.');

    await texts.deliver();
    await texts.hearOf(REPLY, ...statuses);
    await texts.follow();
    await slack.prompt();

    expect(failures()).toEqual([]);
    expect(wordsOf(slack.chatOf(PRIYA))).toContain(words);
  },
);
