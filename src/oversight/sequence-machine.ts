import type { Item, Sequence } from './pattern-parse.ts';
import { BUILTIN, type Lexicon, type Phrase } from './word-index.ts';

/** One word as the machine reads it. */
export type ReadToken = {
  readonly atoms: readonly number[];
  /** Place for measuring gaps: fillers take none, the end of a sentence takes more than a word. */
  readonly place: number;
  readonly filler: boolean;
};
/** The last element of a (partial) match; `before` leads back to its first. */
export type Step = { readonly from: number; readonly to: number; readonly before: Step | undefined };
export type Found = { readonly sequence: number; readonly last: Step };

type Slot = { readonly sequence: number; readonly index: number; readonly state: number; readonly gap: number; readonly last: boolean; readonly firstElement: number };
type TrieNode = { readonly next: Map<number, TrieNode>; readonly elements: number[] };

/** All sequences of a rule set in one automaton over words. */
export type SequenceMachine = {
  /** The atoms that a canonical word is: itself, and every stem it begins with. */
  readonly atomsOf: (word: string) => readonly number[];
  readonly nameAtom: number;
  readonly numberAtom: number;
  readonly literalWords: ReadonlySet<string>;
  /**
   * Finds every sequence, at most one match for each sequence and end word. For each sequence and item the latest two
   * partial matches are kept: with gaps that are upper bounds, a later one can always replace an earlier. So the work
   * for a word is bounded by the rule set, and the whole is linear in the words of the message.
   */
  readonly run: (tokens: readonly ReadToken[]) => readonly Found[];
};

/** Builds the machine; `sequences[i]` is reported as sequence `i`. Throws Error for an unknown class. */
export function buildMachine(sequences: readonly Sequence[], lexicon: Lexicon): SequenceMachine {
  const atoms = new Map<string, number>();
  const stemLengths = new Set<number>();
  const atom = (word: string): number => {
    const known = atoms.get(word);
    if (known !== undefined) return known;
    if (word.endsWith('*')) stemLengths.add(word.length - 1);
    atoms.set(word, atoms.size);
    return atoms.size - 1;
  };
  const nameAtom = atom(BUILTIN.name);
  const numberAtom = atom(BUILTIN.number);
  const elementIds = new Map<string, number>();
  const elementsOfAtom: number[][] = [];
  const root: TrieNode = { next: new Map(), elements: [] };
  const slots: Slot[][] = [];
  const addPhrase = (phrase: Phrase, element: number): void => {
    const ids = phrase.map(atom);
    const only = ids[0];
    if (ids.length === 1 && only !== undefined) {
      (elementsOfAtom[only] ??= []).push(element);
      return;
    }
    let node = root;
    for (const id of ids) {
      const next = node.next.get(id) ?? { next: new Map(), elements: [] };
      node.next.set(id, next);
      node = next;
    }
    node.elements.push(element);
  };
  const elementOf = (item: Item): number => {
    const key = JSON.stringify(item.alternatives);
    const known = elementIds.get(key);
    if (known !== undefined) return known;
    const id = elementIds.size;
    elementIds.set(key, id);
    slots[id] = [];
    const phrases = new Map(item.alternatives.flatMap(lexicon.phrasesIn).map((phrase) => [phrase.join(' '), phrase]));
    for (const phrase of phrases.values()) addPhrase(phrase, id);
    return id;
  };
  let states = 0;
  sequences.forEach((sequence, number) => {
    const elements = sequence.map(elementOf);
    sequence.forEach((item, index) => {
      const last = index === sequence.length - 1;
      if (index > 0 || last)
        slots[elements[index] ?? 0]?.push({ sequence: number, index, state: states + index, gap: item.gap, last, firstElement: elements[0] ?? 0 });
    });
    states += sequence.length;
  });
  const atomsOf = (word: string): readonly number[] => {
    const own = atoms.get(word);
    const found = own === undefined ? [] : [own];
    for (const length of stemLengths) {
      const stem = length <= word.length ? atoms.get(`${word.slice(0, length)}*`) : undefined;
      if (stem !== undefined) found.push(stem);
    }
    return found;
  };
  const literalWords = new Set([...atoms.keys()].filter((word) => !word.startsWith('\u0001') && !word.endsWith('*')));
  const run = makeRun({ elementsOfAtom, root, slots, states, elements: elementIds.size });
  return { atomsOf, nameAtom, numberAtom, literalWords, run };
}

type Tables = {
  readonly elementsOfAtom: readonly (readonly number[] | undefined)[];
  readonly root: TrieNode;
  readonly slots: readonly (readonly Slot[])[];
  readonly states: number;
  readonly elements: number;
};

function makeRun(tables: Tables): (tokens: readonly ReadToken[]) => readonly Found[] {
  const { elementsOfAtom, root, slots } = tables;
  // Latest and second latest partial match, valid when the epoch is this run's.
  const latest: (Step | undefined)[] = new Array(tables.states).fill(undefined);
  const second: (Step | undefined)[] = new Array(tables.states).fill(undefined);
  const epochs = new Int32Array(tables.states);
  const firstLatest: (Step | undefined)[] = new Array(tables.elements).fill(undefined);
  const firstSecond: (Step | undefined)[] = new Array(tables.elements).fill(undefined);
  const firstEpochs = new Int32Array(tables.elements);
  let epoch = 0;

  return (tokens) => {
    epoch += 1;
    const found: Found[] = [];
    let walks: { readonly node: TrieNode; readonly from: number }[] = [];
    const placeOf = (token: number): number => tokens[token]?.place ?? 0;
    const reaches = (step: Step | undefined, from: number, gap: number): boolean =>
      step !== undefined && step.to < from && placeOf(from) - placeOf(step.to) - 1 <= gap;
    const seen = (element: number, from: number, to: number): void => {
      for (const slot of slots[element] ?? []) {
        let before: Step | undefined;
        if (slot.index > 0) {
          const first = slot.index === 1;
          const at = first ? slot.firstElement : slot.state - 1;
          if ((first ? firstEpochs[at] : epochs[at]) !== epoch) continue;
          const a = first ? firstLatest[at] : latest[at];
          if (reaches(a, from, slot.gap)) before = a;
          else {
            const b = first ? firstSecond[at] : second[at];
            if (!reaches(b, from, slot.gap)) continue;
            before = b;
          }
        }
        const step = { from, to, before };
        if (slot.last) found.push({ sequence: slot.sequence, last: step });
        else {
          second[slot.state] = epochs[slot.state] === epoch ? latest[slot.state] : undefined;
          latest[slot.state] = step;
          epochs[slot.state] = epoch;
        }
      }
      firstSecond[element] = firstEpochs[element] === epoch ? firstLatest[element] : undefined;
      firstLatest[element] = { from, to, before: undefined };
      firstEpochs[element] = epoch;
    };
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at];
      if (token === undefined) continue;
      const nextWalks: { node: TrieNode; from: number }[] = [];
      const completed: { element: number; from: number }[] = [];
      const advance = (node: TrieNode, from: number): void => {
        for (const id of token.atoms) {
          const next = node.next.get(id);
          if (next === undefined) continue;
          for (const element of next.elements) completed.push({ element, from });
          if (next.next.size > 0) nextWalks.push({ node: next, from });
        }
      };
      for (const walk of walks) {
        advance(walk.node, walk.from);
        if (token.filler) nextWalks.push(walk);
      }
      advance(root, at);
      walks = nextWalks;
      for (const { element, from } of completed) seen(element, from, at);
      for (const id of token.atoms) for (const element of elementsOfAtom[id] ?? []) seen(element, at, at);
    }
    return found;
  };
}
