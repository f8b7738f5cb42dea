// A real OpenID Connect provider on this machine, in which anyone is whom the test says.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type ClientMetadata } from 'oidc-provider';

export type Person = { sub: string; email?: string; email_verified?: boolean };

export type IdentityProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who the next browser to come is. */
  next(person: Person): void;
  close(): Promise<void>;
};

const CLIENT_ID = 'casethread';
const CLIENT_SECRET = 'only-for-tests-and-long-enough-for-the-provider';

const HOUR = 3_600;

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' };
}

/** Starts the provider. `redirectUri` is the way back to the product. */
export async function identityProvider(redirectUri: string): Promise<IdentityProvider> {
  const http = createServer();
  await new Promise<void>((fulfil) => http.listen(0, '127.0.0.1', fulfil));
  const { port } = http.address() as AddressInfo; // a TCP server's address is never text
  const issuer = `http://127.0.0.1:${port}`;
  let person: Person = { sub: 'nobody' };

  const client: ClientMetadata = {
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'client_secret_post',
  };
  const provider = new Provider(issuer, {
    clients: [client],
    cookies: { keys: ['only-for-tests'] },
    jwks: { keys: [signingKey()] },
    ttl: { AccessToken: HOUR, Grant: HOUR, IdToken: HOUR, Interaction: HOUR, Session: HOUR },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...person, sub }) }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: CLIENT_ID,
        accountId: context.oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email profile');
      return grant.save().then(() => grant);
    },
  });
  const answer = provider.callback();
  http.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    provider
      .interactionFinished(request, response, { login: { accountId: person.sub } })
      .catch(() => response.writeHead(500).end());
  });

  const close = () =>
    new Promise<void>((fulfil) => {
      http.close(() => fulfil());
      http.closeAllConnections();
    });
  return {
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    next: (someone) => {
      person = someone;
    },
    close,
  };
}
