import { beforeEach, describe, expect, test } from 'vitest';
import { type SlackDesk, slackDesk } from '../../../test/support/slack-desk.ts';
import { wordsOf } from '../../../test/support/slack-people.ts';
import { HELEN, PRIYA } from '../../../test/support/worker-surface.ts';

let slack: SlackDesk;

beforeEach(async () => {
  slack = await slackDesk(() => new Date('2026-03-12T15:00:00Z'));
});

describe('add context', () => {
  const about = 'Alfie fell off the wall, hes ok';

  test('the form is the web’s; the event’s fields come with the tick; errors at their field; then the chronology', async () => {
    await slack.press(PRIYA, await slack.prompted(about), 'Add context');
    const ids = () =>
      slack.view().blocks.flatMap(({ block_id: id, element }) => (id && element ? [id] : []));
    expect(ids()).toEqual([
      'fact',
      'source',
      'hearsay',
      'view-source',
      'view',
      'opinion',
      'action',
      'sig',
    ]);
    const typed = { hearsay: 'He is fine', source: 'Kelly Brennan, mother', sig: ['yes'] };
    await slack.afterwards(() =>
      slack.interaction({
        type: 'block_actions',
        user: { id: PRIYA },
        trigger_id: slack.slack.trigger(),
        container: { type: 'view', view_id: slack.view().id },
        view: {
          ...slack.view(),
          state: {
            values: {
              hearsay: { text: { type: 'plain_text_input', value: 'He is fine' } },
              sig: { yes: { type: 'checkboxes', selected_options: [{ value: 'yes' }] } },
            },
          },
        },
        actions: [
          {
            type: 'checkboxes',
            action_id: 'yes',
            block_id: 'sig',
            selected_options: [{ value: 'yes' }],
          },
        ],
      }),
    );
    expect(ids()).toContain('summary');
    const wrong = await slack.submit(PRIYA, slack.view(), {
      ...typed,
      fact: 'x'.repeat(3_001),
      when: '2027-01-01',
    });
    expect(wrong).toEqual({
      response_action: 'errors',
      errors: {
        fact: 'Facts must be 3,000 characters or fewer',
        when: 'Date it happened must be today or in the past',
        summary: 'Enter wording for the chronology',
      },
    });
    const saved = await slack.submit(PRIYA, slack.view(), {
      ...typed,
      when: '2026-03-10',
      summary: 'Fall, unhurt',
    });
    expect(saved).toEqual({ response_action: 'clear' });
    expect(await slack.rows('SELECT kind, source, text FROM statement')).toEqual([
      { kind: 'hearsay', source: 'Kelly Brennan, mother', text: 'He is fine' },
    ]);
    expect(await slack.rows('SELECT wording FROM significant_event')).toEqual([
      { wording: 'Fall, unhurt' },
    ]);
    expect(wordsOf(slack.card().blocks)).toContain('Complete: Alfie Brennan');
  });

  test('closed half-finished, what was typed comes back', async () => {
    const card = await slack.prompted(about);
    await slack.press(PRIYA, card, 'Add context');
    await slack.close(PRIYA, slack.view(), { opinion: 'He seems low' });
    await slack.press(PRIYA, card, 'Add context');
    expect(wordsOf(slack.view().blocks)).toContain('"initial_value":"He seems low"');
    expect(wordsOf(slack.view().blocks)).toContain('This is the draft you kept');
  });

  test('completed meanwhile on the web, it says so, and the words can be added', async () => {
    const card = await slack.prompted(about);
    await slack.press(PRIYA, card, 'Add context');
    const first = slack.view();
    await slack.press(HELEN, card, 'Add context');
    await slack.submit(HELEN, slack.view(), { opinion: 'Mine first' });
    const conflict = await slack.submit(PRIYA, first, { fact: 'I rang at 2pm' });
    expect(conflict).toMatchObject({
      response_action: 'update',
      view: { callback_id: 'context.conflict' },
    });
    expect(wordsOf(conflict)).toContain('Helen Marsh completed this recording in Slack');
    expect(wordsOf(conflict)).toContain('>I rang at 2pm');
    const view = { ...first, ...Object(conflict.view) };
    await slack.press(PRIYA, view, 'Add this to the recording');
    expect(await slack.rows('SELECT author, text FROM statement ORDER BY sequence')).toEqual([
      { author: 'H', text: 'Mine first' },
      { author: 'P', text: 'I rang at 2pm' },
    ]);
  });
});
