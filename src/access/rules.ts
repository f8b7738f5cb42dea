// Who may see what, decided once. Pure: the store reads the facts, pages and lists ask here
// (Coventry Recording Policy 5.7: only those with a legitimate need).
import type { Viewer } from './viewer.ts';

export type ChildStatus = 'open' | 'closed' | 'restricted' | 'adopted';

/** A worker's place on a child's record. */
export type Standing = { workerId: string; role: 'lead' | 'co-worker' | 'duty' };

export type ChildForAccess = {
  caseNumber: string;
  status: ChildStatus;
  /** Allocations in force today. */
  current: readonly Standing[];
  /** The allocations that ended last. They count only when none is in force. */
  last: readonly Standing[];
};

/** Whose children a manager may see; for everyone else it is only themselves. */
export type Reach = {
  /** Everyone who reports to the viewer, directly or through others, or is in the viewer's team. */
  everyone: ReadonlySet<string>;
  /** Those who report directly. */
  direct: ReadonlySet<string>;
};

export type ConversationForAccess = {
  /** The children it is attributed to, and those its contacts are linked to now. */
  caseNumbers: readonly string[];
  /** Whether the counterpart's address belongs to a known contact today. */
  contactKnown: boolean;
  /** Whether at least one of the children has somebody allocated today. */
  attended: boolean;
  /** Null: no official number of ours is known by this address, or its team has no manager. */
  number: { workerId: string | null; team: string } | null;
};

/** Whether the viewer may see this child's record at all. */
export function maySeeChild(viewer: Viewer, reach: Reach, child: ChildForAccess): boolean {
  switch (viewer.role) {
    case 'administrator':
    case 'auditor':
      return false;
    case 'information-governance':
      return child.status !== 'restricted';
    case 'worker':
      return isAllocated(viewer, child);
    case 'manager':
      return isAllocated(viewer, child) || managesRecord(reach, child);
  }
}

/** A closed record stays with whoever was last allocated. */
function isAllocated(viewer: Viewer, child: ChildForAccess): boolean {
  const own = (standing: Standing) => standing.workerId === viewer.workerId;
  if (child.current.length > 0) return child.current.some(own);
  return child.status === 'closed' && child.last.some(own);
}

function managesRecord(reach: Reach, child: ChildForAccess): boolean {
  const { status, current, last } = child;
  if (status === 'restricted' || status === 'adopted') {
    return current.some(({ workerId, role }) => role === 'lead' && reach.direct.has(workerId));
  }
  const within = ({ workerId }: Standing) => reach.everyone.has(workerId);
  if (current.length > 0) return current.some(within);
  if (last.length > 0) return last.some(within);
  // An open child whom nobody was ever allocated to must not be invisible to everybody.
  return status === 'open';
}

/**
 * Whether the viewer may open this conversation. `visible` are those of its children that the
 * viewer may see. Where nobody is known, or nobody is allocated, it falls to the people of the
 * official number, so that no message is out of everybody's sight.
 */
export function maySeeConversation(
  viewer: Viewer,
  conversation: ConversationForAccess,
  visible: ReadonlySet<string>,
): boolean {
  if (conversation.caseNumbers.some((caseNumber) => visible.has(caseNumber))) return true;
  if (viewer.role !== 'worker' && viewer.role !== 'manager') return false;
  if (conversation.contactKnown && conversation.attended) return false;
  const { number } = conversation;
  if (number?.workerId === viewer.workerId) return true;
  return viewer.role === 'manager' && (number === null || number.team === viewer.team);
}

/** Workers and managers write on records; everyone else who may see one only reads. */
export function mayWrite(viewer: Viewer): boolean {
  return viewer.role === 'worker' || viewer.role === 'manager';
}

/** Whether a message's words may be shown: it is about nobody yet, or about a child they may see. */
export function mayReadMessage(
  caseNumbers: readonly string[],
  visible: ReadonlySet<string>,
): boolean {
  return caseNumbers.length === 0 || caseNumbers.some((caseNumber) => visible.has(caseNumber));
}
