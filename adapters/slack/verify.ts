// Slack signs its time and the body with the app's secret, HMAC-SHA256
// (https://docs.slack.dev/authentication/verifying-requests-from-slack). Over the bytes as they came: the
// vendor's helper reads them as text first, and takes times of the future.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest } from '../../src/messaging/adapter.ts';
import type { Clock } from '../../src/messaging/clock.ts';

/** Slack's own bound for the past, here for the future too. */
const OFF_BY_MS = 5 * 60_000;

/**
 * True when the secret signed exactly these bytes, within five minutes of now. A demonstration whose
 * clock was set elsewhere has two clocks: either will do.
 */
export function isAuthentic(
  signingSecret: string,
  { headers, body }: RawRequest,
  clocks: readonly Clock[],
): boolean {
  const timestamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (typeof signature !== 'string') return false;
  const at = Number(timestamp) * 1_000;
  if (!clocks.some((clock) => Math.abs(clock().getTime() - at) <= OFF_BY_MS)) return false;
  const ours = createHmac('sha256', signingSecret)
    .update(`v0:${timestamp}:`)
    .update(body)
    .digest('hex');
  const [given, expected] = [Buffer.from(signature), Buffer.from(`v0=${ours}`)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
