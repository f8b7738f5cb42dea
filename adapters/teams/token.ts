// Our own token for what goes out: the client credentials grant
// (https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow). The SDK's
// stock credentials refuse login addresses over plain http, which tests on this machine have.
import { z } from 'zod';
import { ProviderTrouble } from '../../src/messaging/adapter.ts';
import { retryAfterMs } from '../../src/messaging/retry-after.ts';
import { isLoopback, loginUrlOf, type TeamsSettings, TOKEN_SCOPE } from './settings.ts';

const TIMEOUT_MS = 15_000;
/** A token is renewed this long before it ends. */
const EARLY_MS = 5 * 60_000;

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });

export type Tokens = {
  /** Throws ProviderTrouble. */
  get(): Promise<string>;
  /** The next `get` asks again: the last token was refused. */
  forget(): void;
};

export function createTokens(settings: TeamsSettings): Tokens {
  let held: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;
  const ask = async () => {
    const { token, expiresInMs } = await requestToken(settings);
    held = { token, until: Date.now() + expiresInMs - EARLY_MS };
    return token;
  };
  return {
    async get() {
      if (held && Date.now() < held.until) return held.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget() {
      held = undefined;
    },
  };
}

async function requestToken(
  settings: TeamsSettings,
): Promise<{ token: string; expiresInMs: number }> {
  const login = loginUrlOf(settings);
  if (settings.loopbackOnly && !isLoopback(new URL(login).hostname)) {
    throw new ProviderTrouble('unreachable', 'A demonstration asks nothing of Microsoft itself.');
  }
  let response: Response;
  try {
    response = await fetch(`${login}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: settings.appId,
        client_secret: settings.appPassword,
        scope: TOKEN_SCOPE,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new ProviderTrouble('unreachable', 'The token endpoint did not answer.');
  }
  if (response.status === 429) {
    const pause = retryAfterMs(response.headers.get('retry-after'));
    throw new ProviderTrouble('slow-down', 'The token endpoint asks us to slow down.', pause);
  }
  if (response.status >= 500) {
    throw new ProviderTrouble('unreachable', `The token endpoint answered ${response.status}.`);
  }
  const parsed = answerSchema.safeParse(await response.json().catch(() => null));
  if (!response.ok || !parsed.success) {
    throw new ProviderTrouble(
      'credentials',
      `The token endpoint refused our app id and password (status ${response.status}).`,
    );
  }
  return { token: parsed.data.access_token, expiresInMs: parsed.data.expires_in * 1_000 };
}
