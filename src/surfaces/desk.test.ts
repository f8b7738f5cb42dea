import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import {
  type ChatWorld,
  chatWorld,
  HELEN,
  PRIYA,
  TOM,
  theBrennansInChat,
} from '../../test/support/worker-surface.ts';
import type { Database } from '../database/client.ts';

let database: Database;
let chat: ChatWorld;

beforeEach(async () => {
  database = (await testDatabase()).database;
  await theBrennansInChat(database);
  chat = chatWorld(database, () => new Date('2026-03-12T15:00:00Z'));
});

describe('who may act', () => {
  test.each([
    ['somebody who is no worker', 'U0NOBODY', 'nobody'],
    ['an auditor', 'U0ADA', 'role'],
  ])('%s is refused, told so, and the refusal is audited', async (_who, userId, reason) => {
    const { id } = await chat.asked();
    const refused = await chat.desk.answer(userId, { questionId: id, caseNumbers: ['CT-2'] });
    expect(refused).toMatchObject({
      outcome: 'refused',
      heading: 'You cannot use Casethread from this Slack account',
    });
    expect(await chat.audits()).toMatchObject([
      { actor: `slack:${userId}`, action: 'refused', detail: { surface: 'slack', reason } },
    ]);
    const choices = await database.pool.query('SELECT 1 FROM attribution_choice');
    expect(choices.rowCount).toBe(0);
  });

  test('a worker who has left is refused from the day after', async () => {
    const { id } = await chat.asked();
    await database.pool.query(`UPDATE worker SET valid_to = '2026-03-11' WHERE worker_id = 'P'`);
    const refused = await chat.desk.question(PRIYA, id);
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(await chat.audits()).toMatchObject([{ action: 'refused', detail: { reason: 'left' } }]);
  });

  test('who is not allocated sees and answers nothing, and that is audited', async () => {
    const { id } = await chat.asked();
    const shown = await chat.desk.question(TOM, id);
    const answered = await chat.desk.answer(TOM, { questionId: id, caseNumbers: ['CT-2'] });
    expect(shown).toMatchObject({ outcome: 'refused', heading: 'You cannot see this' });
    expect(answered).toMatchObject({ outcome: 'refused' });
    expect(await chat.audits()).toMatchObject([
      { actor: 'T', action: 'refused', detail: { surface: 'slack' } },
      { actor: 'T', action: 'refused' },
    ]);
  });
});

describe('reply', () => {
  test('names recipient and children, is checked, and goes once however often it is pressed', async () => {
    await chat.recorded();
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
    const id = await chat.recorded();
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
  expect(await chat.audits()).toMatchObject([
    { action: 'find', caseNumbers: ['CT-3', 'CT-1', 'CT-2'] },
    { action: 'find', caseNumbers: [] },
  ]);
});

test('the home lists what waits with due times; a manager’s has counts with links', async () => {
  await chat.recorded();
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
