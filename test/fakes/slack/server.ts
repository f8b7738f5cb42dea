// Slack's Web API and file server over real HTTP, as far as Casethread uses them. It checks what Slack
// checks: the token, block limits, triggers' lives, who is in which conversation.
// Where to add: a method in methods.ts, a limit in limits.ts, what the workspace holds in state.ts.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Arguments, METHODS } from './methods.ts';
import { BOT_TOKEN, emptyWorkspace, type FakeState } from './state.ts';

/** How a coming request fails; 'none' lets one pass. */
export type Failure =
  | { kind: 'none' }
  | { kind: 'rate-limited'; retryAfterSeconds: number }
  | { kind: 'status'; status: number }
  | { kind: 'error'; error: string }
  /** Does what is asked and drops the connection. */
  | { kind: 'drop-after' };

export type FakeSlack = {
  /** For SLACK_API_URL. */
  apiUrl: string;
  /** What was asked, in order: the method and its arguments. */
  requests: { method: string; given: Arguments }[];
  state: FakeState;
  /** A trigger as an interaction or command carries it, given now. */
  trigger(): string;
  /** Fails the next requests, or the next of one method. */
  failNext(...failures: (Failure & { method?: string })[]): void;
  /** What the next call of a method hears, whatever was asked: nothing is done. */
  answerNext(method: string, answer: object): void;
  /** The token is refused from now on, as after an uninstall. */
  revoke(): void;
  close(): Promise<void>;
};

/** Listens on a free port of this machine. */
export async function startFakeSlack(now?: () => number): Promise<FakeSlack> {
  const state = emptyWorkspace(now);
  const requests: FakeSlack['requests'] = [];
  const failures: (Failure & { method?: string })[] = [];
  const answers: { method: string; answer: object }[] = [];
  let revoked = false;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (asked.pathname.startsWith('/files')) return file(asked, token, response);
    const body = await read(request);
    const method = asked.pathname.replace(/^\/api\//, '');
    const given = argumentsOf(request, asked, body);
    requests.push({ method, given });
    const failure = nextFailure(method);
    switch (failure?.kind) {
      case 'rate-limited':
        response.setHeader('retry-after', String(failure.retryAfterSeconds));
        return json(response, 429, { ok: false, error: 'ratelimited' });
      case 'status':
        return void response.writeHead(failure.status).end('Slack is having trouble');
      case 'error':
        return json(response, 200, { ok: false, error: failure.error });
      default:
    }
    if ((token ?? given.token) !== BOT_TOKEN || revoked) {
      return json(response, 200, { ok: false, error: revoked ? 'token_revoked' : 'invalid_auth' });
    }
    const canned = answers.findIndex((each) => each.method === method);
    if (canned !== -1) return json(response, 200, answers.splice(canned, 1)[0]?.answer ?? {});
    const handler = METHODS[method];
    if (!handler) return json(response, 200, { ok: false, error: 'unknown_method' });
    response.setHeader('x-oauth-scopes', state.scopes.join(','));
    const made = handler(state, given);
    if (failure?.kind === 'drop-after') return void request.socket.destroy();
    return json(response, 200, made);
  }

  function nextFailure(method: string): Failure | undefined {
    const place = failures.findIndex((each) => each.method === undefined || each.method === method);
    return place === -1 ? undefined : failures.splice(place, 1)[0];
  }

  /** Without a good token Slack sends people to its sign-in page. */
  function file(asked: URL, token: string | undefined, response: ServerResponse): void {
    if (token !== BOT_TOKEN || revoked) {
      return void response.writeHead(302, { location: '/?redir=%2Ffiles-pri' }).end();
    }
    const id = /-(F\w+)\//.exec(asked.pathname)?.[1] ?? '';
    const found = state.files.get(id);
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': found.mimetype }).end(found.bytes);
  }

  let triggers = 0;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    requests,
    state,
    trigger: () => {
      triggers += 1;
      const id = `${triggers}.${port}.trigger`;
      state.triggers.set(id, state.now());
      return id;
    },
    failNext: (...next) => failures.push(...next),
    answerNext: (method, given) => answers.push({ method, answer: given }),
    revoke: () => {
      revoked = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Forms carry structures as JSON, as Slack's own client sends them. */
function argumentsOf(request: IncomingMessage, asked: URL, body: string): Arguments {
  if ((request.headers['content-type'] ?? '').includes('application/json')) return JSON.parse(body);
  const all = [...asked.searchParams, ...new URLSearchParams(body)];
  return Object.fromEntries(
    all.map(([name, value]) => [name, /^[[{]/.test(value) ? parsed(value) : value]),
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
