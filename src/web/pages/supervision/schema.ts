import { z } from 'zod';
import { wordsSchema } from '../../page/index.ts';
import { content } from './content.ts';

export const workerParams = z.object({ workerId: z.string().max(100) });
export const recordParams = z.object({ caseNumber: z.string().max(64) });
export const fileParams = workerParams.extend({ supervisionId: z.uuid() });
export const additionParams = workerParams.extend({ lineId: z.uuid() });

/** Which line is open: its name, as in `lineName`. */
export const agendaQuery = z.object({ line: z.string().max(400).optional().catch(undefined) });

const LONGEST = 2_000;
const SHORT = 300;

const optional = (name: string, max: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().max(max, `${name} must be ${max} characters or fewer`))
    .default('');

export const decisionForm = z.object({
  line: z.string().max(400),
  decision: optional(content.decision, LONGEST),
  action: optional(content.action, SHORT),
  agreed: z.enum(['yes', 'no']).optional().catch(undefined),
  review: z.string().max(20).default(''),
});
export type DecisionForm = z.infer<typeof decisionForm>;

export const additionForm = z.object({
  decision: wordsSchema(
    content.decisionMissing,
    LONGEST,
    `Decision must be ${LONGEST} characters or fewer`,
  ),
  action: optional(content.action, SHORT),
});

export const ownLineForm = z.object({
  about: wordsSchema(content.aboutMissing, SHORT, `It must be ${SHORT} characters or fewer`),
  child: z.string().max(64).default(''),
});
