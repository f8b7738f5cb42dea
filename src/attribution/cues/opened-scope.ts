import type { Cue, OpenScope } from '../types.ts';
import { type CueContext, namesOf } from './context.ts';

/** A scope lapses after this long without a message in it (milliseconds). */
const SCOPE_LAPSES_AFTER = 24 * 3_600_000;

/**
 * For: what the worker opened this conversation about. An outgoing message follows only its own
 * worker's newest scope; an incoming one every open scope, and two scopes about different children disagree,
 * unless the message's own words name exactly the children of one of them.
 */
export function openedScope(context: CueContext, own: readonly Cue[]): Cue[] {
  const scopes = activeScopes(context);
  const named = new Set(
    own.filter((cue) => cue.speaks === 'for').map((cue) => setKey(cue.caseNumbers)),
  );
  const meant = scopes.filter((scope) => named.has(setKey(scope.caseNumbers)));
  return (meant.length > 0 ? meant : scopes).map((scope) => ({
    speaks: 'for',
    kind: 'opened-scope',
    caseNumbers: [...scope.caseNumbers].sort(),
    reason: scope.recorded
      ? `A worker had this conversation recorded for ${namesOf(context, scope.caseNumbers)}.`
      : `A worker is messaging this contact about ${namesOf(context, scope.caseNumbers)}.`,
  }));
}

/** Equal for equal sets. */
export function setKey(caseNumbers: readonly string[]): string {
  return [...caseNumbers].sort().join();
}

function activeScopes({ state, event }: Pick<CueContext, 'state' | 'event'>): OpenScope[] {
  const active = state.scopes.filter((scope) => isActive(scope, event.at));
  if (event.direction === 'inbound') return active;
  // Whoever writes has said last what they write about; an answer to it may still be about either.
  return active
    .filter((scope) => scope.recorded || scope.workerId === event.workerId)
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .slice(-1);
}

/** Opened, not closed, and not silent for longer than a day (or recorded), at that instant. */
export function isActive(scope: OpenScope, at: number): boolean {
  return (
    scope.openedAt <= at &&
    (scope.closedAt === null || scope.closedAt > at) &&
    (scope.recorded === true || at - scope.lastAt <= SCOPE_LAPSES_AFTER)
  );
}
