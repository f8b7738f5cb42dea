import { z } from 'zod';
import { readAddress } from '../../../people/import/address.ts';
import { wordsSchema } from '../../page/index.ts';

const LONGEST_NAME = 100;
const LONGEST_REASON = 500;

const numberSchema = wordsSchema('Enter the phone number', 30, 'Enter a phone number').transform(
  (text, context) => {
    const reading = readAddress('sms', text);
    if (reading.ok) return reading.value;
    context.addIssue('Enter a phone number, like 07700 900123');
    return z.NEVER;
  },
);

/** A day as people type it (12/3/2026), as 2026-03-12. */
const daySchema = z
  .string({ error: 'Enter when it was approved' })
  .trim()
  .transform((text, context) => {
    const [, day = '', month = '', year = ''] =
      /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text) ?? [];
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    if (z.iso.date().safeParse(iso).success) return iso;
    context.addIssue('Enter when it was approved, like 12/3/2026');
    return z.NEVER;
  });

const ticked = (words: string) => z.literal('yes', { error: words });

export const registerSchema = z.object({
  number: numberSchema,
  label: wordsSchema(
    'Enter a name for the phone',
    LONGEST_NAME,
    'Name must be 100 characters or fewer',
  ),
  team: z
    .string({ error: 'Choose the team that answers for it' })
    .min(1, 'Choose the team that answers for it'),
  holder: z.string().default(''),
  approver: z.string({ error: 'Choose who approved it' }).min(1, 'Choose who approved it'),
  approvedOn: daySchema,
  dpia: wordsSchema(
    'Enter the reference of the data protection impact assessment',
    LONGEST_NAME,
    'Reference must be 100 characters or fewer',
  ),
  issued: ticked('Confirm that the authority issued this phone'),
  told: ticked('Confirm that whoever holds it knows what is kept'),
});

export const deviceParamsSchema = z.object({ deviceId: z.uuid() });
export const groupParamsSchema = z.object({ deviceId: z.uuid(), groupId: z.uuid() });

export const groupSchema = z.object({
  name: wordsSchema(
    'Enter the name of the group',
    LONGEST_NAME,
    'Name must be 100 characters or fewer',
  ),
  why: wordsSchema(
    'Say why it is casework',
    LONGEST_REASON,
    'Reason must be 500 characters or fewer',
  ),
});

export const revokeSchema = z.object({
  reason: wordsSchema('Give a reason', LONGEST_REASON, 'Reason must be 500 characters or fewer'),
});
