// The form of `annotation/` as data for chat platforms, and the way of its values there and back.
import { type ContextFields, contextFieldsSchema, type FieldError } from '../annotation/context.ts';
import type { DraftFields } from '../annotation/draft-store.ts';
import {
  FORM_WORDS,
  SOURCE_LIMIT,
  STATEMENT_FIELDS,
  STATEMENT_KINDS,
  type StatementKind,
  TEXT_LIMIT,
  WORDING_LIMIT,
} from '../annotation/form.ts';
import type { ContextValues, FormDefinition, FormField } from '../messaging/surface.ts';

/** One date instead of the web's day, month and year. */
const DATE = 'when';
const EVENT = 'sig';

/** The fields in the order of the web's form. `child` is the first name. */
export function formDefinition(child: string): FormDefinition {
  return {
    title: FORM_WORDS.addLegend,
    fields: [...STATEMENT_KINDS.flatMap(statementFields), ...eventFields(child)],
    submit: FORM_WORDS.complete,
    closing: FORM_WORDS.cannotDelete,
  };
}

function statementFields(kind: StatementKind): FormField[] {
  const { label, hint, source } = STATEMENT_FIELDS[kind];
  const text = { kind: 'text', under: null } as const;
  const words: FormField = {
    ...text,
    name: kind,
    label,
    hint,
    maxLength: TEXT_LIMIT,
    multiline: true,
  };
  if (source === null) return [words];
  const from: FormField = {
    ...text,
    name: source.name,
    label: source.label,
    hint: null,
    maxLength: SOURCE_LIMIT,
    multiline: false,
  };
  return [from, words];
}

function eventFields(child: string): FormField[] {
  return [
    {
      kind: 'tick',
      name: EVENT,
      label: FORM_WORDS.eventLegend,
      hint: null,
      under: null,
      option: FORM_WORDS.eventLabel(child),
    },
    { kind: 'date', name: DATE, label: FORM_WORDS.whenLabel, hint: null, under: EVENT },
    {
      kind: 'text',
      name: 'summary',
      label: FORM_WORDS.wordingLabel,
      hint: FORM_WORDS.wordingHint,
      under: EVENT,
      maxLength: WORDING_LIMIT,
      multiline: false,
    },
  ];
}

/** What was kept or prefilled, by the definition's names. */
export function valuesOf(fields: DraftFields): ContextValues {
  const text = (name: string) => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  const [year, month, day] = ['when-year', 'when-month', 'when-day'].map(text);
  const date =
    year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : '';
  const names = formDefinition('').fields.map(({ name }) => name);
  const values = names.map((name) => [name, name === DATE ? date : text(name)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

/** What came from a platform, as the fields that every surface's words are read from. */
export function fieldsOf(values: ContextValues): ContextFields {
  const { [DATE]: when, ...rest } = values;
  const [year = '', month = '', day = ''] = typeof when === 'string' ? when.split('-') : [];
  // A date that a hidden field still holds is not an event.
  const isEvent = [rest[EVENT]].flat().includes('yes');
  const date = isEvent ? { 'when-year': year, 'when-month': month, 'when-day': day } : {};
  const { summary, ...words } = rest;
  return contextFieldsSchema.parse({
    ...words,
    ...date,
    summary: isEvent ? (summary ?? '') : '',
    [EVENT]: isEvent ? 'yes' : '',
  });
}

/** What somebody wrote, under the form's labels. */
export function writtenIn(fields: ContextFields): { label: string; words: string }[] {
  const values = valuesOf(fields);
  return formDefinition('').fields.flatMap(({ name, label, kind }) => {
    const words = values[name];
    return kind !== 'tick' && typeof words === 'string' ? [{ label, words }] : [];
  });
}

/** Errors at the definition's fields: those of the date's parts at the date, the form's at its first. */
export function errorsAtFields(errors: readonly FieldError[]): FieldError[] {
  const [first] = STATEMENT_KINDS;
  const placed = errors.map(({ field, text }) => {
    if (field.startsWith('when-')) return { field: DATE, text };
    return { field: field === 'add' ? first : field, text };
  });
  return [...new Map(placed.map((error) => [error.field, error])).values()];
}
