import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** Long enough to be a number and written like one; a date such as 01-02-2026 is not. */
const CANDIDATE = /(?:\+|\(?0)(?!\d?[-.]\d{1,2}[-.]\d{4}\b)[\d\s().-]{7,}\d/g;

/**
 * Phone numbers that a text gives, as written, that are not in `official` (E.164).
 * "Possible" is the measure, not "valid": a mistyped number is one a family will dial.
 */
export function unofficialNumbers(text: string, official: ReadonlySet<string>): string[] {
  const written = text.match(CANDIDATE) ?? [];
  return written
    .map((number) => number.trim())
    .filter((number) => {
      const parsed = parsePhoneNumberFromString(number, 'GB');
      return parsed?.isPossible() === true && !official.has(parsed.number);
    });
}
