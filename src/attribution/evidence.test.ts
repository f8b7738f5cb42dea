import { describe, expect, test } from 'vitest';
import { bothSides, evidenceFor, type KeptCue, readKeptCues, shownReasons } from './evidence.ts';

const NAMED: KeptCue = {
  speaks: 'for',
  kind: 'named-child',
  caseNumbers: ['C1'],
  reason: 'Named “Osh” — on Osian Rees’s record.',
};
const EITHER: KeptCue = {
  speaks: 'against',
  kind: 'ambiguous-name',
  caseNumbers: ['C1', 'C2'],
  reason: '“Sam” could be Samuel Rees and Samira Khan.',
};
const DENIED: KeptCue = {
  speaks: 'against',
  kind: 'not-this-child',
  caseNumbers: ['C2'],
  reason: 'It says that it is not about “Samira”.',
};
const STRANGER: KeptCue = {
  speaks: 'against',
  kind: 'somebody-else',
  caseNumbers: [],
  reason: '“Jake” is nobody on record around this number.',
};
const CUES = [NAMED, EITHER, DENIED, STRANGER];
const BOTH = new Set(['C1', 'C2']);

describe('what speaks for each child', () => {
  test('is said child by child: for, unsure and against', () => {
    expect(evidenceFor(CUES, 'C1', BOTH)).toEqual({
      for: [NAMED.reason],
      unsure: [EITHER.reason],
      against: [],
    });
    expect(evidenceFor(CUES, 'C2', BOTH)).toEqual({
      for: [],
      unsure: [EITHER.reason],
      against: [DENIED.reason],
    });
  });

  test('is said once for several messages with the same words', () => {
    expect(evidenceFor([NAMED, NAMED], 'C1', BOTH).for).toEqual([NAMED.reason]);
  });

  test('never names a child whom the person who is asked may not see', () => {
    const seen = new Set(['C1']);

    expect(evidenceFor(CUES, 'C1', seen)).toEqual({
      for: [NAMED.reason],
      unsure: [],
      against: [],
    });
    expect(shownReasons([EITHER.reason, STRANGER.reason], CUES, seen)).toEqual([
      STRANGER.reason,
      'It may concern a child you cannot see.',
    ]);
    expect(bothSides(CUES, seen)).toEqual({ for: [NAMED.reason], against: [STRANGER.reason] });
  });

  test('is all shown to somebody who may see every child', () => {
    expect(shownReasons([EITHER.reason, STRANGER.reason], CUES, BOTH)).toEqual([
      EITHER.reason,
      STRANGER.reason,
    ]);
    expect(bothSides(CUES, BOTH).against).toHaveLength(3);
  });
});

test('cues that were kept in another form are left out, not guessed at', () => {
  expect(readKeptCues([{ speaks: 'for', kind: 'x', reason: 'y' }])).toEqual([
    { speaks: 'for', kind: 'x', caseNumbers: [], reason: 'y' },
  ]);
  expect(readKeptCues([{ reason: 'y' }])).toEqual([]);
  expect(readKeptCues(null)).toEqual([]);
});
