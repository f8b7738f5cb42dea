import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/database.ts';
import {
  type ChatWorld,
  chatWorld,
  expectKind,
  HELEN,
  PRIYA,
  theBrennansInChat,
} from '../../../test/support/worker-surface.ts';
import type { Database } from '../../database/client.ts';
import type { Card } from '../../messaging/surface.ts';

let database: Database;
let chat: ChatWorld;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-03-12T15:00:00Z');
  database = (await testDatabase()).database;
  await theBrennansInChat(database);
  chat = chatWorld(database, () => now);
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
    const { id } = await chat.asked();
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
    const { id } = await chat.asked();
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
    expect(await chat.audits()).toMatchObject([
      { actor: 'P', action: 'answer', caseNumbers: ['CT-2'], detail: { surface: 'slack' } },
    ]);
    if (!done.remember) return;
    await chat.desk.remember(PRIYA, done.remember);
    const taught = await database.pool.query('SELECT case_number, name FROM child_alias');
    expect(taught.rows).toEqual([{ case_number: 'CT-2', name: 'Zazu' }]);
  });

  test('is answered once: the second person sees who answered, and nothing is overwritten', async () => {
    const { id } = await chat.asked();
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
    const { id } = await chat.asked();
    const wrong = await chat.desk.answer(PRIYA, { questionId: id, caseNumbers: ['CT-9'] });
    expect(wrong).toMatchObject({ outcome: 'wrong', errors: [{ field: 'child' }] });
  });

  test('“not casework” needs a reason, and of a message that may be about harm is the manager’s', async () => {
    const { id } = await chat.asked('he hit her again and theres blood');
    const without = await chat.desk.notCasework(PRIYA, { questionId: id, reason: ' ' });
    expect(without).toMatchObject({ outcome: 'wrong', errors: [{ field: 'reason' }] });
    const passed = await chat.desk.notCasework(PRIYA, { questionId: id, reason: 'Wrong number' });
    expect(passed).toMatchObject({ kind: 'done', heading: 'Passed to Helen Marsh' });
    const open = await database.pool.query('SELECT 1 FROM open_question');
    expect(open.rowCount).toBe(1);
  });

  test('a correction names nobody any more where the messages no longer stand', async () => {
    const { id, conversationId } = await chat.asked();
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
