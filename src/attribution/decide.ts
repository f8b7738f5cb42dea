// The decision table. Rows are tried from the top; the first whose condition holds decides.
// docs/attribution.md shows the same rows, and a test compares them.
import type { Standing } from './standing.ts';
import type { AttributionState, Cue, Method } from './types.ts';

/** Changes whenever a cue or a row changes, so that a decision can be told from one made under other rules. */
export const RULE_VERSION = '2026-11-21.7';

export type Outcome = {
  state: Extract<AttributionState, 'attributed' | 'awaiting-worker' | 'unmatched'>;
  caseNumbers: readonly string[];
  method: Method | null;
  reasons: readonly string[];
};

type Weighed = {
  standing: Standing;
  for: readonly Extract<Cue, { speaks: 'for' }>[];
  against: readonly Extract<Cue, { speaks: 'against' }>[];
};

type Row = {
  when: string;
  result: string;
  holds(weighed: Weighed): boolean;
  outcome(weighed: Weighed): Outcome;
};

/** Where several cues agree, the one that a person would give as the reason. */
const BEST_FIRST: readonly Method[] = [
  'opened-scope',
  'quoted-reply',
  'named-child',
  'sibling-group',
  'worker-choice',
  'sole-link',
  'continuation',
];

export const DECISION_TABLE: readonly Row[] = [
  {
    when: 'Nobody on record holds the number on the day of the message',
    result: 'unmatched: the managers of the number’s team are asked',
    holds: ({ standing }) => standing.holders.length === 0,
    outcome: ({ against }) => ({ ...undecided(reasonsOf(against)), state: 'unmatched' }),
  },
  {
    when: 'Anything speaks against deciding: several or unverified holders, somebody else or another child mentioned, a name that could be two people, “not” a child, forwarded words, a group that does not fit, a baby not on record, a message before that still waits',
    result: 'awaiting-worker: the worker is asked',
    holds: ({ against }) => against.length > 0,
    outcome: ({ against }) => undecided(reasonsOf(against)),
  },
  {
    when: 'Nothing says which child',
    result: 'awaiting-worker: the worker is asked',
    holds: (weighed) => weighed.for.length === 0,
    outcome: ({ standing }) =>
      undecided([
        standing.linked.size === 1
          ? 'The only child linked to this contact has a record that is not open.'
          : `${standing.linked.size} children are linked to this contact, and nothing in the message says which.`,
      ]),
  },
  {
    when: 'Two cues point at different sets of children, a larger or smaller set included',
    result: 'awaiting-worker: the worker is asked',
    holds: (weighed) => new Set(weighed.for.map(setOf)).size > 1,
    outcome: (weighed) => undecided(['The signs disagree.', ...reasonsOf(weighed.for)]),
  },
  {
    when: 'A child of the set is closed, restricted or adopted on that day',
    result: 'awaiting-worker: never attached automatically',
    holds: (weighed) =>
      chosen(weighed).some((id) => (weighed.standing.linked.get(id)?.status ?? 'open') !== 'open'),
    outcome: (weighed) =>
      undecided(['The record it seems to be about is not open.', ...reasonsOf(weighed.for)]),
  },
  {
    when: 'A child of the set is not linked to the contact on that day',
    result: 'awaiting-worker: the worker is asked',
    holds: (weighed) => chosen(weighed).some((id) => !weighed.standing.linked.has(id)),
    outcome: (weighed) =>
      undecided([
        'The child it seems to be about is not linked to this contact.',
        ...reasonsOf(weighed.for),
      ]),
  },
  {
    when: 'Every cue agrees on one set of open, linked children and nobody else is named',
    result: 'attributed to that set',
    holds: () => true,
    outcome: (weighed) => ({
      state: 'attributed',
      caseNumbers: chosen(weighed),
      method: BEST_FIRST.find((method) => weighed.for.some((cue) => cue.kind === method)) ?? null,
      reasons: reasonsOf(weighed.for),
    }),
  },
];

export function decide(cues: readonly Cue[], standing: Standing): Outcome {
  const weighed: Weighed = {
    standing,
    for: cues.filter((cue) => cue.speaks === 'for'),
    against: cues.filter((cue) => cue.speaks === 'against'),
  };
  for (const row of DECISION_TABLE) if (row.holds(weighed)) return row.outcome(weighed);
  throw new Error('the last row of the decision table always holds');
}

function undecided(reasons: readonly string[]): Outcome {
  return { state: 'awaiting-worker', caseNumbers: [], method: null, reasons };
}

function chosen(weighed: Weighed): readonly string[] {
  return [...(weighed.for[0]?.caseNumbers ?? [])].sort();
}

function setOf(cue: Cue): string {
  return [...cue.caseNumbers].sort().join();
}

function reasonsOf(cues: readonly Cue[]): string[] {
  return [...new Set(cues.map((cue) => cue.reason))];
}
