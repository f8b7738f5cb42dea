import type { ReadWord } from './read-message.ts';
import type { Guard } from './rule-schema.ts';
import type { Found, Step } from './sequence-machine.ts';

const GUARDS_LOOKED_AT = 12;

/** First and last word of a match, by number. */
export type Span = { readonly from: number; readonly to: number };

/** Where a match begins and ends. */
export function spanOf(found: Found): Span {
  let first = found.last;
  while (first.before !== undefined) first = first.before;
  return { from: first.from, to: found.last.to };
}

/** Whether a guard's words stand where they take this match's meaning away. */
export function applies(
  guard: Guard,
  spans: readonly Span[],
  one: Found,
  tokens: readonly ReadWord[],
): boolean {
  if (guard.where === 'message') return true;
  const match = spanOf(one);
  const within = guard.within ?? 0;
  const place = (at: number): number => tokens[at]?.place ?? 0;
  const sentence = (at: number): number => tokens[at]?.sentence ?? 0;
  // A guard made of the match's own words ("not" in "not breathing") says nothing against it.
  const own = (span: Span): boolean => {
    for (let step: Step | undefined = one.last; step !== undefined; step = step.before)
      if (step.from <= span.from && span.to <= step.to) return true;
    return false;
  };
  let looked = 0;
  for (
    let index = firstNear(spans, match, guard, tokens);
    index < spans.length && looked < GUARDS_LOOKED_AT;
    index += 1
  ) {
    const span = spans[index];
    if (span === undefined || own(span)) continue;
    looked += 1;
    const near =
      guard.where === 'before'
        ? span.to < match.to &&
          place(match.from) - place(span.to) <= within &&
          sentence(span.to) >= sentence(match.from)
        : guard.where === 'after'
          ? span.from > match.from && place(span.from) - place(match.to) <= within
          : sentence(span.to) >= sentence(match.from) && sentence(span.from) <= sentence(match.to);
    if (near) return true;
  }
  return false;
}

/** Where to start looking in a guard's spans (they are in order of their end): the first that is not too early. */
function firstNear(
  spans: readonly Span[],
  match: Span,
  guard: Guard,
  tokens: readonly ReadWord[],
): number {
  const tooEarly = (span: Span | undefined): boolean => {
    const end = tokens[span?.to ?? 0];
    const start = tokens[match.from];
    if (end === undefined || start === undefined) return false;
    return guard.where === 'sentence'
      ? end.sentence < start.sentence
      : start.place - end.place > (guard.within ?? 0) + 1;
  };
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tooEarly(spans[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
