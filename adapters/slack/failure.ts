// What went wrong between Slack and us, read from what its client throws
// (https://docs.slack.dev/tools/node-slack-sdk/web-api#handle-errors).
import { z } from 'zod';
import { ProviderTrouble, type SendOutcome } from '../../src/messaging/adapter.ts';
import { isNotReached } from '../../src/messaging/not-reached.ts';

const platform = z.object({
  code: z.literal('slack_webapi_platform_error'),
  data: z.looseObject({ error: z.string() }),
});
const rateLimited = z.object({
  code: z.literal('slack_webapi_rate_limited_error'),
  retryAfter: z.number(),
});
const http = z.object({ code: z.literal('slack_webapi_http_error'), statusCode: z.number() });
const network = z.object({
  code: z.literal('slack_webapi_request_error'),
  original: z.looseObject({
    code: z.string().optional(),
    cause: z.looseObject({ code: z.string().optional() }).optional().catch(undefined),
  }),
});

export type Failure =
  | { kind: 'slow-down'; retryAfterMs: number | null }
  /** `error` in Slack's own word, such as channel_not_found. */
  | { kind: 'refused'; error: string }
  /** It certainly did not reach Slack. */
  | { kind: 'not-reached' }
  /** Slack may have done it. */
  | { kind: 'unclear' };

const CREDENTIALS = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'no_permission',
  'team_access_not_granted',
]);
/** Slack is having trouble of its own, though it says so in its own words. */
const THEIR_TROUBLE = new Set([
  'fatal_error',
  'internal_error',
  'service_unavailable',
  'request_timeout',
]);

export function failureOf(error: unknown): Failure {
  const limited = rateLimited.safeParse(error).data;
  if (limited) return { kind: 'slow-down', retryAfterMs: limited.retryAfter * 1_000 };
  const refused = platform.safeParse(error).data?.data.error;
  if (refused === 'ratelimited' || refused === 'rate_limited') {
    return { kind: 'slow-down', retryAfterMs: null };
  }
  if (refused !== undefined && !THEIR_TROUBLE.has(refused))
    return { kind: 'refused', error: refused };
  const answered = http.safeParse(error).data;
  if (answered && answered.statusCode < 500) {
    return { kind: 'refused', error: `status ${answered.statusCode}` };
  }
  const original = network.safeParse(error).data?.original;
  const code = original?.cause?.code ?? original?.code;
  return { kind: isNotReached(code) ? 'not-reached' : 'unclear' };
}

export function isCredentials(error: string): boolean {
  return CREDENTIALS.has(error);
}

/** For a caller that only reads: what it may do about it. */
export function troubleOf(error: unknown): ProviderTrouble {
  const failure = failureOf(error);
  switch (failure.kind) {
    case 'slow-down':
      return new ProviderTrouble('slow-down', 'Slack asks us to slow down.', failure.retryAfterMs);
    case 'refused':
      return isCredentials(failure.error)
        ? new ProviderTrouble('credentials', `Slack refused our token (${failure.error}).`)
        : new ProviderTrouble('unreachable', `Slack refused the request (${failure.error}).`);
    case 'not-reached':
    case 'unclear':
      return new ProviderTrouble('unreachable', 'Slack did not answer.');
    default:
      return failure satisfies never;
  }
}

/** What a refused post means to the people who must do something about it. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['not_in_channel', 'Casethread has not been invited to it.'],
  ['channel_not_found', 'Casethread cannot see it: it has not been invited, or it is gone.'],
  ['is_archived', 'It is archived.'],
  ['missing_scope', 'The Slack app lacks a permission: install it again.'],
]);

/** For a caller that posts. */
export function outcomeOf(error: unknown): Exclude<SendOutcome, { outcome: 'accepted' }> {
  const failure = failureOf(error);
  switch (failure.kind) {
    case 'slow-down':
      return {
        outcome: 'not-now',
        errorCode: 'ratelimited',
        words: 'Slack asks us to slow down.',
        retry: true,
        retryAfterMs: failure.retryAfterMs,
      };
    case 'refused':
      return {
        outcome: 'refused',
        errorCode: failure.error,
        words: WORDS.get(failure.error) ?? `Slack refused it (${failure.error}).`,
        retry: false,
        credentials: isCredentials(failure.error),
      };
    case 'not-reached':
      return {
        outcome: 'not-now',
        errorCode: 'unreachable',
        words: 'Slack could not be reached.',
        retry: true,
        retryAfterMs: null,
      };
    case 'unclear':
      return { outcome: 'unknown', words: 'Slack did not answer, and may have it.' };
    default:
      return failure satisfies never;
  }
}
