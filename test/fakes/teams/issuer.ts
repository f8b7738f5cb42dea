// A local issuer with its own keys: signs as Bot Framework does, and wrongly where a test asks for it.
import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

export type SignOptions = {
  /** Another key than the published one, with the same key id. */
  key?: 'published' | 'other';
  algorithm?: 'RS256' | 'HS256' | 'none';
  kid?: string;
  claims?: Readonly<Record<string, unknown>>;
};

export type Issuer = {
  issuer: string;
  /** What /keys serves. */
  jwks: { keys: object[] };
  /** A token for an activity of this service. */
  sign(audience: string, serviceUrl: string, options?: SignOptions): string;
};

const KEY_ID = 'test-key-1';

export function createIssuer(issuer: string): Issuer {
  const published = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = published.publicKey.export({ format: 'jwk' });
  return {
    issuer,
    jwks: { keys: [{ ...jwk, kid: KEY_ID, use: 'sig', endorsements: ['msteams'] }] },
    sign(audience, serviceUrl, options = {}) {
      const { algorithm = 'RS256', kid = KEY_ID, key = 'published', claims = {} } = options;
      const now = Math.floor(Date.now() / 1_000);
      const payload = {
        iss: issuer,
        aud: audience,
        serviceurl: serviceUrl,
        nbf: now - 60,
        exp: now + 600,
        ...claims,
      };
      const signed = `${encoded({ alg: algorithm, typ: 'JWT', kid })}.${encoded(payload)}`;
      const { privateKey } = key === 'published' ? published : other;
      return `${signed}.${signature(signed, algorithm, privateKey)}`;
    },
  };
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signature(signed: string, algorithm: string, key: KeyObject): string {
  switch (algorithm) {
    case 'none':
      return '';
    case 'HS256':
      return createHmac('sha256', 'guessed').update(signed).digest('base64url');
    default:
      return createSign('RSA-SHA256').update(signed).sign(key, 'base64url');
  }
}
