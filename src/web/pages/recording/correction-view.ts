// A correction as it is read: the words, the reason, and where the manager's agreement stands.

import { recordTime } from '../../../format/dates.ts';
import type { ViewedCorrection } from '../../../record/recording-store.ts';
import { withRole } from './content.ts';

/** `managerName` is who is asked; null: nobody is known. */
export function correctionView(
  { text, reason, author, at, decision }: ViewedCorrection,
  managerName: string | null,
) {
  return {
    text,
    reason,
    by: `${withRole(author)}, ${recordTime(at)}`,
    agreement: agreementTag(decision, managerName),
    decided:
      decision === null
        ? null
        : {
            by: `${decision.agreed ? 'Agreed' : 'Not agreed'} by ${withRole(decision.by)}, ${recordTime(decision.at)}.`,
            reason: decision.reason,
          },
  };
}

function agreementTag(decision: ViewedCorrection['decision'], managerName: string | null) {
  if (decision !== null) {
    return decision.agreed
      ? { text: 'Agreed', colour: 'green' }
      : { text: 'Not agreed', colour: 'grey' };
  }
  const text = managerName ? `Waiting for ${managerName} to agree` : 'Waiting to be agreed';
  return { text, colour: 'yellow' };
}
