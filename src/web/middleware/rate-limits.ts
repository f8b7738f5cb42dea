// Brakes on what one browser can do. Counted in each process's memory: with several processes
// the limits are so many times higher, which is still a brake. Webhooks are never counted by
// address: a provider's few addresses carry everybody's messages.
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, MINUTE, rateLimit } from 'express-rate-limit';

/** An office shares an address: a whole team may sign in at nine o'clock. */
const SIGN_INS_A_MINUTE = 300;
/** Faster than anyone can type, slower than a script. */
const FORMS_A_MINUTE = 240;

const addressOf = (request: Request) => ipKeyGenerator(request.ip ?? '');

/** Limits on signing in, by address. */
export function limitSignIns(tooMany: RequestHandler): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit: SIGN_INS_A_MINUTE,
    keyGenerator: addressOf,
    legacyHeaders: false,
    handler: tooMany,
  });
}

/** Limits on sending forms, by person, or by address where nobody is signed in. */
export function limitForms(tooMany: RequestHandler): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit: FORMS_A_MINUTE,
    skip: (request) => request.method !== 'POST',
    keyGenerator: (request) => request.session.workerId ?? addressOf(request),
    legacyHeaders: false,
    handler: tooMany,
  });
}
