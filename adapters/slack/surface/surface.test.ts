import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { type SlackDesk, slackDesk } from '../../../test/support/slack-desk.ts';
import { wordsOf } from '../../../test/support/slack-people.ts';
import { HELEN, PRIYA, TOM, theBrennansInChat } from '../../../test/support/worker-surface.ts';

let database: Database;
let slack: SlackDesk;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-03-12T15:00:00Z');
  database = (await testDatabase()).database;
  await theBrennansInChat(database);
  slack = await slackDesk(database, () => now);
});

const UNCLEAR = 'zazu *sick* again & <b>wont</b> go school';
const rowsOf = async (sql: string) => (await database.pool.query(sql)).rows;

async function prompted(body = UNCLEAR) {
  await slack.text(body, '2026-03-12T14:51:00Z');
  await slack.prompt();
  const [message] = slack.chatOf(PRIYA);
  if (!message) throw new Error('Nobody was prompted.');
  return message;
}

const cardNow = () =>
  slack.chatOf(PRIYA)[0] ?? { channel: '', ts: '', thread: undefined, blocks: [] };

describe('which child?', () => {
  test('a button for each child with date of birth, case and evidence; the words as they were written', async () => {
    const { blocks } = await prompted();
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
    await slack.press(PRIYA, await prompted(), 'About Maisie');
    expect(await rowsOf('SELECT case_numbers, state FROM current_attribution')).toEqual([
      { case_numbers: ['CT-2'], state: 'attributed' },
    ]);
    const words = wordsOf(cardNow().blocks);
    expect(words).toContain('On Maisie Brennan’s record');
    for (const label of ['Add context', 'Wrong child?', 'Send to Kelly Brennan by text']) {
      expect(words).toContain(`"${label}"`);
    }
    expect(words).not.toContain('"About Maisie"');
  });

  test('several children are ticked in a modal', async () => {
    await slack.press(PRIYA, await prompted(), 'Several');
    const none = await slack.submit(PRIYA, slack.view(), {});
    expect(none).toMatchObject({
      response_action: 'errors',
      errors: { children: 'Select a child, or choose one of the other answers' },
    });
    const answered = await slack.submit(PRIYA, slack.view(), { children: ['CT-1', 'CT-2'] });
    expect(answered).toEqual({ response_action: 'clear' });
    expect(await rowsOf('SELECT case_number FROM contact_recording ORDER BY 1')).toEqual([
      { case_number: 'CT-1' },
      { case_number: 'CT-2' },
    ]);
    expect(wordsOf(cardNow().blocks)).toContain('Add context: Alfie');
  });

  test('another child is found by name, among those whom the worker may see', async () => {
    await slack.press(PRIYA, await prompted(), 'A different child');
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
    expect(await options('U0NOBODY', 'maisie')).toEqual({ options: [] });
    const answered = await slack.submit(PRIYA, slack.view(), { children: ['CT-3'] });
    expect(answered).toEqual({ response_action: 'clear' });
  });

  test('“not casework” asks for a reason, at its field', async () => {
    await slack.press(PRIYA, await prompted(), 'Not casework');
    expect(await slack.submit(PRIYA, slack.view(), {})).toEqual({
      response_action: 'errors',
      errors: { reason: 'Give a reason' },
    });
    await slack.submit(PRIYA, slack.view(), { reason: 'Wrong number' });
    expect(await rowsOf('SELECT state FROM current_attribution')).toEqual([
      { state: 'not-casework' },
    ]);
    expect(wordsOf(cardNow().blocks)).toContain('Not casework');
  });

  test('“I do not know” goes to the manager, who is told without words and answers in a modal', async () => {
    await slack.press(PRIYA, await prompted(), 'I do not know. Ask my manager');
    expect(wordsOf(cardNow().blocks)).toContain('Passed to Helen Marsh');
    await slack.prompt();
    const [told] = slack.chatOf(HELEN);
    if (!told) throw new Error('The manager was not told.');
    expect(wordsOf(told.blocks)).not.toMatch(/Kelly|zazu|Alfie/);
    await slack.press(HELEN, told, 'Choose the child');
    await slack.press(HELEN, slack.view(), 'About Alfie');
    expect(await rowsOf('SELECT case_numbers FROM current_attribution')).toEqual([
      { case_numbers: ['CT-1'] },
    ]);
  });

  test('somebody who is no worker is refused, sees nothing, and changes nothing', async () => {
    const card = await prompted();
    slack.shownSince();
    await slack.press('U0NOBODY', card, 'About Maisie');
    await slack.press(TOM, card, 'About Maisie');
    const shown = slack.shownSince();
    expect(shown).toContain('You cannot use Casethread from this Slack account');
    expect(shown).toContain('You cannot see this');
    expect(shown).not.toMatch(/Maisie|Kelly/);
    expect(await rowsOf('SELECT 1 FROM attribution_choice')).toEqual([]);
    expect(await rowsOf(`SELECT actor FROM audit_event WHERE action = 'refused'`)).toEqual([
      { actor: 'slack:U0NOBODY' },
      { actor: 'T' },
    ]);
  });

  test('with a hundred children, searching comes first, and everything fits', async () => {
    for (let index = 0; index < 97; index += 1) {
      const caseNumber = `CT-1${String(index).padStart(2, '0')}`;
      await database.pool.query(
        `INSERT INTO child (case_number, name, also_known_as, date_of_birth, status, opened)
         VALUES ($1, $2, '{}', '2015-01-01', 'open', '2020-01-01')`,
        [caseNumber, `Quillon${index} ${'Longfellow-Featherstonehaugh '.repeat(4)}`],
      );
      await database.pool.query(
        `INSERT INTO allocation (worker_id, case_number, role, valid_from) VALUES ('P', $1, 'lead', '2020-01-01')`,
        [caseNumber],
      );
      await database.pool.query(
        `INSERT INTO relationship (contact_id, case_number, relationship, parental_responsibility, contact_permitted, valid_from)
         VALUES ('K', $1, 'mother', true, 'yes', '2020-01-01')`,
        [caseNumber],
      );
    }
    const message = await prompted();
    expect(wordsOf(message.blocks)).toContain('Find the child');
    await slack.press(PRIYA, message, 'Find the child');
    expect(slack.view().callback_id).toBe('which-child.search');
    await slack.press(PRIYA, message, /^Find the child$/);
    expect(slack.slack.requests.some(({ method }) => method === 'chat.postMessage')).toBe(true);
  });
});

describe('add context', () => {
  const about = 'Alfie fell off the wall, hes ok';

  test('the form is the web’s; the event’s fields come with the tick; errors at their field; then the chronology', async () => {
    await slack.press(PRIYA, await prompted(about), 'Add context');
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
    expect(await rowsOf('SELECT kind, source, text FROM statement')).toEqual([
      { kind: 'hearsay', source: 'Kelly Brennan, mother', text: 'He is fine' },
    ]);
    expect(await rowsOf('SELECT wording FROM significant_event')).toEqual([
      { wording: 'Fall, unhurt' },
    ]);
    expect(wordsOf(cardNow().blocks)).toContain('Complete: Alfie Brennan');
  });

  test('closed half-finished, what was typed comes back', async () => {
    const card = await prompted(about);
    await slack.press(PRIYA, card, 'Add context');
    await slack.close(PRIYA, slack.view(), { opinion: 'He seems low' });
    await slack.press(PRIYA, card, 'Add context');
    expect(wordsOf(slack.view().blocks)).toContain('"initial_value":"He seems low"');
    expect(wordsOf(slack.view().blocks)).toContain('This is the draft you kept');
  });

  test('completed meanwhile on the web, it says so, and the words can be added', async () => {
    const card = await prompted(about);
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
    expect(await rowsOf('SELECT author, text FROM statement ORDER BY sequence')).toEqual([
      { author: 'H', text: 'Mine first' },
      { author: 'P', text: 'I rang at 2pm' },
    ]);
  });
});

describe('reply', () => {
  test('shows recipient, children and checks; asks; and is sent once', async () => {
    await slack.press(
      PRIYA,
      await prompted('Alfie fell off the wall'),
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
    expect(await rowsOf(`SELECT body, worker_id FROM send_intent WHERE kind = 'reply'`)).toEqual([
      { body, worker_id: 'P' },
    ]);
  });

  test('what is typed in the thread is not sent: it can be sent, or kept as a note', async () => {
    const card = await prompted('Alfie fell off the wall');
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
    expect(await rowsOf('SELECT 1 FROM send_intent')).toEqual([]);
    expect(await rowsOf('SELECT count(*)::int AS kept FROM message')).toEqual([{ kept: 1 }]);
    await slack.press(PRIYA, answer, 'Send to Kelly Brennan');
    expect(wordsOf(slack.view())).toContain('"initial_value":"Is he hurt? <3"');
    await slack.press(PRIYA, answer, 'Keep as a note');
    expect(
      await rowsOf(`SELECT fields->>'fact' AS fact FROM draft WHERE form = 'recording'`),
    ).toEqual([{ fact: 'Is he hurt? <3' }]);
    expect(await rowsOf('SELECT 1 FROM send_intent')).toEqual([]);
  });
});

test('wrong child? moves the messages, with a reason, and the card names nobody any more', async () => {
  await slack.press(PRIYA, await prompted(), 'About Maisie');
  await slack.press(PRIYA, cardNow(), 'Wrong child?');
  expect(await slack.submit(PRIYA, slack.view(), { children: ['CT-1'] })).toMatchObject({
    response_action: 'errors',
    errors: { reason: 'Give a reason' },
  });
  await slack.submit(PRIYA, slack.view(), { children: ['CT-1'], reason: 'She meant Alfie' });
  expect(await rowsOf('SELECT case_numbers FROM current_attribution')).toEqual([
    { case_numbers: ['CT-1'] },
  ]);
  expect(wordsOf(cardNow().blocks)).not.toMatch(/Maisie|CT-2/);
});

describe('home and commands', () => {
  test('the home shows what waits with due times, and a stranger nothing', async () => {
    await prompted('Alfie fell off the wall');
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
    const stranger = await home('U0NOBODY');
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
    expect(wordsOf(await answer('find alfie', 'U0NOBODY'))).toContain('You cannot use Casethread');
    expect(wordsOf(await answer('', PRIYA))).toContain('/casethread record');
  });
});

test('Slack says it has no such user: the prompt waits on the web, and others get theirs', async () => {
  slack.slack.failNext({ kind: 'error', error: 'user_not_found', method: 'chat.postMessage' });
  await slack.text(UNCLEAR, '2026-03-12T14:51:00Z');
  await slack.prompt();
  expect(slack.chatOf(PRIYA)).toEqual([]);
  expect(await rowsOf('SELECT state FROM surface_card')).toEqual([{ state: 'unreachable' }]);
});

test('a post whose answer was lost is found again, and not posted twice', async () => {
  slack.slack.failNext({ kind: 'drop-after', method: 'chat.postMessage' });
  await slack.text(UNCLEAR, '2026-03-12T14:51:00Z');
  await slack.prompt();
  now = new Date('2026-03-12T15:05:00Z');
  await slack.prompt();
  expect(slack.chatOf(PRIYA)).toHaveLength(1);
  await slack.press(PRIYA, cardNow(), 'About Maisie');
  expect(await rowsOf('SELECT case_numbers FROM current_attribution')).toEqual([
    { case_numbers: ['CT-2'] },
  ]);
});

test('a card that was deleted stands anew; a refused token stops the prompts with an alarm', async () => {
  await prompted();
  slack.slack.failNext({ kind: 'error', error: 'message_not_found', method: 'chat.update' });
  await slack.text('can u call x', '2026-03-12T14:55:00Z');
  await slack.prompt();
  expect(slack.chatOf(PRIYA)).toHaveLength(2);
  slack.slack.revoke();
  await slack.text('hello?', '2026-03-12T14:58:00Z');
  await slack.prompt();
  expect(await rowsOf('SELECT kind FROM alarm WHERE cleared_at IS NULL')).toEqual([
    { kind: 'surface-down' },
  ]);
});
