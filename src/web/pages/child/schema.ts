import { z } from 'zod';

export const childParams = z.object({ caseNumber: z.string().max(64) });

/** Whom to write to, from this child's record. */
export const messageForm = z.object({ contact: z.string().min(1).max(100) });
