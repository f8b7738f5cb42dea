import { beforeEach, describe, expect, test } from 'vitest';
import { NOBODY, type SlackDesk, slackDesk } from '../../../test/support/slack-desk.ts';
import { wordsOf } from '../../../test/support/slack-people.ts';
import { HELEN, PRIYA, TOM } from '../../../test/support/worker-surface.ts';

let slack: SlackDesk;

beforeEach(async () => {
  slack = await slackDesk(() => new Date('2026-03-12T15:00:00Z'));
});

describe('which child?', () => {
  test('a button for each child with date of birth, case and evidence; the words as they were written', async () => {
    const { blocks } = await slack.prompted();
    const words = wordsOf(blocks);
    for (const label of [
      'About Jayden',
      'About Alfie',
      'About Maisie',
      'Several',
      'A different child',
      'Not casework',
      'I do not know. Ask my manager',
    ]) {
      expect(words).toContain(`"${label}"`);
    }
    expect(words).toContain('Born 4 May 2016 (9 years old), CT-1');
    expect(words).toContain('&amp; &lt;b&gt;wont&lt;/b&gt;');
    expect(words).toContain('Due Monday, 16 March');
    const [post] = slack.slack.requests.filter(({ method }) => method === 'chat.postMessage');
    expect(post?.given.text).not.toMatch(/Kelly|zazu/);
  });

  test('a press puts the messages on the record, and the card is replaced by its answer', async () => {
    await slack.press(PRIYA, await slack.prompted(), 'About Maisie');
    expect(await slack.rows('SELECT case_numbers, state FROM current_attribution')).toEqual([
      { case_numbers: ['CT-2'], state: 'attributed' },
    ]);
    const words = wordsOf(slack.card().blocks);
    expect(words).toContain('On Maisie Brennan’s record');
    for (const label of ['Add context', 'Wrong child?', 'Send to Kelly Brennan by text']) {
      expect(words).toContain(`"${label}"`);
    }
    expect(words).not.toContain('"About Maisie"');
  });

  test('several children are ticked in a modal', async () => {
    await slack.press(PRIYA, await slack.prompted(), 'Several');
    const none = await slack.submit(PRIYA, slack.view(), {});
    expect(none).toMatchObject({
      response_action: 'errors',
      errors: { children: 'Select a child, or choose one of the other answers' },
    });
    const answered = await slack.submit(PRIYA, slack.view(), { children: ['CT-1', 'CT-2'] });
    expect(answered).toEqual({ response_action: 'clear' });
    expect(await slack.rows('SELECT case_number FROM contact_recording ORDER BY 1')).toEqual([
      { case_number: 'CT-1' },
      { case_number: 'CT-2' },
    ]);
    expect(wordsOf(slack.card().blocks)).toContain('Add context: Alfie');
  });

  test('another child is found by name, among those whom the worker may see', async () => {
    await slack.press(PRIYA, await slack.prompted(), 'A different child');
    const options = async (userId: string, value: string) => {
      const response = await slack.interaction({
        type: 'block_suggestion',
        user: { id: userId },
        action_id: 'search',
        block_id: 'children',
        value,
        container: { type: 'view', view_id: 'V1' },
        view: slack.view(),
      });
      return response.json();
    };
    expect(await options(PRIYA, 'maisie')).toMatchObject({
      options: [
        {
          value: 'CT-2',
          text: { text: 'Maisie Brennan' },
          description: { text: expect.stringContaining('CT-2') },
        },
      ],
    });
    expect(await options(PRIYA, 'tomos')).toEqual({ options: [] });
    expect(await options(NOBODY, 'maisie')).toEqual({ options: [] });
    const answered = await slack.submit(PRIYA, slack.view(), { children: ['CT-3'] });
    expect(answered).toEqual({ response_action: 'clear' });
  });

  test('“not casework” asks for a reason, at its field', async () => {
    await slack.press(PRIYA, await slack.prompted(), 'Not casework');
    expect(await slack.submit(PRIYA, slack.view(), {})).toEqual({
      response_action: 'errors',
      errors: { reason: 'Give a reason' },
    });
    await slack.submit(PRIYA, slack.view(), { reason: 'Wrong number' });
    expect(await slack.rows('SELECT state FROM current_attribution')).toEqual([
      { state: 'not-casework' },
    ]);
    expect(wordsOf(slack.card().blocks)).toContain('Not casework');
  });

  test('“I do not know” goes to the manager, who is told without words and answers in a modal', async () => {
    await slack.press(PRIYA, await slack.prompted(), 'I do not know. Ask my manager');
    expect(wordsOf(slack.card().blocks)).toContain('Passed to Helen Marsh');
    await slack.prompt();
    const [told] = slack.chatOf(HELEN);
    if (!told) throw new Error('The manager was not told.');
    expect(wordsOf(told.blocks)).not.toMatch(/Kelly|zazu|Alfie/);
    await slack.press(HELEN, told, 'Choose the child');
    await slack.press(HELEN, slack.view(), 'About Alfie');
    expect(await slack.rows('SELECT case_numbers FROM current_attribution')).toEqual([
      { case_numbers: ['CT-1'] },
    ]);
  });

  test('somebody who is no worker is refused, sees nothing, and changes nothing', async () => {
    const card = await slack.prompted();
    slack.shownSince();
    await slack.press(NOBODY, card, 'About Maisie');
    await slack.press(TOM, card, 'About Maisie');
    const shown = slack.shownSince();
    expect(shown).toContain('You cannot use Casethread from this Slack account');
    expect(shown).toContain('You cannot see this');
    expect(shown).not.toMatch(/Maisie|Kelly/);
    expect(await slack.rows('SELECT 1 FROM attribution_choice')).toEqual([]);
    expect(await slack.rows(`SELECT actor FROM audit_event WHERE action = 'refused'`)).toEqual([
      { actor: 'slack:U0NOBODY' },
      { actor: 'T' },
    ]);
  });

  test('with a hundred children, searching comes first, and everything fits', async () => {
    for (let index = 0; index < 97; index += 1) {
      const caseNumber = `CT-1${String(index).padStart(2, '0')}`;
      await slack.database.pool.query(
        `INSERT INTO child (case_number, name, also_known_as, date_of_birth, status, opened)
         VALUES ($1, $2, '{}', '2015-01-01', 'open', '2020-01-01')`,
        [caseNumber, `Quillon${index} ${'Longfellow-Featherstonehaugh '.repeat(4)}`],
      );
      await slack.database.pool.query(
        `INSERT INTO allocation (worker_id, case_number, role, valid_from) VALUES ('P', $1, 'lead', '2020-01-01')`,
        [caseNumber],
      );
      await slack.database.pool.query(
        `INSERT INTO relationship (contact_id, case_number, relationship, parental_responsibility, contact_permitted, valid_from)
         VALUES ('K', $1, 'mother', true, 'yes', '2020-01-01')`,
        [caseNumber],
      );
    }
    const message = await slack.prompted();
    expect(wordsOf(message.blocks)).toContain('Find the child');
    await slack.press(PRIYA, message, 'Find the child');
    expect(slack.view().callback_id).toBe('which-child.search');
    await slack.press(PRIYA, message, /^Find the child$/);
    expect(slack.slack.requests.some(({ method }) => method === 'chat.postMessage')).toBe(true);
  });
});

test('wrong child? moves the messages, with a reason, and the card names nobody any more', async () => {
  await slack.press(PRIYA, await slack.prompted(), 'About Maisie');
  await slack.press(PRIYA, slack.card(), 'Wrong child?');
  expect(await slack.submit(PRIYA, slack.view(), { children: ['CT-1'] })).toMatchObject({
    response_action: 'errors',
    errors: { reason: 'Give a reason' },
  });
  await slack.submit(PRIYA, slack.view(), { children: ['CT-1'], reason: 'She meant Alfie' });
  expect(await slack.rows('SELECT case_numbers FROM current_attribution')).toEqual([
    { case_numbers: ['CT-1'] },
  ]);
  expect(wordsOf(slack.card().blocks)).not.toMatch(/Maisie|CT-2/);
});

test('wrong child? answered with a child and “Not casework” at once is asked again, and nothing moves', async () => {
  await slack.press(PRIYA, await slack.prompted(), 'About Maisie');
  await slack.press(PRIYA, slack.card(), 'Wrong child?');

  const both = { children: ['CT-1', '~not-casework'], reason: 'She meant Alfie' };
  expect(await slack.submit(PRIYA, slack.view(), both)).toMatchObject({
    response_action: 'errors',
    errors: { children: 'Select children, or “Not casework”, not both' },
  });

  expect(await slack.rows('SELECT case_numbers FROM current_attribution')).toEqual([
    { case_numbers: ['CT-2'] },
  ]);
});
