import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/database.ts';
import {
  type ChatWorld,
  chatWorld,
  HELEN,
  PRIYA,
  theBrennansInChat,
} from '../../../test/support/worker-surface.ts';
import type { Database } from '../../database/client.ts';

let database: Database;
let chat: ChatWorld;

beforeEach(async () => {
  database = (await testDatabase()).database;
  await theBrennansInChat(database);
  chat = chatWorld(database, () => new Date('2026-03-12T15:00:00Z'));
});

describe('context', () => {
  test('has the fields of the one definition, and errors come at their field', async () => {
    const id = await chat.recorded();
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
    const id = await chat.recorded();
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
    const id = await chat.recorded();
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

  test('new messages while somebody writes are to be read first, and the words are kept', async () => {
    const id = await chat.recorded();
    const form = await chat.desk.contextForm(PRIYA, id);
    if (form.outcome !== 'form') throw new Error(form.outcome);
    await chat.text('Alfie says his arm hurts now', '2026-03-12T14:10:00Z');

    const wrong = await chat.desk.completeContext(PRIYA, id, form.card.version, { fact: 'I rang' });

    expect(wrong).toMatchObject({
      outcome: 'wrong',
      errors: [{ text: expect.stringContaining('New messages came while you were writing') }],
    });
    const again = await chat.desk.contextForm(PRIYA, id);
    expect(again).toMatchObject({ fromDraft: true, values: { fact: 'I rang' } });
    expect(JSON.stringify(again)).toContain('his arm hurts now');
  });
});
