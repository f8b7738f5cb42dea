import { z } from 'zod';

export const childParams = z.object({ caseNumber: z.string().max(64) });
