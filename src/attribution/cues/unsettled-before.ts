import type { Cue, OpenScope, WaitingMessage } from '../types.ts';
import type { CueContext } from './context.ts';

/** How long a message about somebody else, which still waits, leaves open whom the next ones are about (milliseconds). */
const LEAVES_OPEN = 24 * 3_600_000;

/**
 * Against: somebody else was written about, nobody has said yet who that is, and this message names nobody: "he has
 * been arrested" may still be the neighbour's son of this morning. Nothing to say when its own words name a child.
 */
export function unsettledBefore({ event, state }: CueContext, namesSomebody: boolean): Cue[] {
  if (namesSomebody) return [];
  // A worker who opened the conversation for a child says whom they write about.
  const own = ({ workerId, openedAt }: OpenScope) =>
    workerId === event.workerId && openedAt <= event.at;
  if (event.direction === 'outbound' && state.scopes.some(own)) return [];
  const open = state.waiting.some(
    (waiting) =>
      waiting.event.at <= event.at &&
      event.at - waiting.event.at <= LEAVES_OPEN &&
      isAboutSomebodyElse(waiting),
  );
  if (!open) return [];
  return [
    {
      speaks: 'against',
      kind: 'waiting-before',
      caseNumbers: [],
      reason:
        'A message about somebody else still waits, and this one does not say whom it is about.',
    },
  ];
}

function isAboutSomebodyElse({ decision }: WaitingMessage): boolean {
  return decision.cues.some(({ kind }) => LEAVES_IT_OPEN.has(kind));
}
/** Why a message waits that was, or may have been, about somebody who is not on record or not sure to be meant. */
const LEAVES_IT_OPEN: ReadonlySet<Cue['kind']> = new Set<Cue['kind']>([
  'somebody-else',
  'unnamed-child',
  'not-linked',
  'not-this-child',
  'new-baby',
  'ambiguous-name',
  'forwarded',
]);
