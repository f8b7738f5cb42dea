import { z } from 'zod';
import { flagCategory } from '../../../oversight/flag.ts';
import { wordsSchema } from '../../page/index.ts';
import { content } from './content.ts';

const { errors } = content;

export const sampleParams = z.object({ sampleId: z.uuid() });

export const resultForm = z
  .object({
    result: z.enum(['nothing-missed', 'missed'], errors.result),
    category: z.union([flagCategory, z.literal('')]).default(''),
    note: wordsSchema(errors.note, 1000, 'Keep it to 1,000 characters'),
  })
  .refine(({ result, category }) => result === 'nothing-missed' || category !== '', {
    path: ['category'],
    message: errors.category,
  });

export const rateForm = z.object({
  rate: z
    .string()
    .trim()
    .regex(/^\d{1,2}$/, content.rateError)
    .transform(Number)
    .pipe(z.int().max(20, content.rateError)),
});
