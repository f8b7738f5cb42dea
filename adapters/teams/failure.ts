// What went wrong between Teams and us, read from what the SDK's client throws.
import { z } from 'zod';
import { ProviderTrouble, type SendOutcome } from '../../src/messaging/adapter.ts';
import { isNotReached } from '../../src/messaging/not-reached.ts';
import { retryAfterMs } from '../../src/messaging/retry-after.ts';

const answered = z.looseObject({
  statusCode: z.number(),
  response: z
    .looseObject({
      headers: z.looseObject({ get: z.function().optional() }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
const network = z.looseObject({ code: z.string() });

export type Failure =
  | { kind: 'slow-down'; retryAfterMs: number | null }
  | { kind: 'credentials' }
  /** We are not in the conversation, or it is gone. */
  | { kind: 'refused'; status: number }
  | { kind: 'not-reached' }
  /** Teams may have done it. */
  | { kind: 'unclear' };

export function failureOf(error: unknown): Failure {
  if (error instanceof ProviderTrouble) {
    if (error.kind === 'slow-down') return { kind: 'slow-down', retryAfterMs: error.retryAfterMs };
    return error.kind === 'credentials' ? { kind: 'credentials' } : { kind: 'not-reached' };
  }
  const status = answered.safeParse(error).data?.statusCode;
  if (status === 429) return { kind: 'slow-down', retryAfterMs: retryAfterOf(error) };
  if (status === 401) return { kind: 'credentials' };
  // https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/rate-limit: worth another try.
  if (status === 408 || status === 412) return { kind: 'unclear' };
  if (status !== undefined && status >= 400 && status < 500) return { kind: 'refused', status };
  const code = network.safeParse(error).data?.code;
  return { kind: isNotReached(code) ? 'not-reached' : 'unclear' };
}

function retryAfterOf(error: unknown): number | null {
  const headers: unknown = answered.safeParse(error).data?.response?.headers;
  const get = z.looseObject({ get: z.custom<(name: string) => unknown>() }).safeParse(headers).data;
  return retryAfterMs(get?.get.call(headers, 'retry-after'));
}

/** For a caller that posts. */
export function outcomeOf(error: unknown): Exclude<SendOutcome, { outcome: 'accepted' }> {
  const failure = failureOf(error);
  const notNow = (errorCode: string, words: string, retryAfterMs: number | null) =>
    ({ outcome: 'not-now', errorCode, words, retry: true, retryAfterMs }) as const;
  switch (failure.kind) {
    case 'slow-down':
      return notNow('429', 'Teams asks us to slow down.', failure.retryAfterMs);
    case 'credentials':
      return {
        outcome: 'refused',
        errorCode: '401',
        words: 'Teams refused our credentials.',
        retry: false,
        credentials: true,
      };
    case 'refused':
      return {
        outcome: 'refused',
        errorCode: String(failure.status),
        words: 'Casethread is not in this conversation any more, or it is gone.',
        retry: false,
        credentials: false,
      };
    case 'not-reached':
      return notNow('unreachable', 'Teams could not be reached.', null);
    case 'unclear':
      return { outcome: 'unknown', words: 'Teams did not answer, and may have it.' };
    default:
      return failure satisfies never;
  }
}
