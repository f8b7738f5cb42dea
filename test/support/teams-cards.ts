// Every card and form that a worker meets in Teams, at two sizes: as on any day, and as large as can be.
import { activitySchema } from '../../adapters/teams/parse.ts';
import {
  adaptiveCard,
  correctionCard,
  homeCard,
  saidCard,
  toldCard,
} from '../../adapters/teams/surface/cards.ts';
import { contextFormCard, overtakenCard } from '../../adapters/teams/surface/context-card.ts';
import type { AdaptiveCard } from '../../adapters/teams/surface/elements.ts';
import {
  notCaseworkCard,
  questionCard,
  searchCard,
} from '../../adapters/teams/surface/question-card.ts';
import { recordForm } from '../../adapters/teams/surface/record-form.ts';
import { replyCard, stoppedCard, typedCard } from '../../adapters/teams/surface/reply-card.ts';
import type {
  CandidateLine,
  ContextForm,
  Correspondence,
  DoneCard,
  QuestionCard,
  ReplyForm,
} from '../../src/messaging/surface.ts';
import { TENANT } from '../fakes/teams/server.ts';
import { teamsFixture } from './teams.ts';

const url = 'https://casethread.example/x';

type Size = { words: string; many: number };
export const ORDINARY: Size = { words: 'Bear been sick again', many: 2 };
/** A family's longest text, in a script of three bytes a letter, and a hundred children. */
export const HUGE: Size = { words: 'بیمار ہے '.repeat(600), many: 100 };

/** What *Record for a child* shows to a worker of so many children. */
async function childForm({ many }: Size): Promise<AdaptiveCard> {
  const choices = Array.from({ length: many }, (_, n) => ({
    caseNumber: `CT-${n}`,
    name: `Child ${n}`,
  }));
  const needs = {
    tenantId: TENANT,
    registrations: {
      register: async () => ({ outcome: 'which-child', words: 'Which child?', choices }) as const,
    },
    references: { save: async () => {}, ofConversation: async () => null, remove: async () => {} },
    connectors: async () => {
      throw new Error('In a chat of their own nobody is asked whether we are in it.');
    },
  };
  const activity = activitySchema.parse(teamsFixture('personal', 'https://teams.example/'));
  const shown = await recordForm(needs, activity);
  return Object(shown).task.value.card.content;
}

/** By what they are. */
export async function everyCard(size: Size): Promise<Record<string, AdaptiveCard>> {
  return { ...cardsInChat(size), 'record for a child': await childForm(size) };
}

function cardsInChat({ words, many }: Size): Record<string, AdaptiveCard> {
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
