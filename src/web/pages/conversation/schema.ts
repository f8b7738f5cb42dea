import { z } from 'zod';
import { severalSchema } from '../../page/index.ts';

export const conversationParams = z.object({ id: z.uuid() });
export const mediaParams = z.object({ id: z.uuid(), mediaId: z.uuid() });

const CURSOR = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)~(\d+)$/;

/** `before` is where an earlier page ended: time and running number. */
export const conversationQuery = z.object({
  before: z
    .string()
    .regex(CURSOR)
    .transform((text) => {
      const [, at = '', sequence = '0'] = CURSOR.exec(text) ?? [];
      return { at: new Date(at), sequence: BigInt(sequence) };
    })
    .optional()
    .catch(undefined),
  /** Children already selected, when the worker came from their record. */
  about: severalSchema.catch([]),
  to: z.string().optional().catch(undefined),
});

const LONGEST_MESSAGE = 1_600; // Twilio's limit of one message
const LONGEST_REASON = 500;

export const replyForm = z.object({
  body: z
    .string({ error: 'Write a message' })
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(1, 'Write a message')
        .refine(
          (text) => [...text].length <= LONGEST_MESSAGE,
          'Your message must be 1,600 characters or fewer',
        ),
    ),
  about: severalSchema.transform((cases) => [...new Set(cases)]),
  /** Whom of several people with this number. */
  to: z.string().optional(),
  /** Questions that were already shown. */
  asked: severalSchema,
  why: z
    .string()
    .trim()
    .max(LONGEST_REASON, 'The reason must be 500 characters or fewer')
    .default(''),
  key: z.uuid({ error: 'Send it again: this page was open for too long' }),
  action: z.enum(['send', 'draft']).catch('send'),
});

export type ReplyForm = z.infer<typeof replyForm>;
