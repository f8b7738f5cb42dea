import { z } from 'zod';
import { DECISIONS } from '../../../escalation/item.ts';
import { wordsSchema } from '../../page/index.ts';

export const itemParams = z.object({ id: z.uuid() });

const LONGEST_REASON = 4_000;
const LONGEST_FOLLOW_UP = 200;

const part = z.string().trim().default('');

/** What was sent; a follow-up is only read where its box is ticked. */
export const decisionForm = z
  .object({
    decision: z.enum(DECISIONS, { error: 'Choose a decision' }),
    reason: wordsSchema(
      'Give a reason',
      LONGEST_REASON,
      `The reason must be ${LONGEST_REASON} characters or fewer`,
    ),
    fu: z.string().optional(),
    what: part,
    'fudate-day': part,
    'fudate-month': part,
    'fudate-year': part,
    /** How many decisions were on the page. */
    seen: z.coerce.number().int().min(0).catch(0),
  })
  .transform((form) => ({
    decision: form.decision,
    reason: form.reason,
    seen: form.seen,
    followUp:
      form.fu === undefined
        ? null
        : {
            words: form.what,
            date: dateOf(form['fudate-day'], form['fudate-month'], form['fudate-year']),
          },
  }));

export type DecisionForm = z.infer<typeof decisionForm>;

/** 2026-03-13; null: no such day. */
function dateOf(day: string, month: string, year: string): string | null {
  const text = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return z.iso.date().safeParse(text).success ? text : null;
}

/** What is wrong with a follow-up, seen on this day. */
export function followUpErrors(
  followUp: DecisionForm['followUp'],
  today: string,
): { field: string; text: string }[] {
  if (followUp === null) return [];
  const errors: { field: string; text: string }[] = [];
  if (followUp.words === '')
    errors.push({ field: 'what', text: 'Enter what is to be followed up' });
  else if (followUp.words.length > LONGEST_FOLLOW_UP) {
    const text = `What is to be followed up must be ${LONGEST_FOLLOW_UP} characters or fewer`;
    errors.push({ field: 'what', text });
  }
  if (followUp.date === null) {
    errors.push({ field: 'fudate-day', text: 'Enter a real date to be reminded on' });
  } else if (followUp.date < today) {
    errors.push({ field: 'fudate-day', text: 'The date to be reminded on must be today or later' });
  }
  return errors;
}

export const followUpForm = z.object({
  decision: z.uuid(),
  done: wordsSchema('Say what was done', LONGEST_REASON, 'What was done is too long'),
});
