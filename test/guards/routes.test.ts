// Nothing is reachable by accident: every address of the product is in the registry with a rule
// about who may use it, and nothing is mounted beside it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Express, Router } from 'express';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/logging.ts';
import { systemClock } from '../../src/messaging/clock.ts';
import { createApp } from '../../src/web/app.ts';
import type { Page } from '../../src/web/page/index.ts';
import { homePage } from '../../src/web/pages/home/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { samplePage } from '../support/sample-page.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { filesBelow, readOurs } from './source.ts';

const PAGES = join(import.meta.dirname, '../../src/web/pages');

let testing: TestDatabase;
let server: TestServer;
let pages: readonly Page[];

/** Those that createApp brings itself. */
const BUILT_IN = ['alarms', 'audit', 'errors', 'home', 'sign-in'];

beforeAll(async () => {
  testing = await createTestDatabase();
  pages = await everyPage();
  server = await startTestServer({ database: testing.database, pages });
});
afterAll(async () => {
  await server.close();
  await testing.drop();
});

/** Every page there is a folder for, with nothing behind it: only its addresses count here. */
async function everyPage(): Promise<Page[]> {
  const folders = readdirSync(PAGES).filter((name) => !BUILT_IN.includes(name));
  return Promise.all(
    folders.map(async (folder) => {
      const exported: Record<string, unknown> = await import(join(PAGES, folder, 'index.ts'));
      const [page] = Object.entries(exported).flatMap(([name, value]) =>
        name.endsWith('Page') ? [typeof value === 'function' ? value(NOTHING) : value] : [],
      );
      return page as Page; // its name is checked below
    }),
  );
}

/** Stands in for whatever a page is given; nobody gets far enough to use it. */
const NOTHING: unknown = new Proxy(() => NOTHING, { get: () => NOTHING });

function makeApp(pages: readonly Page[] = [samplePage()]): Express {
  return createApp({
    database: testing.database,
    clock: systemClock,
    logger: createLogger('silent'),
    mode: 'demo',
    publicBaseUrl: 'http://127.0.0.1',
    sessionSecret: 'only-for-tests',
    signIn: { kind: 'demo' },
    pages,
    metrics: new Registry(),
  });
}

type Layer = Router['stack'][number];
type Address = { method: string; path: string };

/** Every address of the running application, however deep its router lies. */
function addressesOf(stack: readonly Layer[]): Address[] {
  return stack.flatMap((layer) => {
    if (layer.route) {
      const { path, stack: methods } = layer.route;
      return methods.map(({ method }) => ({ method: method.toUpperCase(), path }));
    }
    return routerIn(layer)?.stack ? addressesOf(routerIn(layer)?.stack ?? []) : [];
  });
}

function routerIn({ handle }: Layer): Router | null {
  return 'stack' in handle ? (handle as unknown as Router) : null; // express keeps routers as handles
}

/** Addresses that need nobody signed in, each with the reason its route states. */
const PUBLIC = [
  /^\/health\/(live|ready)$/,
  /^\/sign-in(\/start|\/return)?$/,
  /^\/sign-out$/,
  /^\/assets\//,
  /^\/simulator(\/|$)/, // the demonstration's family phones; absent in production
];

describe('every route states who may use it', () => {
  test('whatever is not public by name leads somebody unknown to sign-in', async () => {
    const guarded = addressesOf(makeApp(pages).router.stack).filter(
      ({ path }) => !PUBLIC.some((open) => open.test(path)),
    );

    expect(guarded.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/audit', '/inbox', '/children/:caseNumber']),
    );
    for (const { method, path } of guarded) {
      const address = `${server.url}${path.replaceAll(/:\w+/g, 'x')}`;
      const answer = await fetch(address, { method, redirect: 'manual' });

      expect(`${answer.status} ${answer.headers.get('location')}`, `${method} ${path}`).toMatch(
        /^303 \/sign-in/,
      );
      expect(await answer.text(), path).not.toContain('<main');
    }
  });

  test('every page folder holds a page of its name, and the product has it', () => {
    const names = pages.map(({ name }) => name);
    const composed = readOurs('src/compose-web.ts');

    expect(names).toEqual(readdirSync(PAGES).filter((name) => !BUILT_IN.includes(name)));
    for (const name of names) expect(composed).toContain(`./web/pages/${name}/index.ts`);
  });

  test('what is mounted beside the registry is middleware we know, and serves nothing itself', () => {
    const names = makeApp()
      .router.stack.filter((layer) => !layer.route && !routerIn(layer))
      .map(({ name }) => name || '<anonymous>');

    expect(names).toEqual([
      'onlyLoopbackHost',
      'helmetMiddleware',
      'logRequest',
      'neverStore',
      'urlencodedParser',
      'session',
      'holdUntilStored',
      '<anonymous>', // express-rate-limit: sign-ins
      '<anonymous>', // express-rate-limit: forms
      'notFound',
      'outage',
    ]);
  });

  test('a public route without a reason does not start', () => {
    const silent = {
      name: 'silent',
      navigation: null,
      routes: [
        {
          kind: 'door' as const,
          method: 'GET' as const,
          path: '/silent',
          because: '',
          handler: () => {},
        },
      ],
    };

    expect(() => makeApp([silent])).toThrow('does not say why');
  });

  test('two pages at one address do not start', () => {
    expect(() => makeApp([homePage])).toThrow('Two routes answer GET /.');
  });

  test('nothing of ours defines a route outside the registry', () => {
    const outside = filesBelow(['src', 'adapters'], ['.ts'])
      .filter(({ path }) => !path.endsWith('.test.ts'))
      .filter(({ path }) => !['src/web/router.ts', 'src/web/assets.ts'].includes(path))
      .filter(({ text }) => /\b(app|router)\.(get|post|put|patch|delete|all|route)\(/.test(text))
      .map(({ path }) => path);

    expect(outside).toEqual([]);
  });
});

test('every form that is posted carries the token of its session', () => {
  const forms = filesBelow(['src/web'], ['.njk']).flatMap(({ path, text }) =>
    [...text.matchAll(/<form\b[^>]*method="post"[\s\S]*?<\/form>/gi)].map(([form]) => ({
      path,
      form,
    })),
  );

  expect(forms.length).toBeGreaterThan(1);
  const without = forms.filter(({ form }) => !form.includes('name="_csrf"'));
  expect(without.map(({ path }) => path)).toEqual([]);
});

test('no template holds a script, style or handler that the content policy would refuse', () => {
  const templates = filesBelow(['src/web'], ['.njk']);

  const wrong = templates.filter(({ text }) =>
    /<script(?![^>]*\bsrc=)|<style|\sstyle="|\son[a-z]+="/i.test(text),
  );

  expect(templates.length).toBeGreaterThan(5);
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('no template marks what it shows as safe, but for the words of a message already escaped', () => {
  const safe = filesBelow(['src/web'], ['.njk']).flatMap(({ path, text }) =>
    [...text.matchAll(/\{\{\s*([^}|]*)\|\s*safe\b/g)]
      .map(([, shown = '']) => shown.trim())
      .filter((shown) => !/^"[^"]*"$/.test(shown)) // a literal of the template's own
      .map((shown) => `${path}: ${shown}`),
  );

  expect(safe).toEqual(['src/web/macros/bubble.njk: message.html']);
});
