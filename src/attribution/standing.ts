// Who holds the address on the day of the message, and which children they are linked to then.

import type { Channel } from '../messaging/message.ts';
import type { PeopleIndex } from './names/people-index.ts';
import type { ChildFact, ChildStatus, DateRange, LocalDate, RelationshipFact } from './types.ts';

export type LinkedChild = { child: ChildFact; status: ChildStatus; kinds: readonly string[] };

export type Standing = {
  on: LocalDate;
  /** Everyone who holds the address on that day on this channel. */
  holders: readonly { contactId: string; verified: boolean }[];
  /** The same phone is somebody else's on another channel that day. */
  otherHolder: boolean;
  /** Children linked to any of the holders on that day, by case number. */
  linked: ReadonlyMap<string, LinkedChild>;
  /** Children linked before or to a former holder, by case number. */
  formerly: ReadonlyMap<string, ChildFact>;
  /** Other children of the linked children's households. */
  household: readonly ChildFact[];
  /** The holder's own record, when a holder is also a child (`self`). */
  self: ReadonlySet<string>;
};

export function inForce(range: DateRange, on: LocalDate): boolean {
  return range.from <= on && (range.to === null || range.to >= on);
}

/** Closed from a day on; restricted and adopted always, since nothing says from when. */
function statusOn(child: ChildFact, on: LocalDate): ChildStatus {
  if (child.status !== 'closed') return child.status;
  return child.closed !== null && child.closed > on ? 'open' : 'closed';
}

/** The messages of a conversation mostly come several in a day. */
const latest = new WeakMap<PeopleIndex, { channel: Channel; standing: Standing }>();

export function standingOn(index: PeopleIndex, channel: Channel, on: LocalDate): Standing {
  const known = latest.get(index);
  if (known?.channel === channel && known.standing.on === on) return known.standing;
  const standing = readStanding(index, channel, on);
  latest.set(index, { channel, standing });
  return standing;
}

function readStanding(index: PeopleIndex, channel: Channel, on: LocalDate): Standing {
  const { facts } = index;
  const current = facts.identifiers.filter((row) => inForce(row, on));
  const here = current.filter((row) => row.channel === channel);
  const holders = [...new Map(here.map((row) => [row.contactId, row])).values()].map((row) => ({
    contactId: row.contactId,
    verified: here.every((other) => other.contactId !== row.contactId || other.verified),
  }));
  const ids = new Set(holders.map((holder) => holder.contactId));
  const linked = new Map<string, LinkedChild>();
  const formerly = new Map<string, ChildFact>();
  const links = new Map<string, RelationshipFact[]>();
  for (const link of facts.relationships) {
    if (ids.has(link.contactId) && inForce(link, on)) {
      links.set(link.caseNumber, [...(links.get(link.caseNumber) ?? []), link]);
    }
  }
  for (const link of facts.relationships) {
    const child = index.children.get(link.caseNumber);
    if (child === undefined) continue;
    const now = links.get(link.caseNumber);
    if (now === undefined) formerly.set(link.caseNumber, child);
    else
      linked.set(link.caseNumber, {
        child,
        status: statusOn(child, on),
        kinds: now.map((row) => row.kind),
      });
  }
  const households = new Set(
    [...linked.values()]
      .map(({ child }) => child.household)
      .filter((household) => household !== null),
  );
  return {
    on,
    holders,
    otherHolder: current.some((row) => row.channel !== channel && !ids.has(row.contactId)),
    linked,
    formerly,
    household: facts.children.filter(
      (child) =>
        !linked.has(child.caseNumber) &&
        child.household !== null &&
        households.has(child.household),
    ),
    self: new Set(
      [...linked]
        .filter(([, link]) => link.kinds.includes('self'))
        .map(([caseNumber]) => caseNumber),
    ),
  };
}
