import { get } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, type SampleServer, startSampleServer } from '../../test/support/sample-server.ts';

let sample: SampleServer;

beforeAll(async () => {
  sample = await startSampleServer();
});
afterAll(() => sample.close());
beforeEach(() => sample.anew());

/** fetch does not let a caller choose the Host header. */
function askAs(host: string): Promise<number | undefined> {
  return new Promise((fulfil, reject) => {
    get(`${sample.server.url}/sign-in`, { headers: { host } }, (response) => {
      response.resume();
      fulfil(response.statusCode);
    }).once('error', reject);
  });
}

async function lastAudit() {
  const { rows } = await sample.testing.database.pool.query(
    `SELECT actor, action, subject_kind AS kind, subject_id AS id, case_numbers AS cases
     FROM audit_event ORDER BY sequence DESC LIMIT 1`,
  );
  return rows[0];
}

describe('only those with a legitimate need see a record (Coventry 5.7)', () => {
  test('somebody who is not signed in is led to sign-in and then back', async () => {
    const visitor = sample.server.visit();

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
    const priya = await sample.server.signIn('W1');

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
    const priya = await sample.server.signIn('W1');

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
    const priya = await sample.server.signIn('W1');

    const answer = await priya.post('/sample/CT-2', { words: 'x' }, { from: '/sample/CT-1' });

    expect(answer.status).toBe(404);
    expect(sample.saved).toEqual([]);
  });

  test('information governance reads a record and cannot write on it', async () => {
    const idris = await sample.server.signIn('W5');

    expect((await idris.get('/sample/CT-1')).status).toBe(200);
    const answer = await idris.post('/sample/CT-1', { words: 'x' });

    expect(answer.status).toBe(404);
    expect(sample.saved).toEqual([]);
  });

  test('a page for another role says so', async () => {
    const priya = await sample.server.signIn('W1');

    const answer = await priya.get('/audit');

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('You cannot use this page');
  });

  test('a person whose post ends is signed out the next day', async () => {
    const leaver = await sample.server.signIn('W9');
    expect((await leaver.get('/sample-live')).status).toBe(200);

    sample.after((15 * 60 + 1) * MINUTE); // a minute after midnight
    await leaver.get('/sample-live');

    expect(await leaver.get('/sample-live')).toMatchObject({
      status: 303,
      location: '/sign-in?to=%2Fsample-live',
    });
  });
});

describe('what a page says when something is wrong', () => {
  test('what is wrong with a form is said in a summary that leads to the field', async () => {
    const priya = await sample.server.signIn('W1');

    const answer = await priya.post('/sample/CT-1', { words: '  ' });

    expect(answer.status).toBe(422);
    expect(answer.html).toContain('<title>Error: Sample – Casethread</title>');
    expect(answer.html).toContain('<a href="#words">Write something</a>');
  });

  test('a form that could not be saved stays on the page, ready to be sent again', async () => {
    const priya = await sample.server.signIn('W1');

    const answer = await priya.post('/sample/CT-1', { words: 'break' });

    expect(answer.status).toBe(500);
    expect(answer.text).toContain('Nothing you wrote is lost on this page. Try again in a minute.');
    expect(answer.html).toContain('name="words" value="break"');
  });

  test('a success is said once', async () => {
    const priya = await sample.server.signIn('W1');
    await priya.post('/sample/CT-1', { words: 'fine' });

    expect((await priya.get('/sample/CT-1')).text).toContain('Done Kept.');
    expect((await priya.get('/sample/CT-1')).text).not.toContain('Done Kept.');
  });

  test('an address that leads nowhere keeps the navigation of somebody signed in', async () => {
    const priya = await sample.server.signIn('W1');

    const answer = await priya.get('/nowhere');

    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Sample 7 waiting');
  });
});

describe('the answer to a browser', () => {
  test('is never stored, never framed, and runs nothing inline', async () => {
    const { headers } = await (await sample.server.signIn('W1')).get('/sample/CT-1');

    const policy = headers.get('content-security-policy') ?? '';
    expect(headers.get('cache-control')).toBe('no-store');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('carries styles that may be kept for ever, and neither crown nor font', async () => {
    const { html } = await sample.server.visit().get('/sign-in');
    const [address = ''] = /\/assets\/[^"]+govuk-frontend\.min\.css/.exec(html) ?? [];

    const asset = await sample.server.visit().get(address);
    const font = await sample.server.visit().get('/assets/fonts/light-94a07e06a1-v2.woff2');

    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(font.status).toBe(404);
    expect(html).not.toMatch(/crown|crest/i);
  });

  test('in the demonstration only goes to this machine', async () => {
    expect(await askAs('evil.example')).toBe(403);
    expect(await askAs('localhost:3000')).toBe(200);
  });

  test('a public page knows nobody until somebody signs in', async () => {
    expect((await sample.server.visit().get('/sample-open')).text).toContain('Nobody');
    expect((await (await sample.server.signIn('W1')).get('/sample-open')).text).toContain(
      'Priya Nair',
    );
  });

  test('health needs no session, and says when the database answers', async () => {
    const live = await sample.server.visit().get('/health/live');
    const ready = await sample.server.visit().get('/health/ready');

    expect([live.status, ready.status]).toEqual([200, 200]);
    expect(live.headers.getSetCookie()).toEqual([]);
  });
});
