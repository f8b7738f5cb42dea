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
export type Step = {
  readonly from: number;
  readonly to: number;
  readonly before: Step | undefined;
};
export type Found = { readonly sequence: number; readonly last: Step };

type Slot = {
  readonly sequence: number;
  readonly index: number;
  readonly state: number;
  readonly gap: number;
  readonly last: boolean;
  readonly firstElement: number;
};
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
      const elements = elementsOfAtom[only] ?? [];
      elementsOfAtom[only] = [...elements, element];
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
    const phrases = new Map(
      item.alternatives.flatMap(lexicon.phrasesIn).map((phrase) => [phrase.join(' '), phrase]),
    );
    for (const phrase of phrases.values()) addPhrase(phrase, id);
    return id;
  };
  let states = 0;
  sequences.forEach((sequence, number) => {
    const elements = sequence.map(elementOf);
    sequence.forEach((item, index) => {
      const last = index === sequence.length - 1;
      if (index > 0 || last)
        slots[elements[index] ?? 0]?.push({
          sequence: number,
          index,
          state: states + index,
          gap: item.gap,
          last,
          firstElement: elements[0] ?? 0,
        });
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
  const literalWords = new Set(
    [...atoms.keys()].filter((word) => !word.startsWith('\u0001') && !word.endsWith('*')),
  );
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

/** Slots of all elements in columns, so that the innermost loop reads numbers only. */
function columnsOf(slots: readonly (readonly Slot[])[]) {
  const flat = slots.flat();
  const begin = new Int32Array(slots.length + 1);
  slots.forEach((own, element) => {
    begin[element + 1] = (begin[element] ?? 0) + own.length;
  });
  return {
    begin,
    sequence: Int32Array.from(flat, (slot) => slot.sequence),
    state: Int32Array.from(flat, (slot) => slot.state),
    gap: Int32Array.from(flat, (slot) => slot.gap),
    last: Uint8Array.from(flat, (slot) => (slot.last ? 1 : 0)),
    /** What must have been seen before: -1 nothing, below `states` that state, above it a first element. */
    before: Int32Array.from(flat, (slot) =>
      slot.index === 0 ? -1 : slot.index === 1 ? -2 - slot.firstElement : slot.state - 1,
    ),
  };
}

/** The latest two partial matches at each place, forgotten when a new message begins. */
function makeMemory(size: number) {
  const latest: (Step | undefined)[] = new Array(size).fill(undefined);
  const second: (Step | undefined)[] = new Array(size).fill(undefined);
  return { latest, second, epochs: new Int32Array(size) };
}

function makeRun(tables: Tables): (tokens: readonly ReadToken[]) => readonly Found[] {
  const { elementsOfAtom, root } = tables;
  const columns = columnsOf(tables.slots);
  const begun: (TrieNode | undefined)[] = [];
  for (const [atom, node] of root.next) begun[atom] = node;
  const states = makeMemory(tables.states);
  const firsts = makeMemory(tables.elements);
  let epoch = 0;

  return (tokens) => {
    epoch += 1;
    const found: Found[] = [];
    const places = Int32Array.from(tokens, (token) => token.place);
    const reaches = (step: Step | undefined, from: number, gap: number): boolean =>
      step !== undefined &&
      step.to < from &&
      (places[from] ?? 0) - (places[step.to] ?? 0) - 1 <= gap;
    const seen = (element: number, from: number, to: number): void => {
      const end = columns.begin[element + 1] ?? 0;
      for (let slot = columns.begin[element] ?? 0; slot < end; slot += 1) {
        const needed = columns.before[slot] ?? -1;
        let before: Step | undefined;
        if (needed !== -1) {
          const memory = needed < 0 ? firsts : states;
          const at = needed < 0 ? -2 - needed : needed;
          if (memory.epochs[at] !== epoch) continue;
          const gap = columns.gap[slot] ?? 0;
          if (reaches(memory.latest[at], from, gap)) before = memory.latest[at];
          else if (reaches(memory.second[at], from, gap)) before = memory.second[at];
          else continue;
        }
        const step: Step = { from, to, before };
        if (columns.last[slot] === 1)
          found.push({ sequence: columns.sequence[slot] ?? 0, last: step });
        else remember(states, columns.state[slot] ?? 0, step);
      }
      remember(firsts, element, { from, to, before: undefined });
    };
    const remember = (memory: ReturnType<typeof makeMemory>, at: number, step: Step): void => {
      memory.second[at] = memory.epochs[at] === epoch ? memory.latest[at] : undefined;
      memory.latest[at] = step;
      memory.epochs[at] = epoch;
    };
    let walks: { readonly node: TrieNode; readonly from: number }[] = [];
    tokens.forEach((token, at) => {
      const nextWalks: { node: TrieNode; from: number }[] = [];
      const completed: { element: number; from: number }[] = [];
      const enter = (node: TrieNode | undefined, from: number): void => {
        if (node === undefined) return;
        for (const element of node.elements) completed.push({ element, from });
        if (node.next.size > 0) nextWalks.push({ node, from });
      };
      for (const walk of walks) {
        for (const id of token.atoms) enter(walk.node.next.get(id), walk.from);
        // A filler inside a phrase does not end it.
        if (token.filler) nextWalks.push(walk);
      }
      for (const id of token.atoms) enter(begun[id], at);
      walks = nextWalks;
      for (const { element, from } of completed) seen(element, from, at);
      for (const id of token.atoms)
        for (const element of elementsOfAtom[id] ?? []) seen(element, at, at);
    });
    return found;
  };
}
