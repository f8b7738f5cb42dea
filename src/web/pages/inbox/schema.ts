import { z } from 'zod';

export const PAGE_SIZE = 25;
const MOST = 500;

const shown = z.coerce.number().int().min(PAGE_SIZE).max(MOST).catch(PAGE_SIZE);

/** How many rows of each group are shown: "Show more" adds 25. */
export const shownSchema = z.object({
  questions: shown.default(PAGE_SIZE),
  recordings: shown.default(PAGE_SIZE),
  failures: shown.default(PAGE_SIZE),
});

export type Shown = z.infer<typeof shownSchema>;

export const decisionParams = z.object({ decisionId: z.uuid() });
export const failureParams = z.object({ intentId: z.uuid() });
