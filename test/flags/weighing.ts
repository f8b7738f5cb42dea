import { makeReading, type Reading } from '../../src/oversight/evaluate.ts';
import { featuresOf, makeClassReader } from '../../src/oversight/features.ts';
import type { CompiledRules } from '../../src/oversight/rule-compile.ts';
import type { RuleSet, WeighedWords } from '../../src/oversight/rule-schema.ts';
import { type FlagCase, isHardNegative } from './cases.ts';
import { type Example, fitWeights } from './logistic.ts';
import { ordinaryMessages } from './ordinary-messages.ts';

const POINTS = 100;
const LEAST_POINTS = 5;
const LEAST_PAIR_POINTS = 8;
const GENERATED = 500;
const GENERATED_SHARE = 0.15;
/** Most of what families write is everyday; the batches hold too little of it. */
const PLAIN_SHARE = 2;
const isPlain = (one: FlagCase): boolean => one.severity === 'none' && !isHardNegative(one);
const VERSION = 5;
/** A feature speaks for a category when so much of its rate is of that one. */
const CLEAR_SHARE = 0.4;

/** A message to learn from. */
export type Row = {
  readonly features: readonly string[];
  readonly one: FlagCase;
  readonly share: number;
};

/** The rules were improved on these, so what rules find in them says too much for the rules. */
const RULES_KNOW = /^(?:[a-l]|o)\d/u;
/** Classes that hold nearly every name or verb say nothing. */
const TOO_WIDE = new Set(
  'agent agent-he victim victim-poss hits age number-word firstname'.split(' '),
);

/** Words of these classes tell a manager why a message was flagged though no rule was met. */
const OF_DANGER =
  /^(?:about-(?:hit|grab|choke|burn|injury|fear|sexual|kin-risk|selfharm|despair|missing|weapon|threat|drug|exploit|neglect|medical|unsafe|clinic|farewell|hush|find)|cy-(?:hit|throw|mark|weapon|drunk|drug|alone|die|fear|child-hurt)|hits-strong|mark|scared|sexual|touch|kill|smash|alone|unresponsive|poison|drunk|drug|distress|injury|private|weapon)$/u;
const OF_WORRY = /^about-(?:dv|secret|worker|legal|channel|refuse|privacy|insult|affection)$/u;

/** … but these words, everyday or little, tell nobody anything by themselves. */
const TELL_NOTHING =
  'look looks get gets getting got back home away left room days day night social feel feels said says because they them their that this there these with without from have been being would could should will what when where which while just still only some more even after before about over also into want wants like know think asked told went going gone come coming take took give made make mates wedi rwan nawr mynd dydd ddim fory draw hwnna gyda efo drwy pwyso sitting neighbour parcel partner uncle cousin brother ring rang call something someone anyone everyone doing done really well good';

function classNames(set: RuleSet): string[] {
  return Object.keys(set.lexicon.classes).filter((name) => !TOO_WIDE.has(name));
}

/** Messages as features, the made-up everyday ones with them. `compiled` holds no weighed words. */
export function rowsOf(
  cases: readonly FlagCase[],
  set: RuleSet,
  compiled: CompiledRules,
): readonly Row[] {
  const read = makeReading(compiled);
  const classesOf = makeClassReader(compiled.lexicon, classNames(set));
  const featuresIn = (one: FlagCase, { met, words }: Reading): readonly string[] => {
    const trusted = RULES_KNOW.test(one.id) ? met.filter((name) => name.startsWith('guard:')) : met;
    const features = featuresOf(
      words.map((word) => word.canonical.word),
      classesOf,
    );
    return [...features, ...trusted, `\u0001${one.direction}`];
  };
  const row = (one: FlagCase, share: number): Row => ({
    features: featuresIn(
      one,
      read(one, () => true),
    ),
    one,
    share,
  });
  return [
    ...cases.map((one) => row(one, isPlain(one) ? PLAIN_SHARE : 1)),
    ...ordinaryMessages(GENERATED).map((one) => row(one, GENERATED_SHARE)),
  ];
}

/** The two tables of weighed words, urgent before review, as they are learnt from these rows. */
export function tablesFrom(rows: readonly Row[], set: RuleSet): readonly WeighedWords[] {
  const classes = classNames(set);
  const names = [set.lexicon.classes.firstname].flat().join(' ').replaceAll(',', ' ');
  const tellNothing = `${TELL_NOTHING} ${names}`.replace(/\s+/gu, ' ');
  // What only needs a look within a day says nothing about the line between urgent and ordinary.
  const clear = rows.filter(({ one }) => one.severity !== 'review');
  return [
    {
      id: 'weighed-words-urgent',
      severity: 'urgent',
      version: VERSION,
      means: 'The words of the message, and the rules it met, weigh together like a disclosure',
      classes,
      atLeast: -30,
      raiseAtLeast: 20,
      aloneAtLeast: 20,
      aloneWith: classes.filter((name) => OF_DANGER.test(name)),
      aloneWordAtLeast: 10,
      tellNothing: `${tellNothing} you your not can cant own knows started`,
      ...pointsFrom(clear, (one) => one.severity === 'urgent', 3),
    },
    {
      id: 'weighed-words-review',
      severity: 'review',
      version: VERSION,
      means:
        'The words of the message, and the rules it met, weigh together like something for a manager',
      classes,
      atLeast: 80,
      raiseAtLeast: 80,
      aloneAtLeast: 130,
      aloneWith: classes.filter((name) => OF_DANGER.test(name) || OF_WORRY.test(name)),
      aloneWordAtLeast: 10,
      tellNothing,
      ...pointsFrom(rows, (one) => one.severity !== 'none', 2),
    },
  ];
}

function pointsFrom(
  rows: readonly Row[],
  isTrue: (one: FlagCase) => boolean,
  penalty: number,
): Pick<WeighedWords, 'base' | 'words'> {
  const examples = rows.map(
    ({ features, one, share }): Example => ({ features, truth: isTrue(one), share }),
  );
  const weights = fitWeights(examples, {
    penalty: (feature) => (feature.startsWith('rule:') ? penalty / 4 : penalty),
    // A word beside a class is seen often by chance.
    seenAtLeast: (feature) => (feature.includes(' ') && feature.includes('{') ? 3 : 2),
  });
  const category = categoryOf(rows, isTrue);
  const groups = new Map<string, string[]>();
  const points = (feature: string): number => Math.round((weights.get(feature) ?? 0) * POINTS);
  for (const feature of [...weights.keys()].sort()) {
    const least = feature.includes(' ') ? LEAST_PAIR_POINTS : LEAST_POINTS;
    if (feature.startsWith('\u0001') || feature.includes(',')) continue;
    if (Math.abs(points(feature)) < least && !feature.startsWith('rule:')) continue;
    const group = points(feature) < 0 ? 'ordinary' : category(feature);
    groups.set(group, [...(groups.get(group) ?? []), `${feature} ${points(feature)}`]);
  }
  return {
    base: { inbound: points('\u0001inbound'), outbound: points('\u0001outbound') },
    words: Object.fromEntries(
      [...groups].sort().map(([group, words]) => [group, words.join(', ')]),
    ),
  };
}

/** The category that a feature speaks for, where its messages are mostly of one; "any" where they are of many. */
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
  return (feature) => {
    const rates = [...(counts.get(feature) ?? [])].map(
      ([category, count]) => [category, count / ((sizes.get(category) ?? 0) + 5)] as const,
    );
    const [best] = rates.sort((left, right) => right[1] - left[1]);
    // Two messages of another category are thought to be there, so that what was seen twice is not taken for a rule.
    const all = rates.reduce((sum, [, rate]) => sum + rate, (2 * sizes.size) / rows.length);
    return best !== undefined && best[1] >= CLEAR_SHARE * all ? best[0] : 'any';
  };
}
