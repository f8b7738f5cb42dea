// The pretend provider's caller: signs as Twilio does and posts over HTTP to the product's own door.
import { performance } from 'node:perf_hooks';
import type { Parameters } from './parameters.ts';
import { twilioSignature } from './sign.ts';

export type Caller = {
  authToken: string;
  /** The address that is signed for: PUBLIC_BASE_URL. */
  publicBaseUrl: () => string;
  /** Where the web server really listens. */
  listensAt: () => string;
};

/** What came back; `status` is null when nothing did. */
export type Answer = { status: number | null; ms: number };

const TIMEOUT_MS = 15_000;

/** One webhook. Never throws. */
export async function deliver(
  caller: Caller,
  path: string,
  parameters: Parameters,
): Promise<Answer> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  try {
    const response = await fetch(caller.listensAt() + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-twilio-signature': twilioSignature(
          caller.authToken,
          caller.publicBaseUrl() + path,
          parameters,
        ),
      },
      body: new URLSearchParams(parameters).toString(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return { status: response.status, ms: ms() };
  } catch {
    return { status: null, ms: ms() };
  }
}

export function isAccepted({ status }: Answer): boolean {
  return status !== null && status >= 200 && status < 300;
}
