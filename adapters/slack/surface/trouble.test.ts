// Slack at its worst while cards are posted: nothing is lost, and nothing is posted twice.
import { beforeEach, expect, test } from 'vitest';
import { type SlackDesk, slackDesk, UNCLEAR } from '../../../test/support/slack-desk.ts';
import { PRIYA } from '../../../test/support/worker-surface.ts';

let slack: SlackDesk;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-03-12T15:00:00Z');
  slack = await slackDesk(() => now);
});

test('Slack says it has no such user: the prompt waits on the web, and others get theirs', async () => {
  slack.slack.failNext({ kind: 'error', error: 'user_not_found', method: 'chat.postMessage' });
  await slack.text(UNCLEAR, '2026-03-12T14:51:00Z');
  await slack.prompt();
  expect(slack.chatOf(PRIYA)).toEqual([]);
  expect(await slack.rows('SELECT state FROM surface_card')).toEqual([{ state: 'unreachable' }]);
});

test('a post whose answer was lost is found again, and not posted twice', async () => {
  slack.slack.failNext({ kind: 'drop-after', method: 'chat.postMessage' });
  await slack.text(UNCLEAR, '2026-03-12T14:51:00Z');
  await slack.prompt();
  now = new Date('2026-03-12T15:05:00Z');
  await slack.prompt();
  expect(slack.chatOf(PRIYA)).toHaveLength(1);
  await slack.press(PRIYA, slack.card(), 'About Maisie');
  expect(await slack.rows('SELECT case_numbers FROM current_attribution')).toEqual([
    { case_numbers: ['CT-2'] },
  ]);
});

test('a card that was deleted stands anew; a refused token stops the prompts with an alarm', async () => {
  await slack.prompted();
  slack.slack.failNext({ kind: 'error', error: 'message_not_found', method: 'chat.update' });
  await slack.text('can u call x', '2026-03-12T14:55:00Z');
  await slack.prompt();
  expect(slack.chatOf(PRIYA)).toHaveLength(2);
  slack.slack.revoke();
  await slack.text('hello?', '2026-03-12T14:58:00Z');
  await slack.prompt();
  expect(await slack.rows('SELECT kind FROM alarm WHERE cleared_at IS NULL')).toEqual([
    { kind: 'surface-down' },
  ]);
});
