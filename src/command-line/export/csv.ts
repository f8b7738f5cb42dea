// The same lines for a spreadsheet: a column for each key, a key inside a key as `outer.inner`.
import { stringify } from 'csv-stringify/sync';

const E164 = /^\+[1-9]\d{1,14}$/;
/** What a spreadsheet takes for the start of a formula (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/;

/** One line of CSV, with its line end. */
export function csvLine(cells: readonly unknown[]): string {
  return stringify([cells.map(toCell)]);
}

/** The value under a dotted name; null where an outer key is null. */
export function valueAt(line: object, column: string): unknown {
  return column
    .split('.')
    .reduce<unknown>((value, key) => (isObject(value) ? (value[key] ?? null) : null), line);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return safeText(value.join('; '));
  }
  return JSON.stringify(value);
}

/** Text that no spreadsheet runs: a leading apostrophe keeps it text. A phone number stays. */
function safeText(text: string): string {
  return FORMULA.test(text) && !E164.test(text) ? `'${text}` : text;
}
