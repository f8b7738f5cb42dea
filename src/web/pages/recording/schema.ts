import { z } from 'zod';
import { contextFieldsSchema } from '../../../annotation/context.ts';
import { ERRORS, SOURCE_LIMIT, TEXT_LIMIT, tooLong } from '../../../annotation/form.ts';
import { wordsSchema } from '../../page/index.ts';
import { content } from './content.ts';

export const recordingParams = z.object({
  caseNumber: z.string().max(64),
  id: z.uuid(),
});

export const recordingQuery = z.object({ add: z.literal('context').optional().catch(undefined) });

/** The form of `annotation/`, with the button that was pressed and what the worker had read. */
export const recordingForm = contextFieldsSchema.extend({
  /** now: on the record; later: kept as a draft. */
  finish: z.enum(['now', 'later']).catch('now'),
  /** The recording was complete when the form was shown: the words are added to it. */
  adds: z.literal('yes').optional().catch(undefined),
  seen: z.coerce.number().int().min(0).catch(0),
});

export const correctionParams = recordingParams.extend({ statementId: z.uuid() });

export const agreementParams = recordingParams.extend({ correctionId: z.uuid() });

/** The manager's part (Coventry 4.5b). Declining needs a reason. */
export const agreementForm = z
  .object({
    agreed: z.enum(['yes', 'no'], content.chooseDecision),
    reason: z.string().trim().max(SOURCE_LIMIT, ERRORS.reasonTooLong).default(''),
  })
  .refine(({ agreed, reason }) => agreed === 'yes' || reason !== '', {
    path: ['reason'],
    message: ERRORS.reasonMissing,
  });

export const correctionForm = z.object({
  text: wordsSchema(
    'Enter the corrected words',
    TEXT_LIMIT,
    tooLong(content.correctedWords, TEXT_LIMIT),
  ),
  reason: wordsSchema(ERRORS.reasonMissing, SOURCE_LIMIT, ERRORS.reasonTooLong),
});
