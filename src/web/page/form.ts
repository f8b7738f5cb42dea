// Reading what a person sent in a form, and saying in words what is wrong with it.
import { z } from 'zod';

/** What was typed, by field name, so that nothing has to be typed again. */
export type Entered = Readonly<Record<string, string | readonly string[]>>;

/** One thing to mend: shown in the summary, linked to the field, and at the field itself. */
export type FormError = { field: string; text: string };

export type FormReading<Value> =
  | { valid: true; value: Value; entered: Entered }
  | { valid: false; errors: readonly FormError[]; entered: Entered };

const enteredSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const MAX_ERRORS = 20;

/** A field that may come once, several times or not at all (tick boxes): always a list. */
export const severalSchema = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .default([]);

/** Words from a text box: spaces at the ends removed, line ends as \n, at most `max` characters. */
export function wordsSchema(missing: string, max: number, tooLong: string) {
  return z
    .string({ error: missing })
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(1, missing).max(max, tooLong));
}

/** Reads a form against its schema. The schema's messages are the words that people see. */
export function readForm<Value>(schema: z.ZodType<Value>, body: unknown): FormReading<Value> {
  const entered = enteredSchema.catch({}).parse(body ?? {});
  const { _csrf: _, ...fields } = entered;
  const reading = schema.safeParse(fields);
  if (reading.success) return { valid: true, value: reading.data, entered: fields };
  return { valid: false, errors: formErrorsOf(reading.error), entered: fields };
}

/** One error for each field that is wrong, in the schema's order. */
export function formErrorsOf(error: z.ZodError): FormError[] {
  const byField = new Map<string, FormError>();
  for (const issue of error.issues) {
    const field = issue.path.map(String).join('-') || 'form';
    if (!byField.has(field)) byField.set(field, { field, text: issue.message });
  }
  return [...byField.values()].slice(0, MAX_ERRORS);
}
