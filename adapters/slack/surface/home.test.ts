import { beforeEach, describe, expect, test } from 'vitest';
import { NOBODY, type SlackDesk, slackDesk } from '../../../test/support/slack-desk.ts';
import { wordsOf } from '../../../test/support/slack-people.ts';
import { HELEN, PRIYA, TOM } from '../../../test/support/worker-surface.ts';

let slack: SlackDesk;

beforeEach(async () => {
  slack = await slackDesk(() => new Date('2026-03-12T15:00:00Z'));
});

describe('home and commands', () => {
  test('the home shows what waits with due times, and a stranger nothing', async () => {
    await slack.prompted('Alfie fell off the wall');
    const home = async (user: string) => {
      await slack.afterwards(() =>
        slack.event({
          type: 'app_home_opened',
          user,
          channel: 'D1',
          tab: 'home',
          event_ts: '1',
        }),
      );
      return wordsOf(slack.slack.state.views.get(`home:${user}`));
    };
    expect(await home(PRIYA)).toMatch(/1 thing is waiting.*Alfie Brennan.*Add context/);
    expect(await home(HELEN)).toContain('recordings overdue');
    const stranger = await home(NOBODY);
    expect(stranger).toContain('You cannot use Casethread from this Slack account');
    expect(stranger).not.toContain('Alfie');
  });

  test('find answers only the worker, with children they may see; anything else is help', async () => {
    const answer = async (text: string, user: string) =>
      (await slack.command(text, { user_id: user })).json();
    const found = await answer('find alfie', PRIYA);
    expect(found).toMatchObject({ response_type: 'ephemeral' });
    expect(wordsOf(found)).toContain('Alfie Brennan');
    expect(wordsOf(await answer('find alfie', TOM))).not.toContain('Brennan');
    expect(wordsOf(await answer('find alfie', NOBODY))).toContain('You cannot use Casethread');
    expect(wordsOf(await answer('', PRIYA))).toContain('/casethread record');
  });
});
