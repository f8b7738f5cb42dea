// When each entry of an export was, on Earth: the phone's clock says it without a zone.
import { type Instants, instantsOf, wallMinute } from '../local-time.ts';
import {
  addNote,
  type FileFindings,
  type LineNote,
  shownLine,
  type WallMinute,
} from '../past-message.ts';
import type { ChatEntry } from './read-chat.ts';

export type DatedEntry = ChatEntry & { at: Date; minute: WallMinute };

/** Copies of one minute differ by seconds, the two hours by an hour (Lord Howe Island: by half). */
const HALF_AN_HOUR = 30 * 60_000 - 60_000;

/**
 * Gives each entry its instant. In the hour that the clocks repeat, the order of the file tells
 * which time it was, where it can: after a step back it is the second. An entry whose
 * date does not exist has no place on a record: it is reported, and stays on the device.
 */
export function datedEntries(
  entries: readonly { entry: ChatEntry; wall: number | null }[],
  zone: string,
  findings: FileFindings,
): DatedEntry[] {
  const dated: DatedEntry[] = [];
  const repeated: DatedEntry[] = [];
  let before: { wall: number; kind: Instants['kind']; isSecond: boolean } | null = null;
  for (const { entry, wall } of entries) {
    if (wall === null) {
      addNote(findings.notUnderstood, noteOf(entry, 'has a date or a time that does not exist'));
      continue;
    }
    const { kind, first, second } = instantsOf(wall, zone);
    const steppedBack: boolean =
      before !== null && before.kind === 'twice' && (before.isSecond || wall < before.wall);
    const isSecond: boolean = kind === 'twice' && steppedBack;
    const one = { ...entry, at: isSecond ? second : first, minute: wallMinute(wall) };
    if (kind === 'skipped') {
      const reason = `has a time that did not exist in ${zone}, where the clocks went forward: check --time-zone`;
      addNote(findings.notes, noteOf(entry, reason));
    }
    if (kind === 'twice') repeated.push(one);
    before = { wall, kind, isSecond };
    dated.push(one);
  }
  noteRepeated(repeated, findings);
  return dated;
}

/** Where no step back is seen, nobody can say which of the two hours it was. */
function noteRepeated(repeated: readonly DatedEntry[], findings: FileFindings): void {
  for (const night of Map.groupBy(repeated, ({ minute }) => minute.slice(0, 10)).values()) {
    const offsets = new Set(night.map(({ at, minute }) => at.getTime() - Date.parse(`${minute}Z`)));
    if (Math.max(...offsets) - Math.min(...offsets) >= HALF_AN_HOUR) continue;
    for (const entry of night) {
      const reason =
        'was in the hour that the clocks repeat, and the file does not say which time; taken as the first';
      addNote(findings.notes, noteOf(entry, reason));
    }
  }
}

function noteOf({ line, raw }: ChatEntry, reason: string): LineNote {
  return { line, reason, shown: shownLine(raw) };
}
