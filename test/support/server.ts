// The web application as people reach it: real HTTP, a real database, sessions and forms.
import { Registry } from 'prom-client';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../src/database/client.ts';
import { createLogger } from '../../src/logging.ts';
import { type Clock, systemClock } from '../../src/messaging/clock.ts';
import { type AppOptions, createApp } from '../../src/web/app.ts';
import { startServer } from '../../src/web/server.ts';

export type Answer = {
  status: number;
  headers: Headers;
  html: string;
  /** What a person reads: the page without its tags, spaces made single. */
  text: string;
  /** Where a redirect leads, or null. */
  location: string | null;
};

export type Client = {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /**
   * Sends a form as the browser would, with the token of the page `from` (the same path unless
   * told). Follows no redirect.
   */
  post(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    options?: { from?: string },
  ): Promise<Answer>;
  /** Sends exactly these fields, as from the page `from`. */
  postWith(path: string, fields: Readonly<Record<string, string>>, from: string): Promise<Answer>;
  /** For a browser: `context.addCookies([client.cookie()])`. */
  cookie(): { name: string; value: string; url: string };
};

export type TestServer = {
  url: string;
  /** A browser that nobody has signed in with. */
  visit(): Client;
  signIn(workerId: string): Promise<Client>;
  close(): Promise<void>;
};

type Options = Partial<AppOptions> & { database: Database; clock?: Clock };

const SECRET = 'only-for-tests';
const tokenPattern = /name="_csrf" value="([^"]+)"/;

/** A server for `beforeAll`; call `close` in `afterAll`. */
export async function startTestServer({ database, ...options }: Options): Promise<TestServer> {
  const app = createApp({
    database,
    clock: systemClock,
    logger: createLogger('silent'),
    mode: 'demo',
    publicBaseUrl: 'http://127.0.0.1',
    sessionSecret: SECRET,
    signIn: { kind: 'demo' },
    pages: [],
    metrics: new Registry(),
    ...options,
  });
  const { url, close } = await startServer(app, { host: '127.0.0.1', port: 0 });
  return {
    url,
    close,
    visit: () => createClient(url),
    signIn: async (workerId) => {
      const client = createClient(url);
      const answer = await client.post('/sign-in', { worker: workerId, to: '/' });
      if (answer.status !== 303) throw new Error(`${workerId} could not sign in: ${answer.text}`);
      return client;
    },
  };
}

/** The same for one test: it is closed when the test ends. */
export async function testServer(options: Options): Promise<TestServer> {
  const server = await startTestServer(options);
  onTestFinished(server.close);
  return server;
}

function createClient(url: string): Client {
  const jar = new Map<string, string>();

  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, ...z.record(z.string(), z.string()).parse(init.headers ?? {}) };
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      jar.set(name, value.join('='));
    }
    const html = await response.text();
    const location = response.headers.get('location');
    return {
      status: response.status,
      headers: response.headers,
      html,
      text: textOf(html),
      location,
    };
  };

  const sendForm = (path: string, body: URLSearchParams, from: string) =>
    send(path, {
      method: 'POST',
      body: body.toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        referer: new URL(from, url).href,
      },
    });

  return {
    get: (path, headers = {}) => send(path, { headers }),
    async post(path, fields, { from = path } = {}) {
      const page = await send(from, {});
      const token = tokenPattern.exec(page.html)?.[1] ?? '';
      const body = new URLSearchParams([['_csrf', token]]);
      for (const [name, value] of Object.entries(fields)) {
        for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
      }
      return sendForm(path, body, from);
    },
    postWith: (path, fields, from) => sendForm(path, new URLSearchParams(fields), from),
    cookie() {
      const [first] = jar;
      if (!first) throw new Error('There is no cookie yet.');
      return { name: first[0], value: first[1], url };
    },
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function textOf(html: string): string {
  return html
    .replace(/<(head|script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}
