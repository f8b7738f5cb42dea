import { z } from 'zod';
import { severalSchema } from '../../page/index.ts';

export const questionParams = z.object({ id: z.uuid(), questionId: z.uuid() });
export const correctionParams = z.object({ id: z.uuid(), messageId: z.uuid() });

const LONGEST = 500;
const words = (tooLong: string) => z.string().trim().max(LONGEST, tooLong).default('');

/** Values of `child` that are no case number. */
export const OTHER = 'other';
export const NONE = 'none';
export const MANAGER = 'manager';

const choice = {
  /** Case numbers, or one of the other answers. */
  child: severalSchema,
  search: words('Search for 500 characters or fewer'),
  action: z.enum(['save', 'search']).catch('save'),
};

export const answerForm = z.object({
  ...choice,
  reason: words('The reason must be 500 characters or fewer'),
  /** A name in the messages that Casethread did not find strange. */
  nickname: z.string().trim().max(40, 'The name must be 40 characters or fewer').default(''),
  /** "CT-1~Bear": the worker teaches a name, never the system. */
  remember: severalSchema,
});

export const correctionForm = z.object({
  ...choice,
  /** The messages to move. */
  message: severalSchema.pipe(z.array(z.uuid())),
  reason: words('The reason must be 500 characters or fewer'),
});

export type AnswerForm = z.infer<typeof answerForm>;
export type CorrectionForm = z.infer<typeof correctionForm>;
