// Every card that is posted and every form that takes its place: read by Microsoft's own parser, with a
// label at every input, words for a screen reader, and text where cards are not supported.
import * as AdaptiveCards from 'adaptivecards';
import { expect, test } from 'vitest';
import type {
  CandidateLine,
  ContextForm,
  Correspondence,
  DoneCard,
  QuestionCard,
  ReplyForm,
} from '../../../src/messaging/surface.ts';
import { adaptiveCard, correctionCard, homeCard, saidCard, toldCard } from './cards.ts';
import { contextFormCard, overtakenCard } from './context-card.ts';
import type { AdaptiveCard } from './elements.ts';
import { notCaseworkCard, questionCard, searchCard } from './question-card.ts';
import { replyCard, stoppedCard, typedCard } from './reply-card.ts';

const url = 'https://casethread.example/x';

type Size = { words: string; many: number };
const ORDINARY: Size = { words: 'Bear been sick again', many: 2 };
/** A family's longest text, in a script of three bytes a letter, and a hundred children. */
const HUGE: Size = { words: 'بیمار ہے '.repeat(600), many: 100 };

function everyCard({ words, many }: Size): Record<string, AdaptiveCard> {
  const times = <T>(make: (n: number) => T) => Array.from({ length: many }, (_, n) => make(n));
  const children: CandidateLine[] = times((n) => ({
    caseNumber: `CT-${n}`,
    name: `Child ${n}`,
    firstName: 'Child',
    details: `Born 4 May 2016 (9 years old), CT-${n}`,
    evidence: [words],
  }));
  const [child] = children;
  if (!child) throw new Error('no child');
  const quoted = { author: 'Kelly Brennan', when: 'today, 2:51pm', words, attachments: '1 photo' };
  const correspondence: Correspondence = {
    conversationId: 'c1',
    who: 'Kelly Brennan, mother',
    firstName: 'Kelly',
    what: '2 texts, today 2:51pm',
    messages: times(() => quoted),
    replyLabel: 'Send to Kelly Brennan by text',
  };
  const question: QuestionCard = {
    kind: 'question',
    questionId: 'q1',
    version: '1',
    correspondence,
    why: words,
    earlier: times(() => words),
    candidates: children,
    more: words,
    hidden: words,
    strangeWord: null,
    urgent: words,
    due: null,
    mayAskManager: 'Goes to Helen Marsh.',
    kept: words,
    url,
  };
  const done: DoneCard = {
    kind: 'done',
    heading: 'On Alfie Brennan’s record',
    words,
    recordings: times(() => ({ recordingId: 'r1', child, needsContext: true })),
    correct: { conversationId: 'c1', messageId: 'm1' },
    reply: { conversationId: 'c1', label: 'Send to Kelly Brennan by text' },
    remember: { questionId: 'q1', caseNumber: 'CT-1', word: 'Bear', label: 'Remember Bear' },
    url,
  };
  const context: ContextForm = {
    outcome: 'form',
    card: {
      kind: 'context',
      recordingId: 'r1',
      version: '1',
      child,
      parentalResponsibility: 'Parental responsibility: Kelly Brennan',
      correspondence,
      reason: words,
      due: 'Due by 11:59pm on Monday 16 March 2026',
      urgent: words,
      url,
    },
    definition: {
      title: 'Add context',
      fields: [
        ...['fact', 'hearsay', 'view', 'opinion', 'action'].map((name) => ({
          name,
          label: `Label of ${name}`,
          hint: 'A hint',
          under: null,
          kind: 'text' as const,
          maxLength: 3_000,
          multiline: true,
        })),
        { name: 'sig', label: 'Event', hint: null, under: null, kind: 'tick', option: 'Yes' },
        { name: 'when', label: 'When', hint: null, under: 'sig', kind: 'date' },
      ],
      submit: 'Save and complete',
      closing: words,
    },
    fromDraft: true,
    values: Object.fromEntries(
      ['fact', 'hearsay', 'view', 'opinion', 'action'].map((name) => [name, words.slice(0, 3_000)]),
    ),
  };
  const reply: ReplyForm = {
    outcome: 'form',
    conversationId: 'c1',
    sendLabel: 'Send to Kelly Brennan by text',
    name: 'Kelly Brennan',
    firstName: 'Kelly',
    lines: ['To Kelly Brennan', words],
    people: [{ contactId: 'K', name: 'Kelly Brennan' }],
    children,
    selected: ['CT-1'],
    draft: words.slice(0, 3_000),
    notice: words,
  };
  const gone = { heading: 'Somebody was first', words, url };
  const act = { kind: 'question' as const, questionId: 'q1', label: 'Open' };
  return {
    question: adaptiveCard(question),
    'question with a problem': questionCard(question, words),
    search: searchCard(question, {
      query: 'Child',
      children: children.map((c) => ({ ...c, url })),
    }),
    'search with nothing found': searchCard(question, { query: 'Nobody', children: [] }, words),
    'not casework': notCaseworkCard(question, words),
    context: adaptiveCard(context.card),
    'context form': contextFormCard(context),
    'context form with errors': contextFormCard(context, context.values, [
      { field: 'fact', text: words },
    ]),
    overtaken: overtakenCard(
      {
        outcome: 'gone',
        ...gone,
        child,
        typed: times(() => ({ label: 'Fact', words })),
        mayAdd: true,
      },
      'r1',
    ),
    done: adaptiveCard(done),
    'not delivered': adaptiveCard({
      kind: 'not-delivered',
      sendId: 's1',
      conversationId: 'c1',
      heading: 'Not delivered to Kelly Brennan',
      words,
      quoted: words,
      url,
    }),
    plain: adaptiveCard({ kind: 'plain', heading: 'Something waits', words, act, url }),
    home: homeCard({
      summary: '2 questions',
      sections: times(() => ({
        heading: 'Which child?',
        rows: times(() => ({ heading: 'Kelly Brennan', words, act, urgent: true })),
        more: words,
      })),
      links: times((n) => ({ label: `Link ${n}`, url })),
      updated: 'Updated at 2:51pm',
      url,
    }),
    correction: correctionCard(
      {
        outcome: 'form',
        conversationId: 'c1',
        messages: times((n) => ({ ...quoted, messageId: `m${n}` })),
        now: words,
        does: words,
        candidates: children,
        hidden: words,
        url,
      },
      [words],
    ),
    reply: replyCard(reply),
    'reply with questions': replyCard(
      reply,
      { body: words.slice(0, 3_000), caseNumbers: ['CT-1'], contactId: 'K', why: 'Because' },
      { questions: times((n) => ({ key: `k${n}`, words })), intent: 'i1' },
      [words],
    ),
    stopped: stoppedCard({ outcome: 'stopped', heading: 'Not possible', reasons: [words], url }),
    typed: typedCard({ conversationId: 'c1', name: 'Kelly Brennan' }, 'see you at 3', url),
    'typed to nobody': typedCard(null, 'see you at 3', url),
    told: toldCard({ outcome: 'gone', ...gone }),
    said: saidCard(words, url),
  };
}

/** Every object of a card, whatever it stands in. */
function partsOf(part: unknown): Record<string, unknown>[] {
  if (Array.isArray(part)) return part.flatMap(partsOf);
  if (typeof part !== 'object' || part === null) return [];
  return [{ ...part }, ...Object.values(part).flatMap(partsOf)];
}

const cases = Object.entries({ ORDINARY, HUGE }).flatMap(([size, given]) =>
  Object.entries(everyCard(given)).map(([name, card]) => [name, size.toLowerCase(), card] as const),
);

test.each(cases)('%s (%s) reads well', (_name, _size, card) => {
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);

  const context = new AdaptiveCards.SerializationContext();
  new AdaptiveCards.AdaptiveCard().parse(card, context);
  expect(context.eventCount).toBe(0);

  expect(card.speak.trim()).not.toBe('');
  expect(card.fallbackText).toContain('Open Casethread on the web');
  const parts = partsOf([card.body, card.actions]);
  const inputs = parts.filter(({ type }) => String(type).startsWith('Input.'));
  for (const { label, id } of inputs) {
    expect(String(label ?? '')).not.toBe('');
    expect(String(id ?? '')).not.toBe('');
  }
  for (const { title } of parts.filter(({ type }) => String(type).startsWith('Action.'))) {
    expect(String(title ?? '')).not.toBe('');
  }
  // Colours are the theme's own, and no picture carries what words do not say.
  expect(JSON.stringify(card)).not.toMatch(/#[0-9a-f]{6}|"type":"Image"|backgroundImage/i);
  // A button that saves stands only where the words to be saved stand too.
  const saves = card.actions.some((action) =>
    ['context.save', 'reply.send', 'attribution.correct-save'].includes(String(action.verb)),
  );
  if (saves) expect(inputs.length).toBeGreaterThan(0);
});

test('one hundred children are searched among, not listed', () => {
  const { question } = everyCard(HUGE);

  expect(JSON.stringify(question)).toContain('Search for the child by name or case number.');
  expect(JSON.stringify(question)).not.toContain('CT-99');
});
