import { expect, test } from 'vitest';
import type { ViewedMessage } from '../../../record/recording-store.ts';
import { casesOfCues, whyEach } from './why.ts';

const FOR = { speaks: 'for', kind: 'named-child', caseNumbers: ['C1'], reason: 'Named “Osh”.' };
const AGAINST = {
  speaks: 'against',
  kind: 'ambiguous-name',
  caseNumbers: ['C1', 'C2'],
  reason: '“Sam” could be Samuel Rees and Samira Khan.',
};

function aMessage(changes: Partial<ViewedMessage> = {}): ViewedMessage {
  return {
    id: 'm1',
    direction: 'inbound',
    kind: 'message',
    body: 'Osh is home',
    author: '+447700900123',
    worker: null,
    contactName: 'Kelly Brennan',
    occurredAt: new Date('2026-03-12T13:40:00Z'),
    sentAt: null,
    recordedAt: new Date('2026-03-12T13:40:01Z'),
    status: null,
    events: [],
    media: [],
    evidence: [],
    method: 'worker-choice',
    reasons: ['A worker chose.'],
    cues: [FOR, AGAINST],
    ruleVersion: '2026-11-21.3',
    decidedBy: { workerId: 'P', name: 'Priya Nair', role: 'worker' },
    decidedAt: new Date('2026-03-12T15:02:00Z'),
    ...changes,
  };
}

const EVERYBODY = new Set(['C1', 'C2']);

test('each decision lists the cues for and against in plain words, who decided, when and by which rules', () => {
  const [why, ...more] = whyEach([aMessage(), aMessage({ id: 'm2' })], 'c', EVERYBODY, false);

  expect(more).toEqual([]);
  expect(why).toMatchObject({
    words: 'A worker chose.',
    count: 2,
    sides: {
      for: ['Named “Osh”.'],
      against: ['“Sam” could be Samuel Rees and Samira Khan.'],
      decided:
        'Decided by Priya Nair, social worker, Thursday 12 March 2026, 3:02pm. Rules 2026-11-21.3.',
    },
  });
});

test('a decision of the rules says so', () => {
  const byRules = aMessage({ decidedBy: { workerId: 'system', name: 'system', role: '' } });

  const [why] = whyEach([byRules], 'c', EVERYBODY, false);

  expect(why?.by).toBe('');
  expect(why?.sides.decided).toMatch(/^Decided by the attribution rules, Thursday 12 March/);
});

test('a cue about a child whom the viewer may not see is not shown', () => {
  const message = aMessage({ reasons: [AGAINST.reason] });
  expect(casesOfCues([message])).toEqual(['C1', 'C2']);

  const [why] = whyEach([message], 'c', new Set(['C1']), false);

  expect(why?.sides).toMatchObject({ for: ['Named “Osh”.'], against: [] });
  expect(why?.words).toBe('It may concern a child you cannot see.');
});
