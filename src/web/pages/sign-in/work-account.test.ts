import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import {
  type IdentityProvider,
  identityProvider,
} from '../../../../test/support/identity-provider.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { samplePage } from '../../../../test/support/sample-page.ts';
import { type Client, testServer } from '../../../../test/support/server.ts';

const PUBLIC = 'http://casethread.example.test';

let testing: TestDatabase;
let provider: IdentityProvider;

beforeAll(async () => {
  provider = await identityProvider(`${PUBLIC}/sign-in/return`);
  testing = await createTestDatabase();
  await aWorker(testing.database, 'W1', { name: 'Priya Nair' });
  await aWorker(testing.database, 'W2', { name: 'Tom Adeyemi' });
  await aWorker(testing.database, 'W9', { name: 'Long Gone', validTo: '2021-01-01' });
});
afterAll(async () => {
  await provider.close();
  await testing.drop();
});

/** The product in production, at `publicBaseUrl`. */
function production(issuer = provider.issuer, publicBaseUrl = PUBLIC) {
  const { clientId, clientSecret } = provider;
  return testServer({
    database: testing.database,
    mode: 'production',
    publicBaseUrl,
    signIn: { kind: 'oidc', issuer, clientId, clientSecret },
    pages: [samplePage()],
  });
}

/** Walks to the provider and back, as a browser does; gives the answer to the way back. */
async function walk(client: Client, to = '/sample-live') {
  const start = await client.get(`/sign-in/start?to=${encodeURIComponent(to)}`);
  const back = await throughProvider(start.location ?? '');
  return client.get(back.pathname + back.search);
}

/** Follows the provider's redirects until one leads to the product. */
async function throughProvider(address: string): Promise<URL> {
  const jar = new Map<string, string>();
  let next = new URL(address);
  const provider = next.host;
  while (next.host === provider) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${response.status}: ${await response.text()}`);
    next = new URL(location, next);
  }
  return next;
}

async function lastAudit() {
  const { rows } = await testing.database.pool.query(
    'SELECT actor, action, detail FROM audit_event ORDER BY sequence DESC LIMIT 1',
  );
  return rows[0];
}

const priya = { sub: 'entra-priya', email: 'W1@example.test', email_verified: true };

describe('in production people sign in with their work account', () => {
  test('there is one button, and nobody to choose', async () => {
    const server = await production();

    const page = await server.visit().get('/sign-in');

    expect(page.text).toContain('Sign in with your work account');
    expect(page.text).not.toContain('Priya');
    expect((await server.visit().post('/sign-in', { worker: 'W1' })).status).toBe(404);
  });

  test('a worker is known by a verified e-mail address, and led to where they were going', async () => {
    const server = await production();
    provider.next(priya);
    const client = server.visit();

    const answer = await walk(client);

    expect(answer).toMatchObject({ status: 303, location: '/sample-live' });
    expect((await client.get('/sample-live')).status).toBe(200);
    expect(await lastAudit()).toEqual({ actor: 'W1', action: 'sign-in', detail: { by: 'e-mail' } });
  });

  test('later they are known by the account itself, whatever its address is by then', async () => {
    const server = await production();
    provider.next(priya);
    await walk(server.visit());

    provider.next({ ...priya, email: 'w2@example.test' });
    await walk(server.visit());

    expect(await lastAudit()).toMatchObject({ actor: 'W1', detail: { by: 'subject' } });
  });

  test.each([
    ['unknown', { sub: 'x1', email: 'stranger@example.test', email_verified: true }],
    ['unknown', { sub: 'x2', email: 'w9@example.test', email_verified: true }],
    ['e-mail-not-verified', { sub: 'x3', email: 'w2@example.test', email_verified: false }],
  ])('somebody %s is refused in words, and it is audited: %o', async (reason, person) => {
    const server = await production();
    provider.next(person);
    const client = server.visit();

    const answer = await walk(client);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('You cannot sign in to Casethread');
    expect((await client.get('/sample-live')).status).toBe(303);
    expect(await lastAudit()).toMatchObject({ action: 'refused', detail: { reason } });
  });

  test('somebody whose post has ended is refused, though their account is known', async () => {
    const server = await production();
    await testing.database.pool.query(
      `INSERT INTO worker_subject VALUES ($1, 'entra-gone', 'W9', now())`,
      [provider.issuer],
    );
    provider.next({ sub: 'entra-gone', email: 'w9@example.test', email_verified: true });

    const answer = await walk(server.visit());

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Your post in the list of workers has ended');
  });

  test('two workers with one e-mail address: nobody is guessed', async () => {
    const server = await production();
    await aWorker(testing.database, 'S1');
    await aWorker(testing.database, 's1');
    provider.next({ sub: 'shared', email: 's1@example.test', email_verified: true });

    const answer = await walk(server.visit());

    expect(answer.text).toContain('More than one worker has the e-mail address');
  });
});

describe('an answer that is not the provider’s answer to this browser signs nobody in', () => {
  test('brought by another browser', async () => {
    const server = await production();
    provider.next(priya);
    const start = await server.visit().get('/sign-in/start');
    const back = await throughProvider(start.location ?? '');
    const other = server.visit();
    await other.get('/sign-in/start');

    const answer = await other.get(back.pathname + back.search);

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('was not completed');
  });

  test('brought twice', async () => {
    const server = await production();
    provider.next(priya);
    const client = server.visit();
    const start = await client.get('/sign-in/start');
    const back = await throughProvider(start.location ?? '');
    await client.get(back.pathname + back.search);

    expect((await client.get(back.pathname + back.search)).status).toBe(403);
  });

  test('when the provider is away, people are told so and nothing breaks', async () => {
    const server = await production('http://127.0.0.1:9');

    const answer = await server.visit().get('/sign-in/start');

    expect(answer.status).toBe(503);
    expect(answer.text).toContain('is not answering');
  });
});

test('the provider is asked with a PKCE challenge, a state and a nonce', async () => {
  const server = await production();

  const { location } = await server.visit().get('/sign-in/start');
  const asked = new URL(location ?? '').searchParams;

  expect(asked.get('code_challenge_method')).toBe('S256');
  for (const name of ['code_challenge', 'state', 'nonce']) {
    expect(asked.get(name)?.length, name).toBeGreaterThan(20);
  }
});

test('over https the cookie is bound to the host and never sent in the clear', async () => {
  const server = await production(provider.issuer, 'https://casethread.example.test');

  // Any page with a form makes a session; the balancer says that the person came over https.
  const { headers } = await server.visit().get('/sign-in', { 'x-forwarded-proto': 'https' });

  expect(headers.getSetCookie()[0]).toMatch(
    /^__Host-casethread=.*Path=\/; HttpOnly; Secure; SameSite=Lax/,
  );
  expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
});
