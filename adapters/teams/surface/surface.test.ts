import * as AdaptiveCards from 'adaptivecards';
import { describe, expect, test } from 'vitest';
import type { QuestionCard } from '../../../src/messaging/surface.ts';
import { testDatabase } from '../../../test/support/database.ts';
import { aWorker } from '../../../test/support/records.ts';
import { type CardJson, teamsWorkers } from '../../../test/support/teams-workers.ts';
import { adaptiveCard } from './cards.ts';

const clock = () => new Date('2026-03-12T15:00:00Z');

async function world() {
  const testing = await testDatabase();
  const priya = await teamsWorkers(testing.database, clock);
  return { ...priya, ...testing };
}

const titles = ({ actions }: CardJson) => actions.map(({ title }) => title);

describe('Which child?', () => {
  test('arrives in the worker’s own chat with the words, why, and every child oldest first, none chosen', async () => {
    const { text, drain, prompt, cards, wordsOf } = await world();
    await text('Bear been sick again', '2026-03-12T14:51:00Z');
    await drain();

    await prompt();
    await prompt();

    const [card, ...more] = cards();
    expect(more).toEqual([]);
    if (!card) throw new Error('no card');
    const words = wordsOf(card);
    expect(words).toContain('Bear been sick again');
    expect(words).toContain('Why you are being asked:');
    expect(words).toMatch(/Alfie Brennan.*CT-1.*Maisie Brennan.*CT-2/);
    expect(words).toContain('OFFICIAL-SENSITIVE');
    expect(words).not.toContain('"value":"CT-1,');
    expect(titles(card)).toEqual([
      'Save',
      'A different child',
      'Not casework',
      'I do not know. Ask my manager',
      'Open in Casethread',
    ]);
  });

  test('answered, the card says on whose record it is, and asks for context in two taps', async () => {
    const { text, drain, prompt, cards, press, wordsOf, database } = await world();
    await text('Bear been sick again', '2026-03-12T14:51:00Z');
    await drain();
    await prompt();
    const [question] = cards();
    if (!question) throw new Error('no card');

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
    const { text, drain, prompt, cards, press, wordsOf } = await world();
    await text('Bear been sick again', '2026-03-12T14:51:00Z');
    await drain();
    await prompt();
    const [question] = cards();
    if (!question) throw new Error('no card');

    const search = await press(question, 'A different child');
    const short = await press(search, 'Search', { query: 'a' });
    const found = await press(search, 'Search', { query: 'Maisie' });
    const none = await press(search, 'Search', { query: 'Nobody' });

    expect(wordsOf(short)).toContain('Type at least 2 letters');
    expect(wordsOf(found)).toContain('CT-2');
    expect(titles(found)).toContain('Save');
    expect(wordsOf(none)).toContain('No child you can see');
  });

  test('not casework needs a reason; answered once, it cannot be answered again', async () => {
    const { text, drain, prompt, cards, press, wordsOf, database } = await world();
    await text('who is this', '2026-03-12T14:51:00Z');
    await drain();
    await prompt();
    const [question] = cards();
    if (!question) throw new Error('no card');

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
    const { text, drain, prompt, cards, press, wordsOf, database } = await world();
    await text('Bear been sick again', '2026-03-12T14:51:00Z');
    await drain();
    await prompt();
    const [question] = cards();
    if (!question) throw new Error('no card');

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
    const { text, drain, prompt, cards, press, wordsOf, database } = await world();
    await aWorker(database, 'T', {
      name: 'Tom Adeyemi',
      teamsUserId: 'tom-in-teams',
      team: 'South',
    });
    await text('Bear been sick again', '2026-03-12T14:51:00Z');
    await drain();
    await prompt();
    const [question] = cards();
    if (!question) throw new Error('no card');

    const told = await press(question, 'Save', { children: 'CT-1' }, 'tom-in-teams');

    expect(wordsOf(told)).not.toContain('Bear');
    expect(await database.prisma.currentAttribution.findMany()).toMatchObject([
      { state: 'awaiting-worker' },
    ]);
  });
});

describe('Add context', () => {
  async function needsContext() {
    const it = await world();
    await it.text('Alfie has a temperature', '2026-03-12T14:51:00Z');
    await it.drain();
    await it.prompt();
    const [card] = it.cards();
    if (!card) throw new Error('no card');
    return { ...it, card };
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
    expect(titles(second)).toContain('Add this to the recording');
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

describe('nothing typed goes to a family without Send to', () => {
  test('words typed to us are answered with “Not sent”, and are sent to nobody', async () => {
    const { activity, cards, wordsOf, database } = await world();
    await activity('personal', {
      text: 'see you at 3',
      from: { id: '29:1priya', aadObjectId: 'aaaa0000-0000-4000-8000-00000000000a' },
      conversation: { id: 'a:1priya', conversationType: 'personal' },
    });

    const [card] = cards();
    expect(card && wordsOf(card)).toContain('Not sent.');
    expect(await database.prisma.sendIntent.count()).toBe(0);
    expect(await database.prisma.message.count()).toBe(0);
  });

  test('Send to shows who receives it and about whom, and keeps the intent before it is sent', async () => {
    const { text, drain, prompt, cards, press, wordsOf, database } = await world();
    await text('Alfie has a temperature', '2026-03-12T14:51:00Z');
    await drain();
    await prompt();
    const [card] = cards();
    if (!card) throw new Error('no card');

    const form = await press(card, 'Send to Kelly Brennan by text');
    const sent = await press(form, 'Send to Kelly Brennan by text', {
      children: 'CT-1',
      body: 'Thank you. I will ring at 4pm.',
    });

    expect(wordsOf(form)).toContain('Kelly Brennan');
    expect(wordsOf(sent)).not.toContain('problem');
    const intents = await database.prisma.sendIntent.findMany({ where: { kind: 'reply' } });
    expect(intents).toMatchObject([{ body: 'Thank you. I will ring at 4pm.', workerId: 'P' }]);
  });
});

describe('every card', () => {
  test('is read by Microsoft’s own parser as 1.5, and stays under 28 KB however many children', async () => {
    const question = aLargeQuestion();

    const card = adaptiveCard(question);

    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);
    const parsed = new AdaptiveCards.AdaptiveCard();
    const context = new AdaptiveCards.SerializationContext();
    parsed.parse(card, context);
    expect(context.eventCount).toBe(0);
    expect(card.speak).toContain('Which child?');
    expect(card.fallbackText).toContain('Open Casethread on the web');
  });

  test('shows a family’s words as they wrote them, whatever marks stand in them', () => {
    const card = adaptiveCard(aLargeQuestion('*bold* [link](http://x) 1. one # two'));

    expect(JSON.stringify(card.body)).toContain('\\\\*bold\\\\*');
  });
});

function aLargeQuestion(words = 'long '.repeat(3_000)): QuestionCard {
  const said = { author: 'Kelly', when: 'today', words, attachments: null };
  return {
    kind: 'question',
    questionId: 'q1',
    version: '1',
    correspondence: {
      conversationId: 'c1',
      who: 'Kelly Brennan, mother',
      firstName: 'Kelly',
      what: '30 texts, today',
      messages: Array.from({ length: 30 }, () => said),
      replyLabel: null,
    },
    why: '100 children are linked to this contact, and nothing in the message says which.',
    earlier: [],
    candidates: Array.from({ length: 100 }, (_, n) => ({
      caseNumber: `CT-${n}`,
      name: `Child ${n}`,
      firstName: 'Child',
      details: 'Born 4 May 2016 (9 years old)',
      evidence: ['Linked to: somebody with a long name. '.repeat(5)],
    })),
    more: null,
    hidden: '1 more child you cannot see. Ask Helen Marsh.',
    strangeWord: null,
    urgent: null,
    due: null,
    mayAskManager: 'Goes to Helen Marsh.',
    kept: 'Kept at 2:51pm.',
    url: 'https://casethread.example/x',
  };
}
