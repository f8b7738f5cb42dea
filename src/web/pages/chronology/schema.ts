import { z } from 'zod';
import type { ChronologyPosition } from '../../../record/chronology-store.ts';

export const chronologyParams = z.object({ caseNumber: z.string().max(64) });

/** Where the list goes on: `2026-03-07_<id>`. Anything else is the beginning. */
export const chronologyQuery = z.object({
  before: z
    .string()
    .transform((text) => text.split('_'))
    .pipe(z.tuple([z.iso.date(), z.uuid()]))
    .transform(([occurredOn, id]): ChronologyPosition => ({ occurredOn, id }))
    .nullable()
    .catch(null)
    .default(null),
});
