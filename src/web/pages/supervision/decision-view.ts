// A decision as it is read: on the agenda, in the supervision file and on a child's record.
import type { DecidedLine, Decision } from '../../../supervision/line.ts';
import { withRole } from '../recording/content.ts';
import { standsOn } from './content.ts';

/** `timeWords`: on a record and in the file "today" must not stand alone. */
export function decidedView(line: DecidedLine, timeWords: (at: Date) => string) {
  const view = ({ words, action, byName, byRole, at }: Decision) => {
    const by = withRole({ workerId: '', name: byName, role: byRole });
    return { words, action, by: `${by}, ${timeWords(at)}.` };
  };
  return {
    decision: view(line.decision),
    additions: line.additions.map(view),
    stands: standsOn(line.caseNumbers.length),
  };
}
