// From the words after "/casethread record" to children: case numbers, or names as they are on record.
import type { AllocatedChild } from './children-store.ts';

export type WhichChildren =
  | { found: 'children'; children: readonly AllocatedChild[] }
  | { found: 'several'; word: string }
  /** Not one of theirs, or nobody: the two are not told apart. */
  | { found: 'none'; word: string };

const folded = (text: string) => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** `typed`: case numbers or names with commas or "and" between them; case numbers also with spaces. */
export function whichChildren(typed: string, allocated: readonly AllocatedChild[]): WhichChildren {
  const whole = match(typed, allocated);
  if (whole.found === 'children') return whole;
  const parts = typed.split(/,|;|&|\band\b/i).flatMap((part) => splitNumbers(part, allocated));
  const children = new Map<string, AllocatedChild>();
  for (const part of parts) {
    const one = match(part, allocated);
    if (one.found !== 'children') return one;
    for (const child of one.children) children.set(child.caseNumber, child);
  }
  return children.size === 0
    ? { found: 'none', word: typed.trim() }
    : { found: 'children', children: [...children.values()] };
}

/** "C1 C2" is two children; "Osian Brennan" is one. */
function splitNumbers(part: string, allocated: readonly AllocatedChild[]): string[] {
  const words = part.trim().split(/\s+/).filter(Boolean);
  const areNumbers = words.every((word) =>
    allocated.some(({ caseNumber }) => folded(caseNumber) === folded(word)),
  );
  return areNumbers ? words : [part.trim()];
}

function match(typed: string, allocated: readonly AllocatedChild[]): WhichChildren {
  const word = folded(typed);
  if (word === '') return { found: 'none', word: typed };
  const byNumber = allocated.filter(({ caseNumber }) => folded(caseNumber) === word);
  if (byNumber.length > 0) return { found: 'children', children: byNumber };
  const byName = allocated.filter((child) => namesOf(child).includes(word));
  if (byName.length > 1) return { found: 'several', word: typed.trim() };
  return byName.length === 1
    ? { found: 'children', children: byName }
    : { found: 'none', word: typed.trim() };
}

function namesOf({ name, preferredName, alsoKnownAs }: AllocatedChild): string[] {
  const first = name.split(' ')[0] ?? name;
  return [name, first, ...(preferredName === null ? [] : [preferredName]), ...alsoKnownAs].map(
    folded,
  );
}
