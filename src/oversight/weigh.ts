import { MATCH_TAKEN, OUTBOUND, RULE_MET, ruleFeature, URGENT_RULE_MET } from './features.ts';
import type { Flag, FlagSubject } from './flag.ts';
import type { ReadWord } from './read-message.ts';
import type { WeighedWords } from './rule-schema.ts';
import { NONE, readTable, type WordEntries } from './weigh-table.ts';
import type { Lexicon } from './word-index.ts';

/** What a message weighs, its words and the rules that it met together. */
export type Weighed = {
  /** Whether its points are enough for a flag. */
  readonly enough: boolean;
  /** Then: the words that tell a manager why, by number. */
  readonly telling?: Stretch;
};
type Stretch = { readonly from: number; readonly to: number };
const LONGEST_STRETCH = 9;

export type Scale = {
  readonly weigh: (
    subject: FlagSubject,
    tokens: readonly ReadWord[],
    met: readonly string[],
  ) => Weighed;
  /** Whether the table knows what this flag's rule is worth; a rule it does not know is never overruled. */
  readonly knows: (flag: Flag) => boolean;
};

/** Makes the scale: points of a message by the table of weighed words. Linear in the words. */
export function makeScale(table: WeighedWords, lexicon: Lexicon): Scale {
  const { points: pointsOf, single, entriesOf } = readTable(table, lexicon);
  const seen = new Int32Array(pointsOf.length);
  let message = 0;
  // Entries that the message at hand has, each once, with the words they are made of.
  const found = new Int32Array(pointsOf.length);
  const firsts = new Int32Array(pointsOf.length);
  const seconds = new Int32Array(pointsOf.length);
  let count = 0;
  const note = (entry: number, first: number, second: number): void => {
    if (entry === NONE || seen[entry] === message) return;
    seen[entry] = message;
    found[count] = entry;
    firsts[count] = first;
    seconds[count] = second;
    count += 1;
  };
  const noteAll = (words: readonly WordEntries[], outbound: boolean): void => {
    message += 1;
    count = 0;
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at];
      if (word === undefined) continue;
      for (const entry of word.own) note(entry, at, at);
      if (outbound) for (const entry of word.ownOutbound) note(entry, at, at);
      const next = words[at + 1];
      if (next === undefined) continue;
      if (word.beforeWord !== undefined) note(word.beforeWord.get(next.word) ?? NONE, at, at + 1);
      if (word.beforeClass !== undefined)
        for (const index of next.classes) note(word.beforeClass[index] ?? NONE, at, at + 1);
      if (next.afterClass !== undefined)
        for (const index of word.classes) note(next.afterClass[index] ?? NONE, at, at + 1);
    }
  };
  const ownRule = table.severity === 'urgent' ? URGENT_RULE_MET : RULE_MET;
  const weigh: Scale['weigh'] = (subject, tokens, met) => {
    const words = tokens.map((token) => entriesOf(token.canonical.word));
    const outbound = subject.direction === 'outbound';
    noteAll(words, outbound);
    let points = table.base[subject.direction];
    for (let index = 0; index < count; index += 1) points += pointsOf[found[index] ?? NONE] ?? 0;
    for (const feature of met) {
      points += pointsOf[single.get(feature) ?? NONE] ?? 0;
      if (outbound) points += pointsOf[single.get(`${OUTBOUND}${feature}`) ?? NONE] ?? 0;
    }
    const speaks = (at: number): boolean =>
      words[at]?.speaksOfIt === true && tokens[at]?.name === false && !tokens[at].number;
    // What a guard took away was no match: words alone must then weigh more.
    const taken = met.includes(MATCH_TAKEN) && !met.includes(ownRule);
    const reason = met.includes(RULE_MET) || words.some((_, at) => speaks(at));
    const enough = points >= (taken || !reason ? table.elseAtLeast : table.atLeast);
    if (!enough) return { enough };
    // Few messages come this far: only for them is it worth asking which words weigh most.
    const weights = new Float64Array(tokens.length);
    for (let index = 0; index < count; index += 1) {
      const half = (pointsOf[found[index] ?? NONE] ?? 0) / 2;
      for (const at of [firsts[index] ?? 0, seconds[index] ?? 0])
        weights[at] = (weights[at] ?? 0) + half;
    }
    const tells = (at: number): boolean => speaks(at) && (weights[at] ?? 0) >= table.tellAtLeast;
    const isWord = (at: number): boolean => tokens[at]?.name === false && !tokens[at].number;
    const telling = stretch(tokens, weights, tells) ?? stretch(tokens, weights, isWord);
    return telling === undefined ? { enough } : { enough, telling };
  };
  return { weigh, knows: (flag) => single.has(ruleFeature(flag)) };
}

/**
 * The words that a manager is shown: the heaviest stretch inside one sentence that holds a word which tells why,
 * without words at its ends that speak against a flag. Undefined where no word tells why.
 */
function stretch(
  tokens: readonly ReadWord[],
  weights: Float64Array,
  tells: (at: number) => boolean,
): Stretch | undefined {
  let best: Stretch | undefined;
  let most = 0;
  for (let from = 0; from < tokens.length; from += 1) {
    if ((weights[from] ?? 0) <= 0) continue;
    let sum = 0;
    let telling = false;
    const end = Math.min(tokens.length, from + LONGEST_STRETCH);
    for (let to = from; to < end && tokens[to]?.sentence === tokens[from]?.sentence; to += 1) {
      const own = weights[to] ?? 0;
      sum += own;
      telling ||= tells(to);
      if (telling && own > 0 && sum > most) {
        most = sum;
        best = { from, to };
      }
    }
  }
  return best;
}
