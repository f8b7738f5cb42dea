// Scores decisions as test/fixtures/attribution/score.mjs does, per case kind.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { step } from '../../src/attribution/conversation.ts';
import { indexPeople } from '../../src/attribution/names/people-index.ts';
import { type Decision, NEW_CONVERSATION } from '../../src/attribution/types.ts';
import { factsOf, namesakeFinder, readHistory, readPeople } from './family-data.ts';

const truthLine = z.object({
  id: z.string(),
  stratum: z.string(),
  expected: z.enum(['attribute', 'ask', 'either']),
  caseNumbers: z.array(z.string()),
  cue: z.string(),
  acceptable: z.array(z.array(z.string())),
  choice: z.array(z.string()).nullable(),
});
export type Truth = z.infer<typeof truthLine>;

export type ScoredDecision = Pick<
  Decision,
  'state' | 'method' | 'caseNumbers' | 'candidates' | 'question' | 'reasons'
>;

export type Scored = {
  truth: Truth;
  body: string;
  /** The newest decision. */
  final: ScoredDecision;
  /** The decision when the message came. */
  first: ScoredDecision;
  automatic: boolean;
  wrong: boolean;
};

const set = (caseNumbers: readonly string[]) => [...new Set(caseNumbers)].sort().join('|');

export function scoreFolder(folder: string): Scored[] {
  const people = readPeople(`${folder}/people`);
  const findNamesakes = namesakeFinder(people);
  const facts = new Map<string, ReturnType<typeof factsOf>>();
  const factsFor = (address: string) => {
    const known = facts.get(address) ?? factsOf(people, address);
    facts.set(address, known);
    return known;
  };
  const conversations = readHistory(`${folder}/history.ndjson`, (body, counterpart) =>
    findNamesakes(body, factsFor(counterpart)),
  );
  const first = new Map<string, Decision>();
  const final = new Map<string, Decision>();
  const bodies = new Map<string, string>();
  for (const { counterpart, events } of conversations) {
    const index = indexPeople(
      factsOf(
        people,
        counterpart,
        new Set(
          events.flatMap((event) =>
            'workerId' in event && event.workerId !== null ? [event.workerId] : [],
          ),
        ),
      ),
    );
    let state = NEW_CONVERSATION;
    for (const event of events) {
      if (event.type === 'message') bodies.set(event.id, event.body);
      const next = step(state, event, index);
      state = next.state;
      for (const decision of next.decisions) {
        if (!first.has(decision.messageId)) first.set(decision.messageId, decision);
        final.set(decision.messageId, decision);
      }
    }
  }
  return scoreDecisions(folder, first, final, bodies);
}

/** Scores decisions by message id: the first on each message and the newest. */
export function scoreDecisions(
  folder: string,
  first: ReadonlyMap<string, ScoredDecision>,
  final: ReadonlyMap<string, ScoredDecision>,
  bodies: ReadonlyMap<string, string>,
): Scored[] {
  return readFileSync(`${folder}/truth.ndjson`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const truth = truthLine.parse(JSON.parse(line));
      const last = final.get(truth.id);
      const initial = first.get(truth.id);
      if (last === undefined || initial === undefined)
        throw new Error(`${truth.id} was never decided`);
      const own = truth.choice !== null && last.method === 'worker-choice';
      const automatic = last.state === 'attributed' && !own;
      const allowed = truth.acceptable.length > 0 ? truth.acceptable : [truth.caseNumbers];
      const fine =
        truth.expected !== 'ask' &&
        allowed.some((acceptable) => set(acceptable) === set(last.caseNumbers));
      return {
        truth,
        body: bodies.get(truth.id) ?? '',
        final: last,
        first: initial,
        automatic,
        wrong: automatic && !fine,
      };
    });
}

export type Totals = {
  messages: number;
  automatic: number;
  wrong: number;
  determinable: number;
  covered: number;
  questions: number;
  asked: number;
  offered: number;
};

export function totalsOf(scored: readonly Scored[]): Totals {
  const determinable = scored.filter(({ truth }) => truth.expected === 'attribute');
  const known = scored.filter(
    ({ truth, first }) => first.state === 'awaiting-worker' && truth.caseNumbers.length > 0,
  );
  return {
    messages: scored.length,
    automatic: scored.filter(({ automatic }) => automatic).length,
    wrong: scored.filter(({ wrong }) => wrong).length,
    determinable: determinable.length,
    covered: determinable.filter(({ automatic, wrong }) => automatic && !wrong).length,
    questions: new Set(
      scored
        .filter(({ first }) => first.state === 'awaiting-worker')
        .map(({ first }) => first.question?.id),
    ).size,
    asked: known.length,
    offered: known.filter(({ truth, first }) =>
      first.candidates.some((candidate) => set(candidate) === set(truth.caseNumbers)),
    ).length,
  };
}
