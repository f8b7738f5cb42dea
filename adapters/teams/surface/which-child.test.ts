import { describe, expect, test } from 'vitest';
import { aWorker } from '../../../test/support/records.ts';
import { priyaInTeams, titlesOf } from '../../../test/support/teams-workers.ts';

const clock = () => new Date('2026-03-12T15:00:00Z');

describe('Which child?', () => {
  test('arrives in the worker’s own chat with the words, why, and every child oldest first, none chosen', async () => {
    const { prompted, prompt, cards, wordsOf } = await priyaInTeams(clock);

    const card = await prompted();
    await prompt();

    expect(cards()).toEqual([card]);
    const words = wordsOf(card);
    expect(words).toContain('Bear been sick again');
    expect(words).toContain('Why you are being asked:');
    expect(words).toMatch(/Alfie Brennan.*CT-1.*Maisie Brennan.*CT-2/);
    expect(words).toContain('OFFICIAL-SENSITIVE');
    expect(words).not.toContain('"value":"CT-1,');
    expect(titlesOf(card)).toEqual([
      'Save',
      'A different child',
      'Not casework',
      'I do not know. Ask my manager',
      'Open in Casethread',
    ]);
  });

  test('answered, the card says on whose record it is, and asks for context in two taps', async () => {
    const { prompted, prompt, press, wordsOf, database } = await priyaInTeams(clock);
    const question = await prompted();

    const unanswered = await press(question, 'Save');
    const done = await press(question, 'Save', { children: 'CT-2' });
    await prompt();

    expect(wordsOf(unanswered)).toContain('Select a child, or choose one of the other answers');
    expect(wordsOf(done)).toContain('Maisie Brennan');
    expect(await database.prisma.currentAttribution.findMany()).toMatchObject([
      { state: 'attributed', caseNumbers: ['CT-2'] },
    ]);
    const form = await press(done, 'Add context');
    const saved = await press(form, 'Save and complete', {
      fact: 'I rang Kelly at 3pm.',
      sig: 'yes',
      when: '2026-03-11',
      summary: 'Kelly reported that Maisie was sick.',
    });
    expect(wordsOf(saved)).toMatch(/Complete|on the record/i);
    expect(await database.prisma.statement.findMany()).toMatchObject([
      { kind: 'fact', text: 'I rang Kelly at 3pm.', author: 'P' },
    ]);
    expect(await database.prisma.significantEvent.findMany()).toMatchObject([
      { caseNumber: 'CT-2', wording: 'Kelly reported that Maisie was sick.' },
    ]);
    expect(await database.prisma.recordingCompletion.findMany()).toMatchObject([
      { workerId: 'P', surface: 'teams' },
    ]);
  });

  test('a child further away is found by searching, and only children the worker may see', async () => {
    const { prompted, press, wordsOf } = await priyaInTeams(clock);
    const question = await prompted();

    const search = await press(question, 'A different child');
    const short = await press(search, 'Search', { query: 'a' });
    const found = await press(search, 'Search', { query: 'Maisie' });
    const none = await press(search, 'Search', { query: 'Nobody' });

    expect(wordsOf(short)).toContain('Type at least 2 letters');
    expect(wordsOf(found)).toContain('CT-2');
    expect(titlesOf(found)).toContain('Save');
    expect(wordsOf(none)).toContain('No child you can see');
  });

  test('not casework needs a reason; answered once, it cannot be answered again', async () => {
    const { prompted, press, wordsOf, database } = await priyaInTeams(clock);
    const question = await prompted('who is this');

    const form = await press(question, 'Not casework');
    const without = await press(form, 'Save', { reason: ' ' });
    const done = await press(form, 'Save', { reason: 'A wrong number.' });
    const again = await press(question, 'Save', { children: 'CT-1' });

    expect(wordsOf(without)).toContain('Give a reason');
    expect(wordsOf(done)).toMatch(/not casework/i);
    expect(wordsOf(again)).not.toContain('On Alfie');
    expect(await database.prisma.currentAttribution.findMany()).toMatchObject([
      { state: 'not-casework' },
    ]);
  });
});

describe('who presses is looked up at the click', () => {
  test('somebody who is no worker of ours is refused clearly, nothing is shown or changed, and it is noted', async () => {
    const { prompted, press, wordsOf, database } = await priyaInTeams(clock);
    const question = await prompted();

    const refused = await press(question, 'Save', { children: 'CT-1' }, 'nobody-of-ours');

    expect(wordsOf(refused)).toContain('You cannot use Casethread from this Teams account');
    expect(wordsOf(refused)).not.toContain('Bear');
    expect(await database.prisma.currentAttribution.findMany()).toMatchObject([
      { state: 'awaiting-worker' },
    ]);
    expect(
      await database.prisma.auditEvent.count({ where: { action: 'refused' } }),
    ).toBeGreaterThan(0);
  });

  test('another worker, who is not allocated, is told no more than that', async () => {
    const { prompted, press, wordsOf, database } = await priyaInTeams(clock);
    await aWorker(database, 'T', {
      name: 'Tom Adeyemi',
      teamsUserId: 'tom-in-teams',
      team: 'South',
    });
    const question = await prompted();

    const told = await press(question, 'Save', { children: 'CT-1' }, 'tom-in-teams');

    expect(wordsOf(told)).not.toContain('Bear');
    expect(await database.prisma.currentAttribution.findMany()).toMatchObject([
      { state: 'awaiting-worker' },
    ]);
  });
});
