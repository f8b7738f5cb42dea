// Works out src/oversight/rules/weighed-{urgent,review}.json from the composed messages: logistic regression over words,
// stems and pairs of neighbours, the same numbers every time. Run: node test/flags/weigh-words.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeReading } from '../../src/oversight/evaluate.ts';
import type { FlagSeverity } from '../../src/oversight/flag.ts';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';
import type { RuleSet } from '../../src/oversight/rule-schema.ts';
import { featuresOf, makeClassReader } from '../../src/oversight/weigh.ts';
import { composedCases, type FlagCase } from './cases.ts';
import { ordinaryMessages } from './ordinary-messages.ts';

const ROUNDS = 400;
const PENALTY = 1;
const RULE_PENALTY = 0.25;
const STEP = 0.05;
const POINTS = 100;
const LEAST_POINTS = 5;
const GENERATED_SHARE = 0.15;

type Row = {
  readonly features: readonly string[];
  readonly direction: string;
  readonly one: FlagCase;
  readonly share: number;
};
type Model = { readonly weights: ReadonlyMap<string, number> };

/** The rules were improved on these, so what rules find in them says too much for the rules. */
const RULES_KNOW = /^(?:[a-l]|o)\d/u;
/** Classes that hold nearly every name or verb say nothing. */
const TOO_WIDE = new Set(
  'agent agent-he victim victim-poss hits age number-word firstname'.split(' '),
);

/** Words of these classes tell a manager why a message was flagged though no rule was met. */
const OF_DANGER =
  /^(?:about-(?:hit|grab|choke|burn|injury|fear|sexual|kin-risk|selfharm|despair|missing|weapon|threat|drug|exploit|neglect|medical|unsafe)|cy-(?:hit|throw|mark|weapon|drunk|drug|alone|die)|hits-strong|mark|scared|sexual|touch|kill|smash|alone|unresponsive|poison|drunk|drug|distress|injury|private|weapon)$/u;
const OF_WORRY = /^about-(?:dv|secret|worker|legal|channel|refuse|privacy|insult|affection)$/u;

/** … but these words, everyday or little, tell nobody anything by themselves. */
const TELL_NOTHING =
  'look looks get gets getting got back home away left room days day night social feel feels said says because they them their that this there these with without from have been being would could should will what when where which while just still only some more even after before about over also into want wants like know think asked told went going gone come coming take took give made make mates wedi rwan nawr mynd dydd ddim fory draw hwnna gyda efo drwy pwyso sitting neighbour parcel partner uncle cousin brother ring rang call something someone anyone everyone doing done really well good';

function classNames(set: RuleSet): readonly string[] {
  return Object.keys(set.lexicon.classes).filter((name) => !TOO_WIDE.has(name));
}

/** All messages to learn from, as features. */
function trainingRows(set: RuleSet): readonly Row[] {
  const compiled = compileRules({ ...set, weighed: [] });
  const read = makeReading(compiled);
  const classesOf = makeClassReader(compiled.lexicon, classNames(set));
  const row = (one: FlagCase, share: number): Row => {
    const { met, words } = read(one, () => true);
    const trusted = RULES_KNOW.test(one.id) ? met.filter((name) => name.startsWith('guard:')) : met;
    const features = featuresOf(
      words.map((word) => word.canonical.word),
      classesOf,
    );
    return {
      features: [...features.keys(), ...trusted],
      direction: `\u0001${one.direction}`,
      one,
      share,
    };
  };
  return [
    ...composedCases().map((one) => row(one, 1)),
    ...ordinaryMessages(1250).map((one) => row(one, GENERATED_SHARE)),
  ];
}

/** Fits weights: Adam over the whole, with a penalty on large weights; features seen once are left out. */
function weightsFrom(rows: readonly Row[], isTrue: (one: FlagCase) => boolean): Model {
  const counts = new Map<string, number>();
  for (const { features } of rows)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const numbers = new Map<string, number>();
  const penalties: number[] = [];
  const number = (feature: string): void => {
    numbers.set(feature, numbers.size);
    penalties.push(feature.startsWith('rule:') ? RULE_PENALTY : PENALTY);
  };
  for (const [feature, count] of counts) if (count > 1) number(feature);
  for (const direction of ['\u0001inbound', '\u0001outbound']) number(direction);
  const encoded = rows.map(({ features, direction, one, share }) => ({
    at: [...features, direction].flatMap((feature) => numbers.get(feature) ?? []),
    truth: isTrue(one) ? 1 : 0,
    share,
  }));
  const whole = rows.reduce((sum, { share }) => sum + share, 0);
  const weights = new Float64Array(numbers.size);
  const mean = new Float64Array(numbers.size);
  const spread = new Float64Array(numbers.size);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const slope = weights.map((weight, index) => ((penalties[index] ?? PENALTY) * weight) / whole);
    for (const { at, truth, share } of encoded) {
      const sum = at.reduce((total, index) => total + (weights[index] ?? 0), 0);
      const pull = (share * (1 / (1 + Math.exp(-sum)) - truth)) / whole;
      for (const index of at) slope[index] = (slope[index] ?? 0) + pull;
    }
    slope.forEach((value, index) => {
      mean[index] = 0.9 * (mean[index] ?? 0) + 0.1 * value;
      spread[index] = 0.999 * (spread[index] ?? 0) + 0.001 * value * value;
      const corrected = (mean[index] ?? 0) / (1 - 0.9 ** round);
      const scale = Math.sqrt((spread[index] ?? 0) / (1 - 0.999 ** round)) + 1e-8;
      weights[index] = (weights[index] ?? 0) - (STEP * corrected) / scale;
    });
  }
  return {
    weights: new Map([...numbers].map(([feature, index]) => [feature, weights[index] ?? 0])),
  };
}

/** The category whose messages hold a feature most often, for the features that speak for a flag. */
function categoryOf(
  rows: readonly Row[],
  isTrue: (one: FlagCase) => boolean,
): (feature: string) => string {
  const counts = new Map<string, Map<string, number>>();
  const sizes = new Map<string, number>();
  for (const { features, one } of rows) {
    if (!isTrue(one) || one.category === null) continue;
    sizes.set(one.category, (sizes.get(one.category) ?? 0) + 1);
    for (const feature of features) {
      const own = counts.get(feature) ?? new Map<string, number>();
      counts.set(feature, own.set(one.category, (own.get(one.category) ?? 0) + 1));
    }
  }
  const rate = ([category, count]: [string, number]): number =>
    count / ((sizes.get(category) ?? 0) + 5);
  return (feature) =>
    [...(counts.get(feature) ?? [])].sort((left, right) => rate(right) - rate(left))[0]?.[0] ??
    'ordinary';
}

type Shape = {
  readonly severity: FlagSeverity;
  readonly version: number;
  readonly means: string;
  readonly classes: readonly string[];
  readonly aloneAtLeast: number;
  readonly aloneWith: readonly string[];
  readonly aloneWordsAtLeast: number;
  readonly tellNothing: string;
  readonly atLeast: number;
};

function write(rows: readonly Row[], isTrue: (one: FlagCase) => boolean, shape: Shape): void {
  const { weights } = weightsFrom(rows, isTrue);
  const category = categoryOf(rows, isTrue);
  const groups = new Map<string, string[]>();
  const points = (feature: string): number => Math.round((weights.get(feature) ?? 0) * POINTS);
  for (const feature of [...weights.keys()].sort()) {
    if (
      feature.startsWith('\u0001') ||
      feature.includes(',') ||
      (Math.abs(points(feature)) < LEAST_POINTS && !feature.startsWith('rule:'))
    )
      continue;
    const group = points(feature) < 0 ? 'ordinary' : category(feature);
    groups.set(group, [...(groups.get(group) ?? []), `${feature} ${points(feature)}`]);
  }
  const table = {
    id: `weighed-words-${shape.severity}`,
    ...shape,
    base: { inbound: points('\u0001inbound'), outbound: points('\u0001outbound') },
    words: Object.fromEntries(
      [...groups].sort().map(([group, words]) => [group, words.join(', ')]),
    ),
  };
  const file = join(
    import.meta.dirname,
    `../../src/oversight/rules/weighed-${shape.severity}.json`,
  );
  writeFileSync(file, `${JSON.stringify(table, null, 1)}\n`);
}

if (process.argv[1] === import.meta.filename) {
  const set = readRuleFiles();
  const rows = trainingRows(set);
  const classes = classNames(set);
  const names = [set.lexicon.classes.firstname].flat().join(' ').replaceAll(',', ' ');
  const tellNothing = `${TELL_NOTHING} ${names}`.replace(/\s+/gu, ' ');
  // What only needs a look within a day says nothing about the line between urgent and ordinary.
  const clear = rows.filter(({ one }) => one.severity !== 'review');
  write(clear, (one) => one.severity === 'urgent', {
    severity: 'urgent',
    version: 3,
    means: 'The words of the message, and the rules it met, weigh together like a disclosure',
    classes,
    atLeast: -90,
    tellNothing: `${tellNothing} you your not can cant own knows started`,
    aloneAtLeast: 35,
    aloneWith: classes.filter((name) => OF_DANGER.test(name)),
    aloneWordsAtLeast: 10,
  });
  write(rows, (one) => one.severity !== 'none', {
    severity: 'review',
    version: 3,
    means:
      'The words of the message, and the rules it met, weigh together like something for a manager',
    classes,
    atLeast: 0,
    tellNothing,
    aloneAtLeast: 60,
    aloneWith: classes.filter((name) => OF_DANGER.test(name) || OF_WORRY.test(name)),
    aloneWordsAtLeast: 10,
  });
}
