// What a cell may hold (contracts section 4). Messages read on from the value: "x" is not a date.
import { z } from 'zod';

/** Bytes that are not UTF-8 arrive as U+FFFD; a child's name must not be kept like that. */
const readable = z
  .string()
  .refine((text) => !text.includes('\uFFFD'), 'is not UTF-8: save the file as "CSV UTF-8"')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  .refine((text) => !/[\u0000-\u0008\u000E-\u001F]/.test(text), 'holds a control character');

export const text = readable.min(1, 'is empty, and must not be');
export const optionalText = readable.transform((value) => (value === '' ? null : value));

/** Ids are used as they are; a space inside one is nearly always two cells run together. */
export const id = text.regex(/^\S*$/, 'is an id, and holds a space');
export const optionalId = readable
  .regex(/^\S*$/, 'is an id, and holds a space')
  .transform((value) => (value === '' ? null : value));

const isDay = (value: string): boolean => z.iso.date().safeParse(value).success;
const NOT_A_DAY = 'is not a date such as 2026-03-31';

/** A calendar day, as its ISO text: no time zone can shift it. */
export const day = text.refine((value) => value === '' || isDay(value), NOT_A_DAY);
export const optionalDay = readable
  .refine((value) => value === '' || isDay(value), NOT_A_DAY)
  .transform((value) => (value === '' ? null : value));

export const yesOrNo = z
  .enum(['yes', 'no'], { error: 'is neither yes nor no' })
  .transform((value) => value === 'yes');

export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `is not one of: ${values.join(', ')}` });

/** Separated by semicolons, each name once. */
export const names = readable.transform((value) => [
  ...new Set(
    value
      .split(';')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]);

export const email = text.refine(
  (value) => value === '' || z.email().safeParse(value).success,
  'is not an email address',
);
