import { z } from 'zod';

export const PEOPLE_A_PAGE = 25;
const MAX_PAGES = 400;

/** The list of people, and where to go afterwards. */
export const signInQuerySchema = z.object({
  to: z.string().max(2_000).catch('/'),
  find: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).max(MAX_PAGES).catch(1),
});

/** Who was chosen. */
export const signInFormSchema = z.object({
  worker: z.string().min(1).max(200),
  to: z.string().max(2_000).catch('/'),
});
