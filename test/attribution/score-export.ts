// Scores an export of the development sets by the rules in test/fixtures/attribution/README.md.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const truthLine = z.object({
  id: z.string(),
  expected: z.enum(['attribute', 'ask', 'either']),
  caseNumbers: z.array(z.string()),
  acceptable: z.array(z.array(z.string())),
  choice: z.array(z.string()).nullable(),
});

const exportedLine = z.object({
  externalId: z.string(),
  attribution: z.object({
    state: z.string(),
    method: z.string().nullable(),
    caseNumbers: z.array(z.string()),
  }),
});

type Truth = z.output<typeof truthLine>;
type Exported = z.output<typeof exportedLine>;

type ExportScore = {
  messages: number;
  automatic: number;
  /** Ids of messages that were attached to children they are not about. */
  wrong: string[];
  missing: string[];
  /** Workers' own choices that the export does not show. */
  choicesLost: string[];
  /** Of the messages that a careful person could place, the share that was placed. */
  coverage: number;
};

/** Compares the NDJSON of `export messages` with the truth beside a development set. */
export function scoreExport(truthFile: string, ndjson: string): ExportScore {
  const exported = new Map(
    readLines(ndjson, exportedLine).map((line) => [line.externalId, line.attribution]),
  );
  const truths = readLines(readFileSync(truthFile, 'utf8'), truthLine);
  const score: ExportScore = {
    messages: truths.length,
    automatic: 0,
    wrong: [],
    missing: [],
    choicesLost: [],
    coverage: 0,
  };
  let placed = 0;
  for (const truth of truths) {
    const attribution = exported.get(truth.id);
    if (!attribution) {
      score.missing.push(truth.id);
      continue;
    }
    if (truth.choice !== null && !keeps(attribution, truth.choice))
      score.choicesLost.push(truth.id);
    const own = truth.choice !== null && attribution.method === 'worker-choice';
    if (attribution.state !== 'attributed' || own) continue;
    score.automatic += 1;
    if (!isRight(truth, attribution)) score.wrong.push(truth.id);
    else if (truth.expected === 'attribute') placed += 1;
  }
  score.coverage = placed / truths.filter(({ expected }) => expected === 'attribute').length;
  return score;
}

function readLines<Line>(ndjson: string, schema: z.ZodType<Line>): Line[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

function keeps(
  { state, caseNumbers }: Exported['attribution'],
  choice: readonly string[],
): boolean {
  if (choice.length === 0) return state === 'not-casework';
  return state === 'attributed' && setOf(caseNumbers) === setOf(choice);
}

function isRight(truth: Truth, { caseNumbers }: Exported['attribution']): boolean {
  if (truth.expected === 'ask') return false;
  const allowed = truth.acceptable.length > 0 ? truth.acceptable : [truth.caseNumbers];
  return allowed.some((some) => setOf(some) === setOf(caseNumbers));
}

const setOf = (caseNumbers: readonly string[]) => [...new Set(caseNumbers)].sort().join(' ');
