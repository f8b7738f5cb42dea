import { describe, expect, test } from 'vitest';
import { priyaInTeams, titlesOf } from '../../../test/support/teams-workers.ts';

const clock = () => new Date('2026-03-12T15:00:00Z');

describe('Add context', () => {
  async function needsContext() {
    const it = await priyaInTeams(clock);
    return { ...it, card: await it.prompted('Alfie has a temperature') };
  }

  test('errors stand at their field, and nothing that was typed is lost', async () => {
    const { press, card, wordsOf } = await needsContext();
    const form = await press(card, 'Add context');

    const wrong = await press(form, 'Save and complete', {
      hearsay: 'He was hot all night.',
      source: '',
      sig: 'yes',
      summary: '',
    });

    expect(wordsOf(wrong)).toContain('Say who told you');
    expect(wordsOf(wrong)).toContain('Enter wording for the chronology');
    expect(wordsOf(wrong)).toContain('He was hot all night.');
  });

  test('a half-finished form is kept, and is there again when it is opened', async () => {
    const { press, card, wordsOf } = await needsContext();
    const form = await press(card, 'Add context');

    await press(form, 'Save and finish later', { fact: 'I rang at 3pm.' });
    const again = await press(card, 'Add context');

    expect(wordsOf(again)).toContain('I rang at 3pm.');
    expect(wordsOf(again)).toContain('This is the draft you kept.');
  });

  test('completed meanwhile, it says so, overwrites nothing and keeps the words', async () => {
    const { press, card, wordsOf, database } = await needsContext();
    const form = await press(card, 'Add context');
    await press(form, 'Save and complete', { fact: 'First.' });

    const second = await press(form, 'Save and complete', { fact: 'Second.' });

    expect(wordsOf(second)).toContain('Second.');
    expect(titlesOf(second)).toContain('Add this to the recording');
    expect((await database.prisma.statement.findMany()).map(({ text }) => text)).toEqual([
      'First.',
    ]);
    await press(second, 'Add this to the recording');
    expect((await database.prisma.statement.findMany()).map(({ text }) => text).sort()).toEqual([
      'First.',
      'Second.',
    ]);
  });
});
