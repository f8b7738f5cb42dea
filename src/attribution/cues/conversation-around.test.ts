import { describe, expect, test } from 'vitest';
import {
  about,
  child,
  decide,
  family,
  fold,
  lili,
  megan,
  message,
  outcome,
  START,
  tomos,
} from '../../../test/attribution/families.ts';
import type { ConversationEvent } from '../types.ts';

const two = family([megan, tomos]);
const opened = (minute: number, caseNumbers: string[], workerId = 'W1'): ConversationEvent => ({
  type: 'scope-opened',
  at: START + minute * 60_000,
  workerId,
  caseNumbers,
});
const closed = (minute: number, workerId = 'W1'): ConversationEvent => ({
  type: 'scope-closed',
  at: START + minute * 60_000,
  workerId,
});
const chose = (
  minute: number,
  messageIds: string[],
  caseNumbers: string[],
  kind: 'answer' | 'correction' = 'answer',
): ConversationEvent => ({
  type: 'choice',
  kind,
  at: START + minute * 60_000,
  workerId: 'W1',
  messageIds,
  caseNumbers,
  reason: caseNumbers.length === 0 ? 'Wrong number' : null,
});
const DAY = 24 * 60;

describe('who sends', () => {
  test('a sole verified contact of one open child needs no name', () => {
    expect(decide(family([megan]), 'ok see you then')).toMatchObject({
      state: 'attributed',
      method: 'sole-link',
      caseNumbers: ['C1'],
      contactId: 'P1',
    });
  });

  test('an unknown number is unmatched, and still a question', () => {
    const decision = decide({ ...two, identifiers: [] }, 'Megan is off school');
    expect(decision.state).toBe('unmatched');
    expect(decision.question).not.toBeNull();
  });

  test('an unverified number, a shared phone and a number of somebody else on WhatsApp ask', () => {
    const [own] = two.identifiers;
    if (own === undefined) throw new Error('the family has a number');
    for (const identifiers of [
      [{ ...own, verified: false }],
      [own, { ...own, contactId: 'P9' }],
      [own, { ...own, contactId: 'P9', channel: 'whatsapp' as const }],
    ]) {
      expect(about({ ...two, identifiers }, 'Megan is off school')).toBe('awaiting-worker');
    }
  });

  test('numbers and links count on the day of the message, both ends included, in London', () => {
    const [own] = two.identifiers;
    if (own === undefined) throw new Error('the family has a number');
    const until = { ...family([megan]), identifiers: [{ ...own, to: '2025-06-10' }] };
    const lastMinute = Date.parse('2025-06-10T22:59:00Z'); // 23:59 in London
    expect(about(until, 'ok', { at: lastMinute })).toBe('C1');
    expect(about(until, 'ok', { at: lastMinute + 60_000 })).toBe('unmatched');
  });

  test('a closed, restricted or adopted record is never attached to; it was open before it closed', () => {
    for (const status of ['closed', 'restricted', 'adopted'] as const) {
      const facts = family([
        child('C1', 'Megan Pritchard', { status, closed: '2025-01-01' }),
        tomos,
      ]);
      expect(about(facts, 'Megan is off school')).toBe('awaiting-worker');
      expect(about(family([facts.children[0] ?? megan]), 'ok')).toBe('awaiting-worker');
    }
    const later = family([{ ...megan, status: 'closed', closed: '2025-09-01' }]);
    expect(about(later, 'ok')).toBe('C1');
  });

  test('a child whose link has ended is offered and not attached', () => {
    const ended = {
      ...two,
      relationships: two.relationships.map((link) =>
        link.caseNumber === 'C1' ? { ...link, to: '2025-01-01' } : link,
      ),
    };
    const decision = decide(ended, 'Megan is off school');
    expect(outcome(decision)).toBe('awaiting-worker');
    expect(decision.candidates).toContainEqual(['C1']);
  });
});

describe('an opened scope', () => {
  test('speaks for 24 hours after its last message, and not after it is closed', () => {
    const decisions = fold(two, [
      opened(0, ['C1']),
      message('m1', 1, 'ok'),
      message('m2', 1 + DAY - 1, 'no worries'),
      message('m3', 2 * DAY + 5, 'thanks'),
      opened(3 * DAY, ['C1']),
      closed(3 * DAY + 5),
      message('m4', 3 * DAY + 10, 'ok'),
    ]);
    expect([...decisions.values()].map(outcome)).toEqual([
      'C1',
      'C1',
      'awaiting-worker',
      'awaiting-worker',
    ]);
  });

  test('two open scopes ask, unless the words name exactly one of them', () => {
    const events = [opened(0, ['C1']), opened(5, ['C2'], 'W2')];
    expect(outcome(fold(two, [...events, message('m1', 10, 'ok')]).get('m1'))).toBe(
      'awaiting-worker',
    );
    expect(outcome(fold(two, [...events, message('m1', 10, 'Tomos is off')]).get('m1'))).toBe('C2');
  });

  test('an outgoing message follows its own worker’s newest scope', () => {
    const out = (id: string, minute: number, workerId: string) =>
      message(id, minute, 'Can you ring me', { direction: 'outbound', workerId });
    const decisions = fold(two, [
      opened(0, ['C1']),
      opened(1, ['C2'], 'W2'),
      out('m1', 2, 'W1'),
      out('m2', 3, 'W2'),
      out('m3', 4, 'W3'),
      opened(5, ['C2']),
      out('m4', 6, 'W1'),
    ]);
    expect([...decisions.values()].map(outcome)).toEqual(['C1', 'C2', 'awaiting-worker', 'C2']);
  });

  test('a name against the scope asks', () => {
    expect(
      outcome(fold(two, [opened(0, ['C1']), message('m1', 5, 'Tomos is off')]).get('m1')),
    ).toBe('awaiting-worker');
  });
});

test('a word that may name another child of the family speaks against a scope', () => {
  const facts = family([megan, child('C2', 'Hope Pritchard')]);
  for (const body of [
    'school wont have hope back',
    'when can i see hope',
    'hope fell off her bike',
  ]) {
    expect(outcome(fold(facts, [opened(0, ['C1']), message('m1', 5, body)]).get('m1'))).toBe(
      'awaiting-worker',
    );
  }
  expect(
    outcome(fold(facts, [opened(0, ['C1']), message('m1', 5, 'hope to see you friday')]).get('m1')),
  ).toBe('C1');
});

describe('a quoted reply', () => {
  test('follows the message it quotes, however old', () => {
    const decisions = fold(two, [
      message('m1', 0, 'Megan is off'),
      message('m2', 9 * DAY, 'ok ta', { quotes: 'm1' }),
    ]);
    expect(decisions.get('m2')).toMatchObject({ method: 'quoted-reply', caseNumbers: ['C1'] });
  });

  test('asks when it quotes what still waits, or names somebody else', () => {
    const decisions = fold(two, [
      message('m1', 0, 'ok'),
      message('m2', DAY, 'Megan is off'),
      message('m3', 2 * DAY, 'fine', { quotes: 'm1' }),
      message('m4', 3 * DAY, 'thats Tomos', { quotes: 'm2' }),
    ]);
    expect(outcome(decisions.get('m3'))).toBe('awaiting-worker');
    expect(outcome(decisions.get('m4'))).toBe('awaiting-worker');
  });
});

describe('a continuation', () => {
  test('within three minutes carries on; later it asks', () => {
    const decisions = fold(two, [
      message('m1', 0, 'Megan is off'),
      message('m2', 2, 'she has a temp'),
      message('m3', 40, 'she is worse'),
    ]);
    expect([...decisions.values()].map(outcome)).toEqual(['C1', 'C1', 'awaiting-worker']);
  });

  test('of a message that waits asks too, even from a sole contact', () => {
    const decisions = fold(family([megan]), [
      message('m1', 0, 'my nephew Kayden is here'),
      message('m2', 1, 'he hasnt eaten'),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('awaiting-worker');
  });
});

describe('a worker’s choice', () => {
  test('answers the question’s messages before it, but for words that point elsewhere', () => {
    const decisions = fold(two, [
      message('m1', 0, 'she wont get up'),
      message('m2', 20, 'can you ring me'),
      message('m3', 40, 'and his brother is the same'),
      chose(60, ['m1'], ['C1']),
    ]);
    expect([...decisions.values()].map(outcome)).toEqual(['C1', 'C1', 'awaiting-worker']);
    expect(decisions.get('m1')).toMatchObject({ method: 'worker-choice', decidedBy: 'W1' });
    expect(decisions.get('m1')?.candidates.length).toBeGreaterThan(0);
  });

  test('speaks for the next 24 hours', () => {
    const decisions = fold(two, [
      message('m1', 0, 'ok'),
      chose(5, ['m1'], ['C2']),
      message('m2', 600, 'he is fine'),
      message('m3', DAY + 10, 'ok'),
    ]);
    expect([...decisions.values()].map(outcome)).toEqual(['C2', 'C2', 'awaiting-worker']);
  });

  test('of days-old messages says nothing about today’s', () => {
    const decisions = fold(two, [
      message('m1', 0, 'ok'),
      chose(5 * DAY, ['m1'], ['C2']),
      message('m2', 5 * DAY + 30, 'ok'),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('awaiting-worker');
  });

  test('that it is not casework makes the next message ask', () => {
    const decisions = fold(two, [
      message('m1', 0, 'your parcel is here'),
      chose(5, ['m1'], []),
      message('m2', 60, 'ok'),
    ]);
    expect(decisions.get('m1')?.state).toBe('not-casework');
    expect(outcome(decisions.get('m2'))).toBe('awaiting-worker');
  });

  test('as a correction changes exactly the messages it names', () => {
    const decisions = fold(two, [
      message('m1', 0, 'Megan is off'),
      message('m2', 1, 'she has a temp'),
      chose(30, ['m2'], ['C2'], 'correction'),
    ]);
    expect([...decisions.values()].map(outcome)).toEqual(['C1', 'C2']);
  });
});

test('messages that wait with no gap over four hours are one question, and its id follows from the first', () => {
  const decisions = fold(two, [
    message('m1', 0, 'ok'),
    message('m2', 239, 'ok'),
    message('m3', 500, 'ok'),
  ]);
  const ids = [...decisions.values()].map((decision) => decision.question?.id);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(fold(two, [message('m1', 0, 'ok')]).get('m1')?.question?.id).toBe(ids[0]);
});

test('at most five sets are offered, oldest child first', () => {
  const { candidates } = decide(family([lili, tomos, megan]), 'ok');
  expect(candidates).toEqual([['C1'], ['C1', 'C2', 'C3'], ['C2'], ['C3']]);
});

describe('after a message about somebody else that still waits', () => {
  const sole = family([megan]);

  test('what follows within a day and names nobody is asked about, hours later too', () => {
    const decisions = fold(sole, [
      message('m1', 0, 'the lad next door hit my window'),
      message('m2', 200, 'hes been arrested now'),
      message('m3', 900, 'any news'),
      message('m4', 2_400, 'she slept well'),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('awaiting-worker');
    expect(outcome(decisions.get('m3'))).toBe('awaiting-worker');
    expect(outcome(decisions.get('m4'))).toBe('C1');
  });

  test('what names a child is about that child', () => {
    const decisions = fold(two, [
      message('m1', 0, 'my nephew is here'),
      message('m2', 200, 'Tomos slept well'),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('C2');
  });

  test('an answer settles it', () => {
    const decisions = fold(sole, [
      message('m1', 0, 'my nephew is here'),
      chose(60, ['m1'], ['C1']),
      message('m2', 200, 'he is fine'),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('C1');
  });

  test('a worker who opened the conversation for a child says whom they write about', () => {
    const decisions = fold(two, [
      message('m1', 0, 'my nephew is here'),
      opened(60, ['C1']),
      message('m2', 61, 'Is she well?', { direction: 'outbound', workerId: 'W1' }),
      message('m3', 300, 'he has a rash'),
    ]);
    expect(outcome(decisions.get('m2'))).toBe('C1');
    expect(outcome(decisions.get('m3'))).toBe('awaiting-worker');
  });
});
