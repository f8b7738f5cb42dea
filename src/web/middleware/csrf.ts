// Synchroniser token (OWASP): one in the session, the same in every form.
import { csrfSync } from 'csrf-sync';
import type { Request } from 'express';
import { z } from 'zod';

const bodySchema = z.object({ _csrf: z.string() });

const { generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: (request) => bodySchema.safeParse(request.body).data?._csrf,
});

/** The token of this session, made on first use. */
export function csrfTokenOf(request: Request): string {
  return generateToken(request);
}

/** Whether the form came from a page of ours. */
export function isFromOurPage(request: Request): boolean {
  return isRequestValid(request);
}
