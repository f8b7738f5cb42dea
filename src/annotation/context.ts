// Reads what a worker entered into the form: from any surface, with the same rules.
import { z } from 'zod';
import {
  ERRORS,
  SOURCE_LIMIT,
  type SourceName,
  STATEMENT_FIELDS,
  STATEMENT_KINDS,
  type StatementKind,
  TEXT_LIMIT,
  tooLong,
  WORDING_LIMIT,
} from './form.ts';

const words = z
  .string()
  .default('')
  // PostgreSQL text takes no NUL, and lone surrogates are not UTF-8.
  .transform((text) => text.replaceAll('\0', '\uFFFD').toWellFormed())
  .transform((text) => text.replaceAll('\r\n', '\n').trim());

/** The form as it is sent. A field that is absent is empty. */
export const contextFieldsSchema = z.object({
  add: z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .default([])
    .transform((kinds) => STATEMENT_KINDS.filter((kind) => kinds.includes(kind))),
  fact: words,
  source: words,
  hearsay: words,
  'view-source': words,
  view: words,
  opinion: words,
  action: words,
  sig: z.string().default(''),
  'when-day': words,
  'when-month': words,
  'when-year': words,
  summary: words,
});
export type ContextFields = z.infer<typeof contextFieldsSchema>;

export type NewStatement = { kind: StatementKind; source: string | null; text: string };

export type ContextSubmission = {
  statements: readonly NewStatement[];
  significantEvent: {
    /** A day, such as 2026-03-07. */
    occurredOn: string;
    wording: string;
  } | null;
};

/** `field` is the name of the control that the words belong to. */
export type FieldError = { field: string; text: string };

export type ContextReading =
  | { valid: true; submission: ContextSubmission }
  | { valid: false; errors: readonly FieldError[] };

export type ContextRules = {
  /** A message may be about harm: at least one statement is needed. */
  urgent: boolean;
  /** The day it is in Europe/London, such as 2026-03-12. */
  today: string;
};

/**
 * Checks the form. A routine recording may stand as it is, with nothing added. Words typed into a
 * box count whether or not its tick was set: without scripts every box shows.
 */
export function readContext(
  fields: ContextFields,
  { urgent, today }: ContextRules,
): ContextReading {
  const errors: FieldError[] = [];
  const statements = STATEMENT_KINDS.flatMap((kind) => readStatement(fields, kind, errors));
  if (urgent && statements.length === 0 && errors.length === 0) {
    errors.push({ field: 'add', text: ERRORS.statementNeeded });
  }
  const significantEvent = readEvent(fields, today, errors);
  if (errors.length > 0) return { valid: false, errors };
  return { valid: true, submission: { statements, significantEvent } };
}

function readStatement(
  fields: ContextFields,
  kind: StatementKind,
  errors: FieldError[],
): NewStatement[] {
  const { source, textLabel, textMissing } = STATEMENT_FIELDS[kind];
  const text = fields[kind];
  const from = source === null ? '' : fields[source.name];
  if (!fields.add.includes(kind) && text === '' && from === '') return [];
  if (source !== null) checkSource(source.name, source.label, source.missing, from, errors);
  if (text === '') errors.push({ field: kind, text: textMissing });
  if (text.length > TEXT_LIMIT) {
    errors.push({ field: kind, text: tooLong(textLabel, TEXT_LIMIT) });
  }
  return [{ kind, source: from === '' ? null : from, text }];
}

function checkSource(
  field: SourceName,
  label: string,
  missing: string,
  value: string,
  errors: FieldError[],
): void {
  if (value === '') errors.push({ field, text: missing });
  if (value.length > SOURCE_LIMIT) {
    errors.push({ field, text: tooLong(label.replace('?', ''), SOURCE_LIMIT) });
  }
}

function readEvent(
  fields: ContextFields,
  today: string,
  errors: FieldError[],
): ContextSubmission['significantEvent'] {
  const { summary } = fields;
  const parts = [fields['when-year'], fields['when-month'], fields['when-day']];
  const typed = [summary, ...parts].some((text) => text !== '');
  if (fields.sig !== 'yes' && !typed) return null;
  const occurredOn = readDay(parts);
  if (parts.every((part) => part === '')) {
    errors.push({ field: 'when-day', text: ERRORS.dateMissing });
  } else if (occurredOn === null) {
    errors.push({ field: 'when-day', text: ERRORS.dateUnreal });
  } else if (occurredOn > today) {
    errors.push({ field: 'when-day', text: ERRORS.dateFuture });
  }
  if (summary === '') errors.push({ field: 'summary', text: ERRORS.wordingMissing });
  if (summary.length > WORDING_LIMIT) {
    errors.push({ field: 'summary', text: ERRORS.wordingTooLong });
  }
  return occurredOn === null ? null : { occurredOn, wording: summary };
}

const isoDay = z.iso.date();

/** Year, month and day as typed; null when they are no real day. */
function readDay([year = '', month = '', day = '']: readonly string[]): string | null {
  if (!/^\d{4}$/.test(year)) return null;
  const reading = isoDay.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return reading.success ? reading.data : null;
}
