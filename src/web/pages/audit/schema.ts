import { z } from 'zod';

export const ENTRIES_A_PAGE = 25;

/** A day as people type it: 12/3/2026. Gives 2026-03-12, or null for an empty box. */
const daySchema = z
  .string()
  .trim()
  .default('')
  .transform((text, context) => {
    if (text === '') return null;
    const [, day = '', month = '', year = ''] =
      /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text) ?? [];
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    if (z.iso.date().safeParse(iso).success) return iso;
    context.addIssue('Enter a date like 12/3/2026');
    return z.NEVER;
  });

/** What to look for. Read in the handler, because a wrong date is for the person to mend. */
export const auditSearchSchema = z.object({
  person: z.string().trim().max(100, 'Person must be 100 characters or fewer').default(''),
  case: z.string().trim().max(64, 'Case number must be 64 characters or fewer').default(''),
  from: daySchema,
  to: daySchema,
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullable()
    .default(null)
    .catch(null),
});

/** Any query is accepted; `auditSearchSchema` says what is wrong with it. */
export const auditQuerySchema = z.record(z.string(), z.unknown());
