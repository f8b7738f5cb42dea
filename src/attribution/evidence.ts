// What a person who is asked sees of the cues: for each child what speaks for and against, and never
// a word about a child whom they may not see. Pure: every surface and page asks here.
import { z } from 'zod';
import type { Cue } from './types.ts';

/** A cue as it is kept with its decision. Kinds of older rule versions stay readable. */
export type KeptCue = Pick<Cue, 'speaks' | 'reason'> & {
  kind: string;
  caseNumbers: readonly string[];
};

const keptCues = z.array(
  z.object({
    speaks: z.enum(['for', 'against']),
    kind: z.string(),
    caseNumbers: z.array(z.string()).default([]),
    reason: z.string(),
  }),
);

/** The cues of `attribution.cues`; none where they were kept in a form that is no longer known. */
export function readKeptCues(value: unknown): readonly KeptCue[] {
  return keptCues.catch([]).parse(value);
}

/** How attribution words a name that it does not know: “Bear” is nobody on record … */
const STRANGE_WORD = /^“([\p{L}’' -]{2,40})” (?:is nobody on record|may be a name)/u;

/** Words that may be a name which no record has. */
export function strangeWordsIn(cues: readonly KeptCue[]): string[] {
  return [...new Set(cues.flatMap(({ reason }) => STRANGE_WORD.exec(reason)?.[1] ?? []))];
}

export type Evidence = {
  for: readonly string[];
  /** It may be this child or somebody else. */
  unsure: readonly string[];
  against: readonly string[];
};

/** Kinds that speak against one child in particular; the other kinds only leave it open. */
const AGAINST_A_CHILD: ReadonlySet<string> = new Set(['not-this-child', 'not-linked', 'forwarded']);

/** What the cues of these messages say of one child, to somebody who may see the children of `visible`. */
export function evidenceFor(
  cues: readonly KeptCue[],
  caseNumber: string,
  visible: ReadonlySet<string>,
): Evidence {
  const about = cues.filter(
    (cue) => cue.caseNumbers.includes(caseNumber) && namesOnlySeen(cue, visible),
  );
  const reasons = (wanted: (cue: KeptCue) => boolean) => [
    ...new Set(about.filter(wanted).map(({ reason }) => reason)),
  ];
  return {
    for: reasons(({ speaks }) => speaks === 'for'),
    unsure: reasons(({ speaks, kind }) => speaks === 'against' && !AGAINST_A_CHILD.has(kind)),
    against: reasons(({ speaks, kind }) => speaks === 'against' && AGAINST_A_CHILD.has(kind)),
  };
}

const CONCERNS_UNSEEN = 'It may concern a child you cannot see.';

/** The reasons of a decision without those that come from a cue about a child who may not be seen. */
export function shownReasons(
  reasons: readonly string[],
  cues: readonly KeptCue[],
  visible: ReadonlySet<string>,
): string[] {
  const secret = new Set(
    cues.filter((cue) => !namesOnlySeen(cue, visible)).map(({ reason }) => reason),
  );
  const shown = reasons.filter((reason) => !secret.has(reason));
  return shown.length === reasons.length ? [...shown] : [...shown, CONCERNS_UNSEEN];
}

/** Both sides of a decision in words, for its recording. Cues about unseen children are left out. */
export function bothSides(
  cues: readonly KeptCue[],
  visible: ReadonlySet<string>,
): { for: readonly string[]; against: readonly string[] } {
  const seen = cues.filter((cue) => namesOnlySeen(cue, visible));
  const side = (speaks: Cue['speaks']) => [
    ...new Set(seen.filter((cue) => cue.speaks === speaks).map(({ reason }) => reason)),
  ];
  return { for: side('for'), against: side('against') };
}

/** A reason may name every child that its cue is about. */
function namesOnlySeen({ caseNumbers }: KeptCue, visible: ReadonlySet<string>): boolean {
  return caseNumbers.every((caseNumber) => visible.has(caseNumber));
}
