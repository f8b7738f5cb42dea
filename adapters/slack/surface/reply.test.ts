import { beforeEach, describe, expect, test } from 'vitest';
import { type SlackDesk, slackDesk } from '../../../test/support/slack-desk.ts';
import { wordsOf } from '../../../test/support/slack-people.ts';
import { PRIYA } from '../../../test/support/worker-surface.ts';

let slack: SlackDesk;

beforeEach(async () => {
  slack = await slackDesk(() => new Date('2026-03-12T15:00:00Z'));
});

describe('reply', () => {
  test('shows recipient, children and checks; asks; and is sent once', async () => {
    await slack.press(
      PRIYA,
      await slack.prompted('Alfie fell off the wall'),
      'Send to Kelly Brennan by text',
    );
    const view = slack.view();
    expect(wordsOf(view)).toContain('To: Kelly Brennan, mother');
    const body = 'It stays between you and me';
    expect(await slack.submit(PRIYA, view, { body, child: [] })).toMatchObject({
      response_action: 'errors',
      errors: { child: 'Select every child your message is about.' },
    });
    const asks = await slack.submit(PRIYA, view, { body, child: ['CT-1'] });
    expect(asks).toMatchObject({ response_action: 'update' });
    expect(wordsOf(asks)).toContain('Check before you send');
    const asked = { ...view, ...Object(asks.view) };
    expect(
      await slack.submit(PRIYA, asked, { body, child: ['CT-1'], why: 'Meant kindly' }),
    ).toEqual({
      response_action: 'clear',
    });
    await slack.submit(PRIYA, asked, { body, child: ['CT-1'], why: 'Meant kindly' });
    expect(
      await slack.rows(`SELECT body, worker_id FROM send_intent WHERE kind = 'reply'`),
    ).toEqual([{ body, worker_id: 'P' }]);
  });

  test('what is typed in the thread is not sent: it can be sent, or kept as a note', async () => {
    const card = await slack.prompted('Alfie fell off the wall');
    const type = async (text: string) => {
      await slack.afterwards(() =>
        slack.event({
          type: 'message',
          channel: card.channel,
          channel_type: 'im',
          user: PRIYA,
          text,
          ts: slack.slack.state.nextTs(),
          thread_ts: card.ts,
          event_ts: '1',
        }),
      );
    };
    await type('Is he hurt? &lt;3');
    const answer = slack.chatOf(PRIYA).at(-1);
    if (!answer) throw new Error('Nothing was answered.');
    expect(wordsOf(answer.blocks)).toContain('What you typed has not gone to Kelly Brennan.');
    expect(await slack.rows('SELECT 1 FROM send_intent')).toEqual([]);
    expect(await slack.rows('SELECT count(*)::int AS kept FROM message')).toEqual([{ kept: 1 }]);
    await slack.press(PRIYA, answer, 'Send to Kelly Brennan');
    expect(wordsOf(slack.view())).toContain('"initial_value":"Is he hurt? <3"');
    await slack.press(PRIYA, answer, 'Keep as a note');
    expect(
      await slack.rows(`SELECT fields->>'fact' AS fact FROM draft WHERE form = 'recording'`),
    ).toEqual([{ fact: 'Is he hurt? <3' }]);
    expect(await slack.rows('SELECT 1 FROM send_intent')).toEqual([]);
  });
});
