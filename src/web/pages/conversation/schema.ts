import { z } from 'zod';
import { replyBodySchema } from '../../../delivery/reply-body.ts';
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
  /** The agreed opening message that was chosen. */
  template: z.string().max(64).optional().catch(undefined),
});

const LONGEST_REASON = 500;

const replyFields = z.looseObject({
  body: z.string().optional(),
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
  action: z.enum(['send', 'draft', 'preview']).catch('send'),
  /** The content id of an agreed opening message; its values are fields of their own. */
  template: z.string().max(64).optional(),
  /** What the worker read that the family will read. */
  previewed: z.string().optional(),
});

/** Words of the worker's own, or an agreed opening message, whose words are known. */
export const replyForm = replyFields.transform((fields, context) => {
  if (fields.template !== undefined) return { ...fields, body: '' };
  const body = replyBodySchema.safeParse(fields.body);
  if (body.success) return { ...fields, body: body.data };
  for (const { message } of body.error.issues) {
    context.addIssue({ code: 'custom', path: ['body'], message });
  }
  return z.NEVER;
});

export type ReplyForm = z.infer<typeof replyForm>;
