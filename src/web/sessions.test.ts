import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, type SampleServer, startSampleServer } from '../../test/support/sample-server.ts';
import { testServer } from '../../test/support/server.ts';

let sample: SampleServer;

beforeAll(async () => {
  sample = await startSampleServer();
});
afterAll(() => sample.close());
beforeEach(() => sample.anew());

describe('people who leave their desk are signed out, and nothing typed is lost (Coventry 4.8)', () => {
  test('after 30 minutes away a person signs in again and finds what they wrote', async () => {
    const priya = await sample.server.signIn('W1');
    await priya.get('/sample/CT-1');
    const form = { words: 'Alfie seemed well' };

    const page = await priya.get('/sample/CT-1');
    const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    sample.after(31 * MINUTE);
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
    expect(sample.saved).toEqual([]);
    expect(again.text).toContain('Kept: Alfie seemed well');

    await priya.post('/sample/CT-1', form);
    expect(sample.saved).toEqual(['Alfie seemed well']);
    expect((await priya.get('/sample/CT-1')).text).toContain('Kept: nothing');
  });

  test('what one person wrote is not shown to another who signs in after them', async () => {
    const browser = await sample.server.signIn('W1');
    const page = await browser.get('/sample/CT-1');
    const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    sample.after(31 * MINUTE);
    await browser.postWith('/sample/CT-1', { words: 'secret', _csrf: token }, '/sample/CT-1');

    await browser.post('/sign-in', { worker: 'W4', to: '/' });

    expect((await browser.get('/sample/CT-1')).text).toContain('Kept: nothing');
  });

  test('no sign-in lasts longer than 12 hours, however busy', async () => {
    const priya = await sample.server.signIn('W1');

    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      sample.after(minutes * MINUTE);
      expect((await priya.get('/sample-live')).status).toBe(200);
    }
    sample.after((12 * 60 + 1) * MINUTE);

    const led = await priya.get('/sample-live');
    expect(led.status).toBe(303);
    expect((await priya.get(led.location ?? '')).text).toContain(
      'Sign in again. You were signed out',
    );
  });

  test('a page that asks for arrivals by itself keeps nobody signed in', async () => {
    const priya = await sample.server.signIn('W1');
    const passive = { 'Casethread-Passive': '1' };

    sample.after(20 * MINUTE);
    expect((await priya.get('/sample-live', passive)).status).toBe(200);
    sample.after(31 * MINUTE);

    expect((await priya.get('/sample-live', passive)).status).toBe(401);
  });
});

describe('a form is only taken from a page of ours', () => {
  test('without the token nothing is saved', async () => {
    const priya = await sample.server.signIn('W1');

    const answer = await priya.postWith('/sample/CT-1', { words: 'x' }, '/sample/CT-1');

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Nothing was saved');
    expect(sample.saved).toEqual([]);
  });

  test('a script that sends forms faster than anyone can type is told to wait', async () => {
    const tom = await sample.server.signIn('W2');
    const send = () => tom.postWith('/nowhere', {}, '/nowhere');

    for (let sent = 0; sent < 240; sent += 20) await Promise.all(Array.from({ length: 20 }, send));

    expect(await send()).toMatchObject({
      status: 429,
      text: expect.stringContaining('Nothing was saved'),
    });
    expect((await tom.get('/sample-live')).status).toBe(200);
  });

  test('the session changes its id at sign-in', async () => {
    const visitor = sample.server.visit();
    await visitor.get('/sign-in');
    const before = visitor.cookie().value;

    await visitor.post('/sign-in', { worker: 'W1', to: '/' });

    expect(visitor.cookie().value).not.toBe(before);
  });

  test('a demonstration whose providers post through https is still signed in to over http', async () => {
    const { database } = sample.testing;
    const publicBaseUrl = 'https://casethread.example.test';
    const { visit } = await testServer({ database, clock: sample.now, publicBaseUrl });
    const priya = visit();

    await priya.post('/sign-in', { worker: 'W1', to: '/' });

    expect(priya.cookie().name).toBe('casethread');
    expect((await priya.get('/')).location).toBe('/inbox');
  });

  test('a link cannot lead to another site after sign-in', async () => {
    for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', '/sign-out']) {
      const answer = await sample.server.visit().post('/sign-in', { worker: 'W1', to });

      expect(answer.location).toBe('/');
    }
  });

  test('signing out ends the session on the server', async () => {
    const priya = await sample.server.signIn('W1');

    const answer = await priya.post('/sign-out', {}, { from: '/sample/CT-1' });

    expect(answer).toMatchObject({ status: 303, location: '/sign-in' });
    expect((await priya.get('/sample/CT-1')).status).toBe(303);
  });
});
