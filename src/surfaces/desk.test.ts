import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import {
  type ChatWorld,
  chatWorld,
  expectKind,
  HELEN,
  PRIYA,
  TOM,
  theBrennansInChat,
} from '../../test/support/worker-surface.ts';
import type { Database } from '../database/client.ts';
import type { Card } from '../messaging/surface.ts';

const NOW = new Date('2026-03-12T15:00:00Z');
let database: Database;
let chat: ChatWorld;
let now = NOW;

beforeEach(async () => {
  now = NOW;
  database = (await testDatabase()).database;
  await theBrennansInChat(database);
  chat = chatWorld(database, () => now);
});

async function aQuestionFromKelly(body = 'Zazu been sick again n wont go school today') {
  await chat.text(body, '2026-03-12T14:51:00Z');
  const { rows } = await database.pool.query<{ id: string; conversationId: string }>(
    'SELECT id, conversation_id AS "conversationId" FROM open_question',
  );
  const [question] = rows;
  if (!question) throw new Error('Nothing was asked.');
  return question;
}

async function aRecordingOfAlfie() {
  await chat.text('Alfie fell off the wall, hes ok', '2026-03-12T14:00:00Z');
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM contact_recording');
  return rows[0]?.id ?? '';
}

const audits = async () => {
  const { rows } = await database.pool.query(
    `SELECT actor, action, subject_kind AS "subjectKind", case_numbers AS "caseNumbers", detail
     FROM audit_event ORDER BY at, recorded_at`,
  );
  return rows;
};

describe('who may act', () => {
  test.each([
    ['somebody who is no worker', 'U0NOBODY', 'nobody'],
    ['an auditor', 'U0ADA', 'role'],
  ])('%s is refused, told so, and the refusal is audited', async (_who, userId, reason) => {
    const { id } = await aQuestionFromKelly();
    const refused = await chat.desk.answer(userId, { questionId: id, caseNumbers: ['CT-2'] });
    expect(refused).toMatchObject({
      outcome: 'refused',
      heading: 'You cannot use Casethread from this Slack account',
    });
    expect(await audits()).toMatchObject([
      { actor: `slack:${userId}`, action: 'refused', detail: { surface: 'slack', reason } },
    ]);
    const choices = await database.pool.query('SELECT 1 FROM attribution_choice');
    expect(choices.rowCount).toBe(0);
  });

  test('a worker who has left is refused from the day after', async () => {
    const { id } = await aQuestionFromKelly();
    await database.pool.query(`UPDATE worker SET valid_to = '2026-03-11' WHERE worker_id = 'P'`);
    const refused = await chat.desk.question(PRIYA, id);
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(await audits()).toMatchObject([{ action: 'refused', detail: { reason: 'left' } }]);
  });

  test('who is not allocated sees and answers nothing, and that is audited', async () => {
    const { id } = await aQuestionFromKelly();
    const shown = await chat.desk.question(TOM, id);
    const answered = await chat.desk.answer(TOM, { questionId: id, caseNumbers: ['CT-2'] });
    expect(shown).toMatchObject({ outcome: 'refused', heading: 'You cannot see this' });
    expect(answered).toMatchObject({ outcome: 'refused' });
    expect(await audits()).toMatchObject([
      { actor: 'T', action: 'refused', detail: { surface: 'slack' } },
      { actor: 'T', action: 'refused' },
    ]);
  });
});

describe('which child?', () => {
  test('is shown with who wrote, the words, why, earlier uses, and children oldest first with evidence', async () => {
    await chat.text(
      'alfie fell off the wall. zazu says thanks for the book',
      '2026-03-05T10:00:00Z',
    );
    const { rows } = await database.pool.query(
      'SELECT id FROM open_question ORDER BY asked_at DESC',
    );
    for (const { id } of rows)
      await chat.desk.answer(PRIYA, { questionId: id, caseNumbers: ['CT-1'] });
    const { id } = await aQuestionFromKelly();
    const card = expectKind<Card, 'question'>(await chat.desk.question(PRIYA, id), 'question');
    expect(card.correspondence).toMatchObject({
      who: 'Kelly Brennan, mother',
      firstName: 'Kelly',
      what: '1 text, today, 2:51pm',
      messages: [{ author: 'Kelly Brennan', words: 'Zazu been sick again n wont go school today' }],
    });
    expect(card.why).toContain('Zazu');
    expect(card.candidates.map(({ name, details }) => [name, details])).toEqual([
      ['Jayden Brennan-Cole', 'Born 2 February 2013 (13 years old), CT-3'],
      ['Alfie Brennan', 'Born 4 May 2016 (9 years old), CT-1'],
      ['Maisie Brennan', 'Born 19 September 2018 (7 years old), CT-2'],
    ]);
    for (const { evidence } of card.candidates) expect(evidence.length).toBeGreaterThan(0);
    expect(card.earlier.join()).toContain('zazu says thanks');
    expect(card.due).toContain('Due Monday');
    expect(card.kept).toContain('Nothing you type here goes to Kelly.');
  });

  test('an answer goes on the record, offers context and the name, and is audited with the surface', async () => {
    const { id } = await aQuestionFromKelly();
    const done = expectKind<Card, 'done'>(
      await chat.desk.answer(PRIYA, { questionId: id, caseNumbers: ['CT-2'] }),
      'done',
    );
    expect(done.heading).toBe('On Maisie Brennan’s record');
    expect(done.words).toContain('You chose this in Slack today, 3:00pm');
    expect(done.recordings).toMatchObject([
      { needsContext: true, child: { name: 'Maisie Brennan' } },
    ]);
    expect(done.remember).toMatchObject({ word: 'Zazu', label: 'Remember “Zazu” as Maisie' });
    expect(await audits()).toMatchObject([
      { actor: 'P', action: 'answer', caseNumbers: ['CT-2'], detail: { surface: 'slack' } },
    ]);
    if (!done.remember) return;
    await chat.desk.remember(PRIYA, done.remember);
    const taught = await database.pool.query('SELECT case_number, name FROM child_alias');
    expect(taught.rows).toEqual([{ case_number: 'CT-2', name: 'Zazu' }]);
  });

  test('is answered once: the second person sees who answered, and nothing is overwritten', async () => {
    const { id } = await aQuestionFromKelly();
    await chat.desk.answer(PRIYA, { questionId: id, caseNumbers: ['CT-2'] });
    const second = expectKind<Card, 'done'>(
      await chat.desk.answer(HELEN, { questionId: id, caseNumbers: ['CT-1'] }),
      'done',
    );
    expect(second.words).toContain('Priya Nair chose this in Slack');
    const cases = await database.pool.query('SELECT case_numbers FROM current_attribution');
    expect(cases.rows).toEqual([{ case_numbers: ['CT-2'] }]);
  });

  test('a child whom the worker may not see cannot be chosen', async () => {
    const { id } = await aQuestionFromKelly();
    const wrong = await chat.desk.answer(PRIYA, { questionId: id, caseNumbers: ['CT-9'] });
    expect(wrong).toMatchObject({ outcome: 'wrong', errors: [{ field: 'child' }] });
  });

  test('“not casework” needs a reason, and of a message that may be about harm is the manager’s', async () => {
    const { id } = await aQuestionFromKelly('he hit her again and theres blood');
    const without = await chat.desk.notCasework(PRIYA, { questionId: id, reason: ' ' });
    expect(without).toMatchObject({ outcome: 'wrong', errors: [{ field: 'reason' }] });
    const passed = await chat.desk.notCasework(PRIYA, { questionId: id, reason: 'Wrong number' });
    expect(passed).toMatchObject({ kind: 'done', heading: 'Passed to Helen Marsh' });
    const open = await database.pool.query('SELECT 1 FROM open_question');
    expect(open.rowCount).toBe(1);
  });

  test('a correction names nobody any more where the messages no longer stand', async () => {
    const { id, conversationId } = await aQuestionFromKelly();
    const done = expectKind<Card, 'done'>(
      await chat.desk.answer(PRIYA, { questionId: id, caseNumbers: ['CT-2'] }),
      'done',
    );
    const messageId = done.correct?.messageId ?? '';
    const form = await chat.desk.correctionForm(PRIYA, conversationId, messageId);
    expect(form).toMatchObject({
      outcome: 'form',
      now: 'They are on the record of Maisie Brennan now.',
    });
    now = new Date('2026-03-12T15:10:00Z');
    await chat.desk.correct(PRIYA, {
      conversationId,
      messageIds: [messageId],
      caseNumbers: ['CT-1'],
      reason: 'Zazu is Alfie',
    });
    const after = await chat.desk.question(PRIYA, id);
    expect(JSON.stringify(after)).not.toMatch(/Maisie|Alfie|CT-/);
    expect(after).toMatchObject({ kind: 'done', heading: 'Corrected since' });
  });
});

describe('context', () => {
  test('has the fields of the one definition, and errors come at their field', async () => {
    const id = await aRecordingOfAlfie();
    const form = await chat.desk.contextForm(PRIYA, id);
    if (form.outcome !== 'form') throw new Error(form.outcome);
    expect(form.definition.fields.map(({ name, label }) => [name, label])).toEqual([
      ['fact', 'What happened'],
      ['source', 'Who told you?'],
      ['hearsay', 'What I was told'],
      ['view-source', 'Whose view is it?'],
      ['view', 'What someone wants or feels'],
      ['opinion', 'What I think'],
      ['action', 'What I will do'],
      ['sig', 'Is this a significant event?'],
      ['when', 'When did it happen?'],
      ['summary', 'Wording for the chronology'],
    ]);
    expect(form.values).toEqual({ source: 'Kelly Brennan, mother' });
    const wrong = await chat.desk.completeContext(PRIYA, id, form.card.version, {
      ...form.values,
      fact: 'x'.repeat(3_001),
      sig: 'yes',
      when: '2027-01-01',
      summary: '',
    });
    expect(wrong).toMatchObject({
      outcome: 'wrong',
      errors: [
        { field: 'fact', text: 'Facts must be 3,000 characters or fewer' },
        { field: 'when', text: 'Date it happened must be today or in the past' },
        { field: 'summary', text: 'Enter wording for the chronology' },
      ],
    });
  });

  test('half-finished it is a draft that comes back; completed it is on the record and in the chronology', async () => {
    const id = await aRecordingOfAlfie();
    await chat.desk.keepContextDraft(PRIYA, id, {
      opinion: 'He seems',
      sig: 'yes',
      when: '2026-03-10',
    });
    const form = await chat.desk.contextForm(PRIYA, id);
    if (form.outcome !== 'form') throw new Error(form.outcome);
    expect(form).toMatchObject({
      fromDraft: true,
      values: { opinion: 'He seems', sig: 'yes', when: '2026-03-10' },
    });
    const done = await chat.desk.completeContext(PRIYA, id, form.card.version, {
      hearsay: 'He is fine',
      source: 'Kelly Brennan, mother',
      sig: 'yes',
      when: '2026-03-10',
      summary: 'Fall from a wall, unhurt',
    });
    expect(done).toMatchObject({ kind: 'done', heading: 'Complete: Alfie Brennan' });
    const events = await database.pool.query(
      `SELECT wording, occurred_on::text AS day FROM significant_event`,
    );
    expect(events.rows).toEqual([{ wording: 'Fall from a wall, unhurt', day: '2026-03-10' }]);
    const completed = await database.pool.query('SELECT surface FROM recording_completion');
    expect(completed.rows).toEqual([{ surface: 'slack' }]);
  });

  test('completed meanwhile by somebody else: it says so, overwrites nothing, and the words can be added', async () => {
    const id = await aRecordingOfAlfie();
    const form = await chat.desk.contextForm(PRIYA, id);
    if (form.outcome !== 'form') throw new Error(form.outcome);
    await chat.desk.completeContext(HELEN, id, form.card.version, { opinion: 'Mine first' });
    const gone = await chat.desk.completeContext(PRIYA, id, form.card.version, { fact: 'I rang' });
    expect(gone).toMatchObject({
      outcome: 'gone',
      heading: 'Already completed',
      child: { name: 'Alfie Brennan' },
      typed: [{ label: 'What happened', words: 'I rang' }],
      mayAdd: true,
    });
    expect(gone).toHaveProperty('words', expect.stringContaining('Helen Marsh completed this'));
    await chat.desk.addContext(PRIYA, id, 'kept');
    const { rows } = await database.pool.query(
      'SELECT author, kind, text FROM statement ORDER BY sequence',
    );
    expect(rows).toEqual([
      { author: 'H', kind: 'opinion', text: 'Mine first' },
      { author: 'P', kind: 'fact', text: 'I rang' },
    ]);
    expect(await chat.desk.contextForm(PRIYA, id)).toMatchObject({ outcome: 'gone' });
  });
});

describe('reply', () => {
  test('names recipient and children, is checked, and goes once however often it is pressed', async () => {
    await aRecordingOfAlfie();
    const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM conversation');
    const conversationId = rows[0]?.id ?? '';
    const form = await chat.desk.replyForm(PRIYA, conversationId, 'typed before');
    expect(form).toMatchObject({
      outcome: 'form',
      sendLabel: 'Send to Kelly Brennan by text',
      draft: 'typed before',
      selected: [],
      children: [{ caseNumber: 'CT-3' }, { caseNumber: 'CT-1' }, { caseNumber: 'CT-2' }],
    });
    const values = {
      contactId: null,
      caseNumbers: ['CT-1'],
      body: 'It stays between you and me',
      asked: [],
      why: null,
      idempotencyKey: randomUUID(),
    };
    expect(await chat.desk.reply(PRIYA, conversationId, { ...values, body: ' ' })).toMatchObject({
      outcome: 'wrong',
      errors: [{ field: 'body', text: 'Write a message' }],
    });
    const asks = await chat.desk.reply(PRIYA, conversationId, values);
    if (asks.outcome !== 'asks') throw new Error(asks.outcome);
    const asked = asks.questions.map(({ key }) => key);
    const kept = await chat.desk.reply(PRIYA, conversationId, { ...values, asked });
    expect(kept.outcome).toBe('kept');
    await chat.desk.reply(PRIYA, conversationId, { ...values, asked });
    const sent = await database.pool.query(`SELECT body FROM send_intent WHERE kind = 'reply'`);
    expect(sent.rows).toEqual([{ body: 'It stays between you and me' }]);
  });

  test('what is typed and kept as a note is a draft first, then a statement, and goes to nobody', async () => {
    const id = await aRecordingOfAlfie();
    const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM conversation');
    const conversationId = rows[0]?.id ?? '';
    await chat.desk.keepNote(PRIYA, conversationId, 'She sounded tired');
    const form = await chat.desk.contextForm(PRIYA, id);
    expect(form).toMatchObject({ values: { fact: 'She sounded tired' } });
    if (form.outcome !== 'form') return;
    await chat.desk.completeContext(PRIYA, id, form.card.version, {});
    const kept = await chat.desk.keepNote(PRIYA, conversationId, 'She rang back');
    expect(kept).toMatchObject({ outcome: 'kept' });
    const statements = await database.pool.query('SELECT kind, text, author FROM statement');
    expect(statements.rows).toEqual([{ kind: 'fact', text: 'She rang back', author: 'P' }]);
    const sent = await database.pool.query('SELECT 1 FROM send_intent');
    expect(sent.rowCount).toBe(0);
  });
});

test('search finds only children whom the worker may see, and what was found is audited', async () => {
  expect(await chat.desk.findChildren(PRIYA, 'brennan', 10)).toMatchObject([
    { name: 'Jayden Brennan-Cole' },
    { name: 'Alfie Brennan' },
    { name: 'Maisie Brennan' },
  ]);
  expect(await chat.desk.findChildren(PRIYA, 'CT-9', 10)).toEqual([]);
  expect(await audits()).toMatchObject([
    { action: 'find', caseNumbers: ['CT-3', 'CT-1', 'CT-2'] },
    { action: 'find', caseNumbers: [] },
  ]);
});

test('the home lists what waits with due times; a manager’s has counts with links', async () => {
  await aRecordingOfAlfie();
  const home = await chat.desk.home(PRIYA);
  expect(home).toMatchObject({
    summary: '1 thing is waiting. Next due: Monday 16 March.',
    sections: [
      {
        heading: 'Needs context (1)',
        rows: [{ heading: 'Alfie Brennan', act: { label: 'Add context' } }],
      },
    ],
    links: [],
  });
  const managers = await chat.desk.home(HELEN);
  expect(managers).toMatchObject({
    links: [{ label: '0 flags to look at' }, { label: '0 recordings overdue' }],
  });
});
