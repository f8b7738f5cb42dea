// Chronology entries as a page shows them: the day it happened leads.

import { fullDate, longDate } from '../../../format/dates.ts';
import type { ChronologyEntry } from '../../../record/chronology-store.ts';
import { withRole } from '../recording/content.ts';
import { addressOfRecord } from '../recording/view.ts';

const dayOf = (text: string) => new Date(`${text}T00:00:00Z`);

/** When we were told is said only where it is another day; each entry leads back to its source. */
export function entryView(entry: ChronologyEntry, caseNumber: string) {
  const { occurredOn, toldOn, wording, author, recordingId } = entry;
  const told = toldOn === occurredOn ? '' : `We were told on ${fullDate(dayOf(toldOn))}. `;
  return {
    day: longDate(dayOf(occurredOn)),
    datetime: occurredOn,
    wording,
    by: `${told}Written by ${withRole(author)}.`,
    href: `${addressOfRecord(caseNumber)}/recordings/${recordingId}`,
  };
}

/** Entries under the year they happened in. */
export function byYear(entries: readonly ChronologyEntry[], caseNumber: string) {
  const years = Map.groupBy(entries, ({ occurredOn }) => occurredOn.slice(0, 4));
  return [...years].map(([year, inYear]) => ({
    year,
    entries: inYear.map((entry) => entryView(entry, caseNumber)),
  }));
}
