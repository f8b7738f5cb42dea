import { readWords } from './read-words.ts';
import type { CompiledRules } from './rule-compile.ts';
import type { Found, ReadToken, SequenceMachine, Step } from './sequence-machine.ts';

/** Reads one written word; remembers what it has read. */
type WordReader = (raw: string) => readonly CanonicalWord[];
type CanonicalWord = {
  readonly word: string;
  readonly filler: boolean;
  readonly ruleAtoms: readonly number[];
  readonly idiomAtoms: readonly number[];
  readonly strange: boolean;
};
/** One word of a message, as the rules read it and where it stands in the text. */
export type ReadWord = {
  readonly canonical: CanonicalWord;
  readonly start: number;
  readonly end: number;
  readonly place: number;
  readonly sentence: number;
  readonly name: boolean;
  readonly number: boolean;
  readonly filler: boolean;
};

const REMEMBERED_WORDS = 50_000;
const STOP_WIDTH = 3;
// More fillers in a row than this count as words, so that no run of them makes a match unboundedly long.
const FILLERS_IN_A_ROW = 3;

/** Makes a reader of single words; each spelling is worked out once. */
export function rememberingReader(compiled: CompiledRules): WordReader {
  const remembered = new Map<string, readonly CanonicalWord[]>();
  return (raw) => {
    const known = remembered.get(raw);
    if (known !== undefined) return known;
    const words = compiled.spell(raw).map((word) => {
      const ruleAtoms = compiled.machine.atomsOf(word);
      const idiomAtoms = compiled.idioms.atomsOf(word);
      const filler = compiled.fillers.has(word) || /^\p{Extended_Pictographic}$/u.test(word);
      return { word, filler, ruleAtoms, idiomAtoms, strange: ruleAtoms.length === 0 && !filler };
    });
    if (remembered.size >= REMEMBERED_WORDS) remembered.clear();
    remembered.set(raw, words);
    return words;
  };
}

/** A text as words with places: a filler takes none, a stop takes three. */
export function readTokens(text: string, readWord: WordReader): readonly ReadWord[] {
  const tokens: ReadWord[] = [];
  let place = 0;
  let sentence = 0;
  let run = 0;
  for (const written of readWords(text)) {
    if (written.kind !== 'word') {
      place += written.kind === 'stop' ? STOP_WIDTH : 1;
      if (written.kind === 'stop') sentence += 1;
      continue;
    }
    const { raw, start, end, capital } = written.word;
    for (const canonical of readWord(raw)) {
      run = canonical.filler ? run + 1 : 0;
      const filler = canonical.filler && run <= FILLERS_IN_A_ROW;
      if (!filler) place += 1;
      tokens.push({
        canonical,
        start,
        end,
        place,
        sentence,
        filler,
        name: capital && canonical.strange,
        number: /^\d{1,2}$/u.test(canonical.word),
      });
    }
  }
  return tokens;
}

/** What a word is to a machine: itself, stems, and by the way it is written a name or a number. */
export function atoms(
  token: ReadWord,
  machine: SequenceMachine,
  own: readonly number[],
): readonly number[] {
  if (token.name) return [...own, machine.nameAtom];
  return token.number ? [...own, machine.numberAtom] : own;
}

/** Words inside a turn of phrase: no rule reads them. */
export function idiomTokens(
  idioms: SequenceMachine,
  tokens: readonly ReadWord[],
): ReadonlySet<number> {
  const read: ReadToken[] = tokens.map((token) => ({
    atoms: atoms(token, idioms, token.canonical.idiomAtoms),
    place: token.place,
    filler: token.filler,
  }));
  const hidden = new Set<number>();
  for (const { last } of idioms.run(read))
    for (let step: Step | undefined = last; step !== undefined; step = step.before)
      for (let at = step.from; at <= step.to; at += 1) hidden.add(at);
  return hidden;
}

/** The matched words as they stand in the text, neighbours joined. */
export function evidenceOf(
  text: string,
  tokens: readonly ReadWord[],
  matched: readonly Found[],
): readonly string[] {
  const indexes = new Set<number>();
  for (const { last } of matched)
    for (let step: Step | undefined = last; step !== undefined; step = step.before)
      for (let at = step.from; at <= step.to; at += 1) indexes.add(at);
  const sorted = [...indexes].sort((left, right) => left - right);
  const runs: { from: number; to: number }[] = [];
  for (const index of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && index <= run.to + 1) run.to = index;
    else runs.push({ from: index, to: index });
  }
  return runs.map(({ from, to }) => text.slice(tokens[from]?.start ?? 0, tokens[to]?.end ?? 0));
}
