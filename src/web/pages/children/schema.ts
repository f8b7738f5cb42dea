import { z } from 'zod';

export const childrenQuery = z.object({
  sought: z.string().max(100).catch('').default(''),
  after: z.string().max(64).nullable().catch(null).default(null),
});
