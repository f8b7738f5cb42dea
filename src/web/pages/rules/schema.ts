import { z } from 'zod';
import { flagCategory, flagSeverity } from '../../../oversight/flag.ts';
import { wordsSchema } from '../../page/index.ts';
import { content } from './content.ts';

const { errors } = content;

export const ruleParams = z.object({ ruleId: z.string().max(80) });
export const versionParams = z.object({ versionId: z.uuid() });

export const ruleForm = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/, errors.id),
  category: z.enum(flagCategory.options, errors.category),
  severity: z.enum(flagSeverity.options, errors.severity),
  direction: z.enum(['inbound', 'outbound', 'both']),
  means: wordsSchema(errors.means, 300, 'Keep it to 300 characters'),
  match: z
    .string()
    .trim()
    .min(1, errors.match)
    .max(60_000, 'Keep the patterns to 60,000 characters'),
  on: z.enum(['yes', 'no']),
  why: wordsSchema(errors.why, 500, 'Keep it to 500 characters'),
});

export const reasonForm = z.object({
  reason: wordsSchema(content.reasonError, 500, 'Reason must be 500 characters or fewer'),
});

export const sinceForm = z.object({ since: z.string().trim().max(10) });
