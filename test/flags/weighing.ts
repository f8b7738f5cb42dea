import { makeReading, type Reading } from '../../src/oversight/evaluate.ts';
import { featuresOf, makeClassReader, OUTBOUND } from '../../src/oversight/features.ts';
import { FLAG_CATEGORIES } from '../../src/oversight/flag.ts';
import type { CompiledRules } from '../../src/oversight/rule-compile.ts';
import {
  type RuleSet,
  type TopicWords,
  topicsFile,
  type WeighedWords,
} from '../../src/oversight/rule-schema.ts';
import type { FlagCase } from './cases.ts';
import { type Example, fitWeights } from './logistic.ts';
import { ordinaryMessages } from './ordinary-messages.ts';

const POINTS = 100;
const LEAST_POINTS = 5;
const LEAST_PAIR_POINTS = 8;
const GENERATED = 2000;
const GENERATED_SHARE = 1;
const LEAST_TOPIC_POINTS = 15;
const VERSION = 7;
/** The lines, chosen by leaving batches out in turn: docs/flags.md. */
const URGENT_AT_LEAST = -90;
const REVIEW_AT_LEAST = 20;
/** … and where there is no rule's flag, and no word that tells why or a guard that took a match away. */
const URGENT_ELSE_AT_LEAST = 120;
const REVIEW_ELSE_AT_LEAST = 80;
const TELL_AT_LEAST = 10;
/** Begins features that are no words and stand in the base. */
const MARK = '\u0001';
const BASE = `${MARK}base`;
const isPair = (feature: string): boolean => feature.includes(' ');
const isOurs = (feature: string): boolean => feature.startsWith(OUTBOUND);
/** What a table cannot hold: marks, and a comma of a message's own. */
const isMark = (feature: string): boolean => feature.startsWith(MARK) || feature.includes(',');

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
    const singles = [...features, ...trusted].filter((feature) => !isPair(feature));
    const ours = one.direction === 'outbound' ? singles.map((name) => `${OUTBOUND}${name}`) : [];
    return [...features, ...trusted, ...ours, `${MARK}${one.direction}`];
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
    ...cases.map((one) => row(one, 1)),
    ...ordinaryMessages(GENERATED).map((one) => row(one, GENERATED_SHARE)),
  ];
}

/** The two tables of weighed words, urgent before review, as they are learnt from these rows. */
export function tablesFrom(rows: readonly Row[], set: RuleSet): readonly WeighedWords[] {
  const classes = classNames(set);
  const names = [set.lexicon.classes.firstname].flat().join(' ').replaceAll(',', ' ');
  const tellNothing = `${TELL_NOTHING} ${names}`.replace(/\s+/gu, ' ');
  // What only needs a look within a day says nothing about the line between urgent and ordinary; and what is
  // urgent is so whoever writes it.
  const clear = rows.filter(({ one }) => one.severity !== 'review').map(withoutOurs);
  return [
    {
      id: 'weighed-words-urgent',
      severity: 'urgent',
      version: VERSION,
      means: 'The words of the message, and the rules it met, weigh together like a disclosure',
      classes,
      atLeast: URGENT_AT_LEAST,
      elseAtLeast: URGENT_ELSE_AT_LEAST,
      tellWith: classes.filter((name) => OF_DANGER.test(name)),
      tellAtLeast: TELL_AT_LEAST,
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
      atLeast: REVIEW_AT_LEAST,
      elseAtLeast: REVIEW_ELSE_AT_LEAST,
      tellWith: classes.filter((name) => OF_DANGER.test(name) || OF_WORRY.test(name)),
      tellAtLeast: TELL_AT_LEAST,
      tellNothing,
      ...pointsFrom(rows, (one) => one.severity !== 'none', 2),
    },
  ];
}

const withoutOurs = (row: Row): Row => ({
  ...row,
  features: row.features.filter((feature) => !isOurs(feature)),
});

/** The table of what flagged messages are about, learnt from those rows that deserve a flag: each category against the rest. */
export function topicsFrom(rows: readonly Row[], set: RuleSet): TopicWords {
  const flagged = rows.flatMap(({ features, one }) =>
    one.category === null
      ? []
      : [
          {
            features: [BASE, ...features.filter((name) => !isPair(name) && !isOurs(name))],
            one,
          },
        ],
  );
  const learnt = FLAG_CATEGORIES.map((category) => {
    const examples = flagged.map(
      ({ features, one }): Example => ({ features, truth: one.category === category, share: 1 }),
    );
    const weights = fitWeights(examples, { penalty: () => 1, seenAtLeast: () => 2 });
    const points = (feature: string): number => Math.round((weights.get(feature) ?? 0) * POINTS);
    const listed = [...weights.keys()]
      .sort()
      .filter((name) => !isMark(name) && Math.abs(points(name)) >= LEAST_TOPIC_POINTS)
      .map((name) => `${name} ${points(name)}`);
    return [category, points(BASE), listed.join(', ')] as const;
  });
  return topicsFile.parse({
    version: VERSION,
    classes: classNames(set),
    base: Object.fromEntries(learnt.map(([category, base]) => [category, base])),
    words: Object.fromEntries(learnt.map(([category, , words]) => [category, words])),
  });
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
    seenAtLeast: (feature) => (isPair(feature) && feature.includes('{') ? 3 : 2),
  });
  const points = (feature: string): number => Math.round((weights.get(feature) ?? 0) * POINTS);
  const counts = (feature: string): boolean =>
    feature.startsWith('rule:') ||
    Math.abs(points(feature)) >= (isPair(feature) ? LEAST_PAIR_POINTS : LEAST_POINTS);
  const listed = (wanted: (points: number) => boolean): string =>
    [...weights.keys()]
      .sort()
      .filter((feature) => !isMark(feature) && counts(feature) && wanted(points(feature)))
      .map((feature) => `${feature} ${points(feature)}`)
      .join(', ');
  return {
    base: { inbound: points(`${MARK}inbound`), outbound: points(`${MARK}outbound`) },
    words: { for: listed((own) => own >= 0), against: listed((own) => own < 0) },
  };
}
