// Sign-in with the authority's own identity provider: OpenID Connect, authorization code with
// PKCE (RFC 7636), state and nonce.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Identity } from './sign-in.ts';

export type OpenIdSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Where the provider sends people back to; registered with it. */
  redirectUri: string;
};

/** What must be remembered between leaving for the provider and coming back. */
export type Attempt = { state: string; nonce: string; codeVerifier: string };

export type OpenId = {
  /** Where to send the person. Throws when the provider does not answer. */
  begin(): Promise<{ address: string; attempt: Attempt }>;
  /**
   * Who came back, to the path and query `returned`. Throws when the answer is not genuine, or
   * the provider does not answer.
   */
  complete(returned: string, attempt: Attempt): Promise<Identity>;
};

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** Asks the provider for its addresses on first use, so that it may be away when we start. */
export function createOpenId(settings: OpenIdSettings): OpenId {
  let found: Configuration | undefined;

  const configuration = async () => {
    const issuer = new URL(settings.issuer);
    const isLocal = issuer.protocol === 'http:' && LOOPBACK_NAMES.includes(issuer.hostname);
    found ??= await discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      execute: isLocal ? [allowInsecureRequests] : [],
    });
    return found;
  };

  return {
    async begin() {
      const attempt = {
        state: randomState(),
        nonce: randomNonce(),
        codeVerifier: randomPKCECodeVerifier(),
      };
      const address = buildAuthorizationUrl(await configuration(), {
        redirect_uri: settings.redirectUri,
        scope: 'openid email profile',
        code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
        code_challenge_method: 'S256',
        state: attempt.state,
        nonce: attempt.nonce,
      });
      return { address: address.href, attempt };
    },

    async complete(returned, attempt) {
      const config = await configuration();
      const tokens = await authorizationCodeGrant(config, new URL(returned, settings.redirectUri), {
        pkceCodeVerifier: attempt.codeVerifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('The identity provider sent no ID token.');
      const { iss: issuer, sub: subject } = claims;
      const said =
        typeof claims.email === 'string'
          ? claims
          : await fetchUserInfo(config, tokens.access_token, subject);
      return {
        issuer,
        subject,
        email: typeof said.email === 'string' ? said.email : null,
        emailVerified: said.email_verified === true,
      };
    },
  };
}
