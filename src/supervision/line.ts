// A line of a supervision agenda, and how an agenda is put together from what waits, what was decided
// and what was left last time. Pure.

/** In the order of the agenda. */
export const LINE_KINDS = [
  'flagged',
  'overdue',
  'correction',
  'plan-due',
  'plan-missing',
  'notice-review',
  'sample',
  'unallocated',
  'own',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** What a line says. It is kept as it stood when it was decided. */
export type LineWords = {
  kind: LineKind;
  /** What it is about: an id within its kind. */
  key: string;
  /** Without a child's name: it stands on each child's own record. */
  heading: string;
  detail: string;
  /** On whose records the decision goes; none: on the supervision file only. */
  caseNumbers: readonly string[];
  /** When it happened or falls due: orders the lines of a kind. */
  at: Date;
};

export type Decision = {
  words: string;
  /** Who does what, by when. */
  action: string | null;
  byName: string;
  byRole: string | null;
  at: Date;
};

/** What was decided in this supervision, and what was added to it later. */
export type DecidedLine = LineWords & {
  id: string;
  decision: Decision;
  additions: readonly Decision[];
};

export type AgendaLine<Live extends LineWords> =
  | { number: number; group: LineGroup; state: 'to-decide'; line: Live }
  | { number: number; group: LineGroup; state: 'decided'; line: DecidedLine };

/** Lines left undecided last time come back at the top. */
export type LineGroup = LineKind | 'carried';

/** Names a line within one worker's agenda. */
export const lineName = ({ kind, key }: Pick<LineWords, 'kind' | 'key'>) => `${kind}:${key}`;

/**
 * The agenda, numbered from 1: what was left last time, then the kinds in their order, each by time.
 * A line that was decided keeps its place, whether or not what it was about still waits.
 */
export function assembleAgenda<Live extends LineWords>(
  live: readonly Live[],
  decided: readonly DecidedLine[],
  carried: ReadonlySet<string>,
): AgendaLine<Live>[] {
  const done = new Set(decided.map(lineName));
  const groupOf = (line: LineWords): LineGroup =>
    carried.has(lineName(line)) ? 'carried' : line.kind;
  const open = live
    .filter((line) => !done.has(lineName(line)))
    .map((line) => ({ group: groupOf(line), state: 'to-decide' as const, line }));
  const closed = decided.map((line) => ({
    group: groupOf(line),
    state: 'decided' as const,
    line,
  }));
  return [...open, ...closed]
    .sort((a, b) => placeOf(a) - placeOf(b) || byTime(a.line, b.line))
    .map((entry, index) => ({ number: index + 1, ...entry }));
}

function placeOf({ group, line }: { group: LineGroup; line: LineWords }): number {
  const kind = LINE_KINDS.indexOf(line.kind);
  return group === 'carried' ? kind - LINE_KINDS.length : kind;
}

function byTime(a: LineWords, b: LineWords): number {
  return a.at.getTime() - b.at.getTime() || lineName(a).localeCompare(lineName(b));
}
