import { z } from 'zod';

export const teamQuery = z.object({ team: z.string().max(200).optional().catch(undefined) });
export const figuresQuery = teamQuery.extend({ month: z.string().max(7) });
