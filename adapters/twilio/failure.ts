// What went wrong between Twilio and us, read from what its SDK throws.
import { z } from 'zod';
import { ProviderTrouble } from '../../src/messaging/adapter.ts';
import { isNotReached } from '../../src/messaging/not-reached.ts';

/** Twilio's own answer (RestException), as it matters to us. */
const refusal = z.object({ status: z.number().int(), code: z.coerce.string().optional() });
/** A Node or axios error code, such as ECONNRESET. */
const network = z.object({ code: z.string() });

export type Failure =
  | { kind: 'slow-down'; retryAfterMs: number | null }
  | { kind: 'refused'; status: number; code: string; credentials: boolean }
  /** It certainly did not reach Twilio. */
  | { kind: 'not-reached' }
  /** Twilio may have it. */
  | { kind: 'unclear' };

/** Twilio's number for refused credentials. */
const CREDENTIALS = '20003';
const SLOW_DOWN = '20429';

export function failureOf(error: unknown): Failure {
  if (error instanceof ProviderTrouble && error.kind === 'slow-down') {
    return { kind: 'slow-down', retryAfterMs: error.retryAfterMs };
  }
  const answered = refusal.safeParse(error);
  if (answered.success) {
    const { status, code = String(status) } = answered.data;
    if (code === SLOW_DOWN) return { kind: 'slow-down', retryAfterMs: null };
    if (status < 400 || status >= 500) return { kind: 'unclear' };
    const credentials = code === CREDENTIALS || status === 401;
    return { kind: 'refused', status, code: credentials ? CREDENTIALS : code, credentials };
  }
  const code = network.safeParse(error).data?.code;
  return { kind: isNotReached(code) ? 'not-reached' : 'unclear' };
}

/** The same for a caller that only reads: what it may do about it. */
export function troubleOf(error: unknown): ProviderTrouble {
  const failure = failureOf(error);
  switch (failure.kind) {
    case 'slow-down':
      return new ProviderTrouble('slow-down', 'Twilio asks us to slow down.', failure.retryAfterMs);
    case 'refused':
      return failure.credentials
        ? new ProviderTrouble('credentials', 'Twilio refused our credentials.')
        : new ProviderTrouble('unreachable', `Twilio refused the request (error ${failure.code}).`);
    case 'not-reached':
    case 'unclear':
      return new ProviderTrouble('unreachable', 'Twilio did not answer.');
    default:
      return failure satisfies never;
  }
}
