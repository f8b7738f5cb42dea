import type { Cue, PlacedMessage } from '../types.ts';
import { type CueContext, namesOf } from './context.ts';

/** How soon a message carries on the one before without saying so (milliseconds). */
const QUICK = 3 * 60_000;
/** How long a message that waits holds up what follows it (milliseconds). */
const STILL_ABOUT_IT = 15 * 60_000;

/**
 * For: it follows within three minutes what the same person wrote about one set of children.
 * Against: what they wrote just before still waits. Neither when its own words name somebody.
 */
export function continuation(context: CueContext, namesSomebody: boolean): Cue[] {
  if (namesSomebody) return [];
  const before = context.state.recent.filter(
    (message) =>
      message.at <= context.event.at &&
      message.direction === context.event.direction &&
      message.workerId === context.event.workerId,
  );
  const last = before.toSorted((a, b) => a.at - b.at).at(-1);
  if (last === undefined) return [];
  const gap = context.event.at - last.at;
  if (gap <= STILL_ABOUT_IT && (last.state === 'awaiting-worker' || last.state === 'unmatched')) {
    return [
      {
        speaks: 'against',
        kind: 'waiting-before',
        caseNumbers: [],
        reason:
          'It follows a message that still waits for somebody to say which child it is about.',
      },
    ];
  }
  // Whoever has opened the conversation for other children since has said what they write about.
  const opened = context.state.scopes.some(
    (scope) => scope.workerId === context.event.workerId && scope.openedAt > last.at,
  );
  if (opened || gap > QUICK || last.state !== 'attributed' || othersBetween(context, last))
    return [];
  return [
    {
      speaks: 'for',
      kind: 'continuation',
      caseNumbers: last.caseNumbers,
      reason: `It follows within minutes a message about ${namesOf(context, last.caseNumbers)}.`,
      leansOn: last.id,
    },
  ];
}

/** Within those minutes somebody wrote about other children. */
function othersBetween({ state, event }: CueContext, last: PlacedMessage): boolean {
  return state.recent.some(
    (message) =>
      Math.abs(event.at - message.at) <= QUICK &&
      message.caseNumbers.join() !== last.caseNumbers.join(),
  );
}
