import { z } from 'zod';
import { PLAN_CHANNELS } from '../../../contact-plans/plan.ts';
import { severalSchema, wordsSchema } from '../../page/index.ts';
import { content } from './content.ts';

export const childParams = z.object({ caseNumber: z.string().max(64) });
export const contactParams = childParams.extend({ contactId: z.string().max(100) });

const LONGEST = 2_000;
const SHORT = 300;

const words = (missing: string, name: string, max: number) =>
  wordsSchema(missing, max, `${name} must be ${max} characters or fewer`);

/** Half hours of the day, as the lists of times offer them: "00:00" … "23:30". */
export const HALF_HOURS = Array.from(
  { length: 48 },
  (_, half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`,
);

const time = z
  .string()
  .default('')
  .transform((text) => (HALF_HOURS.includes(text) ? text : null));

const days = severalSchema.transform((texts) =>
  [1, 2, 3, 4, 5, 6, 7].filter((day) => texts.includes(String(day))),
);

const hours = { 'hours-from': time, 'hours-to': time, day: days };

type Hours = { 'hours-from': string | null; 'hours-to': string | null };

/** Both times or neither, and the second after the first. */
function hoursError({ 'hours-from': from, 'hours-to': to }: Hours): string | null {
  if ((from === null) !== (to === null)) return 'Select both times, or neither';
  return from !== null && to !== null && from >= to ? 'The second time must be later' : null;
}

const checkHours = (value: Hours, context: z.RefinementCtx) => {
  const message = hoursError(value);
  if (message) context.addIssue({ code: 'custom', path: ['hours-from'], message });
};

export const planForm = z
  .object({
    /** The children it is for besides the one whose record it is. */
    child: severalSchema,
    purpose: words('Say what the contact is for', content.purpose, LONGEST),
    channel: severalSchema
      .transform((texts) => PLAN_CHANNELS.filter((channel) => texts.includes(channel)))
      .refine((chosen) => chosen.length > 0, 'Select at least one channel'),
    ...hours,
    'used-by': severalSchema.refine((chosen) => chosen.length > 0, 'Select who may use it'),
    risks: words('Say what could go wrong, and who else sees the phone', content.risks, LONGEST),
    measures: words('Say what is done about it', content.measures, LONGEST),
    'agreed-with': words('Say who it was agreed with', content.agreedWith, SHORT),
    'review-on': z.string().default(''),
  })
  .superRefine(checkHours);

export const endForm = z.object({ reason: words(content.reasonMissing, 'Reason', SHORT) });

export const arrangementsForm = z
  .object({
    quiet: z.literal('yes').optional().catch(undefined),
    note: z.string().trim().max(SHORT, `It must be ${SHORT} characters or fewer`).default(''),
    ...hours,
    withhold: z.literal('yes').optional().catch(undefined),
    'notice-reason': z
      .string()
      .trim()
      .max(SHORT, `Reason must be ${SHORT} characters or fewer`)
      .default(''),
    'notice-review': z.string().default(''),
  })
  .superRefine(checkHours);
