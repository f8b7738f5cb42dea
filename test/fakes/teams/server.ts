// Microsoft, as far as Casethread meets it, over real HTTP: the keys, the token endpoint and the
// connector service. It checks what Microsoft checks, and remembers what was said.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createIssuer, type Issuer } from './issuer.ts';

export const APP_ID = '11111111-2222-4333-8444-555555555555';
export const APP_PASSWORD = 'a-secret-of-the-app';
export const TENANT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const TOKEN = 'token-of-the-bot';

export type Said = {
  conversationId: string;
  /** send, reply, update */
  act: string;
  activityId: string;
  activity: Record<string, unknown>;
};

export type FakeTeams = {
  url: string;
  issuer: Issuer;
  /** Everything that was posted, in order. */
  said: Said[];
  /** The bytes behind an attachment's address. */
  files: Map<string, { contentType: string; bytes: Buffer }>;
  /** Answers the next requests to these paths (by their beginning) with a status, until emptied. */
  failures: { path: string; status: number; headers?: Record<string, string>; times: number }[];
  /** Conversations that the app is not in. */
  outside: Set<string>;
  /** The environment that points the product here. */
  environment: Readonly<Record<string, string>>;
};

/** For `beforeAll`, with `close` in `afterAll`. */
export async function startFakeTeams(): Promise<FakeTeams & { close(): Promise<void> }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const url = `http://127.0.0.1:${port}`;
  const fake: FakeTeams = {
    url,
    issuer: createIssuer(`${url}/issuer`),
    said: [],
    files: new Map(),
    failures: [],
    outside: new Set(),
    environment: {
      TEAMS_APP_ID: APP_ID,
      TEAMS_APP_PASSWORD: APP_PASSWORD,
      TEAMS_TENANT_ID: TENANT,
      TEAMS_OPENID_METADATA_URL: `${url}/.well-known/openidconfiguration`,
      TEAMS_TOKEN_ISSUER: `${url}/issuer`,
      TEAMS_LOGIN_URL: `${url}/${TENANT}`,
    },
  };
  server.on('request', (request, response) => {
    answer(fake, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  return {
    ...fake,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  fake: FakeTeams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await buffer(request);
  const path = request.url ?? '/';
  const failure = fake.failures.find((one) => path.startsWith(one.path) && one.times > 0);
  if (failure) {
    failure.times -= 1;
    response.writeHead(failure.status, failure.headers).end();
    return;
  }
  if (path === '/.well-known/openidconfiguration') {
    return json(response, 200, { issuer: fake.issuer.issuer, jwks_uri: `${fake.url}/keys` });
  }
  if (path === '/keys') return json(response, 200, fake.issuer.jwks);
  if (path === `/${TENANT}/oauth2/v2.0/token`) return token(body, response);
  if (request.headers.authorization !== `Bearer ${TOKEN}` && !path.startsWith('/download/')) {
    return json(response, 401, { error: { code: 'Unauthorized' } });
  }
  const file = fake.files.get(path);
  if (file) {
    response.writeHead(200, { 'content-type': file.contentType }).end(file.bytes);
    return;
  }
  connector(fake, request.method ?? 'GET', path, body, response);
}

function token(body: Buffer, response: ServerResponse): void {
  const form = new URLSearchParams(body.toString());
  const good =
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === APP_ID &&
    form.get('client_secret') === APP_PASSWORD &&
    form.get('scope') === 'https://api.botframework.com/.default';
  if (!good) json(response, 401, { error: 'invalid_client' });
  else json(response, 200, { access_token: TOKEN, token_type: 'Bearer', expires_in: 3_600 });
}

const CONVERSATIONS = /^\/v3\/conversations(?:\/([^/?]+)\/activities(?:\/([^/?]+))?)?$/;

function connector(
  fake: FakeTeams,
  method: string,
  path: string,
  body: Buffer,
  response: ServerResponse,
): void {
  const members = /^\/v3\/conversations\/([^/?]+)\/pagedmembers/.exec(path);
  if (members) {
    const outside = fake.outside.has(decodeURIComponent(members[1] ?? ''));
    if (outside) json(response, 403, { error: { code: 'BotNotInConversationRoster' } });
    else json(response, 200, { members: [] });
    return;
  }
  const found = CONVERSATIONS.exec(path.replace(/\/$/, ''));
  if (!found) {
    json(response, 404, { error: { code: 'NotFound' } });
    return;
  }
  const [, conversation, activityId] = found;
  const activity = JSON.parse(body.toString() || '{}');
  const id =
    method === 'PUT' && activityId ? activityId : `${1_700_000_000_000 + fake.said.length}`;
  if (conversation === undefined) {
    const conversationId = `a:personal-${activity.members?.[0]?.id ?? 'nobody'}`;
    fake.said.push({ conversationId, act: 'create', activityId: id, activity });
    json(response, 201, { id: conversationId, activityId: id });
    return;
  }
  fake.said.push({
    conversationId: decodeURIComponent(conversation),
    act: method === 'PUT' ? 'update' : activityId ? 'reply' : 'send',
    activityId: id,
    activity,
  });
  json(response, 200, { id });
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
