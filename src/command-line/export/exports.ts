// What can be exported: how it is read, and its columns when a spreadsheet asks (contracts section 6).
import type { Database } from '../../database/client.ts';
import { readChronology, readRecordings } from '../../record/export-store.ts';
import { COMPLETENESS_COLUMNS, readCompletenessLines } from './completeness-lines.ts';
import { readMessageLines } from './export-messages-store.ts';
import type { ExportFilter } from './filter.ts';

export const EXPORTS = ['messages', 'recordings', 'chronology', 'completeness'] as const;
export type ExportKind = (typeof EXPORTS)[number];

type Export = {
  /** What `--since` and `--until` are about, in words. */
  time: string;
  columns: readonly string[];
  read(database: Database, filter: ExportFilter, now: Date): AsyncIterable<object>;
};

export const EXPORT_OF: Readonly<Record<ExportKind, Export>> = {
  messages: {
    time: 'when the message was sent or received',
    columns: [
      'id',
      'channel',
      'externalId',
      'direction',
      'officialNumber',
      'counterpart',
      'author',
      'contactId',
      'workerId',
      'body',
      'sentAt',
      'receivedAt',
      'recordedAt',
      'attribution.state',
      'attribution.caseNumbers',
      'attribution.method',
      'attribution.reasons',
      'attribution.candidates',
      'attribution.question.id',
      'attribution.question.askedAt',
      'attribution.decidedBy',
      'attribution.decidedAt',
      'flags',
      'media',
      'events',
      'sha256',
    ],
    read: readMessageLines,
  },
  recordings: {
    time: 'when the exchange began',
    columns: [
      'id',
      'caseNumber',
      'name',
      'dateOfBirth',
      'parentalResponsibility',
      'channel',
      'counterpart',
      'contactId',
      'workerId',
      'occurredFrom',
      'occurredTo',
      'recordedAt',
      'dueAt',
      'state',
      'messages',
      'statements',
      'significantEvent',
      'amendments',
    ],
    read: (database, filter, now) => readRecordings(database, recordFilter(filter, now)),
  },
  chronology: {
    time: 'the day the event happened',
    columns: [
      'caseNumber',
      'name',
      'dateOfBirth',
      'occurredAt',
      'summary',
      'recordingId',
      'author',
      'at',
    ],
    read: (database, filter, now) => readChronology(database, recordFilter(filter, now)),
  },
  completeness: {
    time: 'the day that was compared',
    columns: COMPLETENESS_COLUMNS,
    read: readCompletenessLines,
  },
};

function recordFilter({ caseNumber, since, until }: ExportFilter, now: Date) {
  return {
    ...(caseNumber === null ? {} : { caseNumber }),
    ...(since === null ? {} : { since }),
    ...(until === null ? {} : { until }),
    now,
  };
}
