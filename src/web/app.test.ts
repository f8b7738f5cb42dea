import { get } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { aChild, aWorker } from '../../test/support/records.ts';
import { samplePage } from '../../test/support/sample-page.ts';
import { startTestServer, type TestServer, testServer } from '../../test/support/server.ts';

const MINUTE = 60_000;
const START = new Date('2026-03-12T09:00:00Z');

let testing: TestDatabase;
let server: TestServer;
let now = START;
const saved: string[] = [];

beforeAll(async () => {
  testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { name: 'Priya Nair', managerId: 'W4' });
  await aWorker(database, 'W2', { name: 'Tom Adeyemi' });
  await aWorker(database, 'W4', { name: 'Helen Marsh', role: 'manager' });
  await aWorker(database, 'W5', { name: 'Idris Vaughan', role: 'information-governance' });
  await aWorker(database, 'W9', { name: 'Left Already', validTo: '2026-03-12' });
  await aChild(database, 'CT-1', { name: 'Alfie Brennan', lead: 'W1' });
  await aChild(database, 'CT-2', { name: 'Tomos Pugh', lead: 'W2' });
  server = await startTestServer({ database, clock: () => now, pages: [samplePage(saved)] });
});
afterAll(async () => {
  await server.close();
  await testing.drop();
});
beforeEach(() => {
  now = START;
  saved.length = 0;
});

/** fetch does not let a caller choose the Host header. */
function askAs(host: string): Promise<number | undefined> {
  return new Promise((fulfil, reject) => {
    get(`${server.url}/sign-in`, { headers: { host } }, (response) => {
      response.resume();
      fulfil(response.statusCode);
    }).once('error', reject);
  });
}

async function lastAudit() {
  const { rows } = await testing.database.pool.query(
    `SELECT actor, action, subject_kind AS kind, subject_id AS id, case_numbers AS cases
     FROM audit_event ORDER BY sequence DESC LIMIT 1`,
  );
  return rows[0];
}

describe('only those with a legitimate need see a record (Coventry 5.7)', () => {
  test('somebody who is not signed in is led to sign-in and then back', async () => {
    const visitor = server.visit();

    const led = await visitor.get('/sample/CT-1');
    expect(led).toMatchObject({ status: 303, location: '/sign-in?to=%2Fsample%2FCT-1' });
    const signedIn = await visitor.post(
      '/sign-in',
      { worker: 'W1', to: '/sample/CT-1' },
      { from: led.location ?? '' },
    );

    expect(signedIn).toMatchObject({ status: 303, location: '/sample/CT-1' });
    expect((await visitor.get('/sample/CT-1')).text).toContain('Record CT-1');
  });

  test('every view of a record is audited before it is shown', async () => {
    const priya = await server.signIn('W1');

    await priya.get('/sample/CT-1');

    expect(await lastAudit()).toEqual({
      actor: 'W1',
      action: 'view',
      kind: 'child',
      id: 'CT-1',
      cases: ['CT-1'],
    });
  });

  test('"not yours" and "does not exist" are the same page, and both are audited', async () => {
    const priya = await server.signIn('W1');

    const notHers = await priya.get('/sample/CT-2');
    expect(await lastAudit()).toMatchObject({ action: 'refused', id: 'CT-2' });
    const nowhere = await priya.get('/sample/CT-404');
    expect(await lastAudit()).toMatchObject({ action: 'refused', id: 'CT-404' });

    expect(notHers.status).toBe(404);
    expect(nowhere.status).toBe(404);
    expect(notHers.text).toBe(nowhere.text);
    expect(notHers.text).toContain('ask your manager, Helen Marsh');
    expect(notHers.text).not.toContain('Tomos');
  });

  test('a form is checked against access at the moment it is sent', async () => {
    const priya = await server.signIn('W1');

    const answer = await priya.post('/sample/CT-2', { words: 'x' }, { from: '/sample/CT-1' });

    expect(answer.status).toBe(404);
    expect(saved).toEqual([]);
  });

  test('information governance reads a record and cannot write on it', async () => {
    const idris = await server.signIn('W5');

    expect((await idris.get('/sample/CT-1')).status).toBe(200);
    const answer = await idris.post('/sample/CT-1', { words: 'x' });

    expect(answer.status).toBe(404);
    expect(saved).toEqual([]);
  });

  test('a page for another role says so', async () => {
    const priya = await server.signIn('W1');

    const answer = await priya.get('/audit');

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('You cannot use this page');
  });

  test('a person whose post ends is signed out the next day', async () => {
    const leaver = await server.signIn('W9');
    expect((await leaver.get('/sample-live')).status).toBe(200);

    now = new Date('2026-03-13T00:01:00Z');
    await leaver.get('/sample-live');

    expect(await leaver.get('/sample-live')).toMatchObject({
      status: 303,
      location: '/sign-in?to=%2Fsample-live',
    });
  });
});

describe('people who leave their desk are signed out, and nothing typed is lost (Coventry 4.8)', () => {
  test('after 30 minutes away a person signs in again and finds what they wrote', async () => {
    const priya = await server.signIn('W1');
    await priya.get('/sample/CT-1');
    const form = { words: 'Alfie seemed well' };

    const page = await priya.get('/sample/CT-1');
    const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    now = new Date(START.getTime() + 31 * MINUTE);
    const led = await priya.postWith('/sample/CT-1', { ...form, _csrf: token }, '/sample/CT-1');
    const asked = await priya.get(led.location ?? '');
    await priya.post(
      '/sign-in',
      { worker: 'W1', to: '/sample/CT-1' },
      { from: led.location ?? '' },
    );
    const again = await priya.get('/sample/CT-1');

    expect(led).toMatchObject({ status: 303, location: '/sign-in?to=%2Fsample%2FCT-1' });
    expect(asked.text).toContain('Sign in again. Your draft is kept.');
    expect(saved).toEqual([]);
    expect(again.text).toContain('Kept: Alfie seemed well');

    await priya.post('/sample/CT-1', form);
    expect(saved).toEqual(['Alfie seemed well']);
    expect((await priya.get('/sample/CT-1')).text).toContain('Kept: nothing');
  });

  test('what one person wrote is not shown to another who signs in after them', async () => {
    const browser = await server.signIn('W1');
    const page = await browser.get('/sample/CT-1');
    const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    now = new Date(START.getTime() + 31 * MINUTE);
    await browser.postWith('/sample/CT-1', { words: 'secret', _csrf: token }, '/sample/CT-1');

    await browser.post('/sign-in', { worker: 'W4', to: '/' });

    expect((await browser.get('/sample/CT-1')).text).toContain('Kept: nothing');
  });

  test('no sign-in lasts longer than 12 hours, however busy', async () => {
    const priya = await server.signIn('W1');

    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      now = new Date(START.getTime() + minutes * MINUTE);
      expect((await priya.get('/sample-live')).status).toBe(200);
    }
    now = new Date(START.getTime() + (12 * 60 + 1) * MINUTE);

    const led = await priya.get('/sample-live');
    expect(led.status).toBe(303);
    expect((await priya.get(led.location ?? '')).text).toContain(
      'Sign in again. You were signed out',
    );
  });

  test('a page that asks for arrivals by itself keeps nobody signed in', async () => {
    const priya = await server.signIn('W1');
    const passive = { 'Casethread-Passive': '1' };

    now = new Date(START.getTime() + 20 * MINUTE);
    expect((await priya.get('/sample-live', passive)).status).toBe(200);
    now = new Date(START.getTime() + 31 * MINUTE);

    expect((await priya.get('/sample-live', passive)).status).toBe(401);
  });
});

describe('a form is only taken from a page of ours', () => {
  test('without the token nothing is saved', async () => {
    const priya = await server.signIn('W1');

    const answer = await priya.postWith('/sample/CT-1', { words: 'x' }, '/sample/CT-1');

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Nothing was saved');
    expect(saved).toEqual([]);
  });

  test('a script that sends forms faster than anyone can type is told to wait', async () => {
    const tom = await server.signIn('W2');
    const send = () => tom.postWith('/nowhere', {}, '/nowhere');

    for (let sent = 0; sent < 240; sent += 20) await Promise.all(Array.from({ length: 20 }, send));

    expect(await send()).toMatchObject({
      status: 429,
      text: expect.stringContaining('Nothing was saved'),
    });
    expect((await tom.get('/sample-live')).status).toBe(200);
  });

  test('the session changes its id at sign-in', async () => {
    const visitor = server.visit();
    await visitor.get('/sign-in');
    const before = visitor.cookie().value;

    await visitor.post('/sign-in', { worker: 'W1', to: '/' });

    expect(visitor.cookie().value).not.toBe(before);
  });

  test('a demonstration whose providers post through https is still signed in to over http', async () => {
    const { database } = testing;
    const publicBaseUrl = 'https://casethread.example.test';
    const { visit } = await testServer({ database, clock: () => now, publicBaseUrl });
    const priya = visit();

    await priya.post('/sign-in', { worker: 'W1', to: '/' });

    expect(priya.cookie().name).toBe('casethread');
    expect((await priya.get('/')).location).toBe('/inbox');
  });

  test('a link cannot lead to another site after sign-in', async () => {
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', '/sign-out']) {
      const answer = await server.visit().post('/sign-in', { worker: 'W1', to });

      expect(answer.location).toBe('/');
    }
  });

  test('signing out ends the session on the server', async () => {
    const priya = await server.signIn('W1');

    const answer = await priya.post('/sign-out', {}, { from: '/sample/CT-1' });

    expect(answer).toMatchObject({ status: 303, location: '/sign-in' });
    expect((await priya.get('/sample/CT-1')).status).toBe(303);
  });
});

describe('what a page says when something is wrong', () => {
  test('what is wrong with a form is said in a summary that leads to the field', async () => {
    const priya = await server.signIn('W1');

    const answer = await priya.post('/sample/CT-1', { words: '  ' });

    expect(answer.status).toBe(422);
    expect(answer.html).toContain('<title>Error: Sample – Casethread</title>');
    expect(answer.html).toContain('<a href="#words">Write something</a>');
  });

  test('a form that could not be saved stays on the page, ready to be sent again', async () => {
    const priya = await server.signIn('W1');

    const answer = await priya.post('/sample/CT-1', { words: 'break' });

    expect(answer.status).toBe(500);
    expect(answer.text).toContain('Nothing you wrote is lost on this page. Try again in a minute.');
    expect(answer.html).toContain('name="words" value="break"');
  });

  test('a success is said once', async () => {
    const priya = await server.signIn('W1');
    await priya.post('/sample/CT-1', { words: 'fine' });

    expect((await priya.get('/sample/CT-1')).text).toContain('Done Kept.');
    expect((await priya.get('/sample/CT-1')).text).not.toContain('Done Kept.');
  });

  test('an address that leads nowhere keeps the navigation of somebody signed in', async () => {
    const priya = await server.signIn('W1');

    const answer = await priya.get('/nowhere');

    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Sample 7 waiting');
  });
});

describe('the answer to a browser', () => {
  test('is never stored, never framed, and runs nothing inline', async () => {
    const { headers } = await (await server.signIn('W1')).get('/sample/CT-1');

    const policy = headers.get('content-security-policy') ?? '';
    expect(headers.get('cache-control')).toBe('no-store');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('carries styles that may be kept for ever, and neither crown nor font', async () => {
    const { html } = await server.visit().get('/sign-in');
    const [address = ''] = /\/assets\/[^"]+govuk-frontend\.min\.css/.exec(html) ?? [];

    const asset = await server.visit().get(address);
    const font = await server.visit().get('/assets/fonts/light-94a07e06a1-v2.woff2');

    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(font.status).toBe(404);
    expect(html).not.toMatch(/crown|crest/i);
  });

  test('in the demonstration only goes to this machine', async () => {
    expect(await askAs('evil.example')).toBe(403);
    expect(await askAs('localhost:3000')).toBe(200);
  });

  test('a public page knows nobody until somebody signs in', async () => {
    expect((await server.visit().get('/sample-open')).text).toContain('Nobody');
    expect((await (await server.signIn('W1')).get('/sample-open')).text).toContain('Priya Nair');
  });

  test('health needs no session, and says when the database answers', async () => {
    const live = await server.visit().get('/health/live');
    const ready = await server.visit().get('/health/ready');

    expect([live.status, ready.status]).toEqual([200, 200]);
    expect(live.headers.getSetCookie()).toEqual([]);
  });
});
