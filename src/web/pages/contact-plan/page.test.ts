import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { ALFIE, MAISIE, theBrennans } from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { type Client, startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { readPlanVersions } from '../../../contact-plans/plan-store.ts';
import { contactPlanPage } from './index.ts';

const NOW = new Date('2026-03-12T14:31:00Z');
const PATH = `/children/${ALFIE}/contact-plan/P-KELLY`;

const PLAN = {
  purpose: 'Arranging visits and hearing how Alfie is.',
  channel: ['sms', 'whatsapp'],
  'hours-from': '08:00',
  'hours-to': '18:00',
  day: ['1', '2', '3', '4', '5'],
  'used-by': ['W-PRIYA', 'W-TOM'],
  risks: 'Marcus Cole may see the phone.',
  measures: 'Nothing about Marcus is written. We ring first.',
  'agreed-with': 'Kelly Brennan, on a visit',
  'review-on': '12/6/2026',
};

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;
let priya: Client;
let helen: Client;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  testing = await createTestDatabase();
  await theBrennans(testing.database);
  server = await startTestServer({
    database: testing.database,
    clock: () => NOW,
    pages: [contactPlanPage],
  });
  priya = await server.signIn('W-PRIYA');
  helen = await server.signIn('W-HELEN');
  return async () => {
    await server.close();
    await testing.drop();
  };
});

describe('use is within a planned and risk-assessed piece of work (CV6a)', () => {
  test('a plan says purpose, channels, hours, who, risks, measures, with whom agreed and when reviewed', async () => {
    const empty = await priya.get(`/children/${ALFIE}/contact-plan`);
    expect(empty.text).toContain('Kelly Brennan, mother No plan yet');

    const answer = await priya.post(`${PATH}/change`, PLAN);

    expect(answer.location).toBe(PATH);
    const { text } = await priya.get(PATH);
    expect(text).toContain('Digital contact plan In force');
    expect(text).toContain('Purpose Arranging visits and hearing how Alfie is.');
    expect(text).toContain('Channels Texts and WhatsApp');
    expect(text).toContain('Agreed hours Monday to Friday, 8am to 6pm');
    expect(text).toContain('Who may use it Priya Nair and Tom Adeyemi');
    expect(text).toContain('Risks Marcus Cole may see the phone.');
    expect(text).toContain('Measures Nothing about Marcus is written. We ring first.');
    expect(text).toContain('Agreed with Kelly Brennan, on a visit');
    expect(text).toContain('Review date 12 June 2026');
    expect(text).toContain('Priya Nair, social worker, Thursday 12 March 2026, 2:31pm');
  });

  test('what is missing is said at its field, and what was written stays', async () => {
    const { status, text, html } = await priya.post(`${PATH}/change`, {
      ...PLAN,
      channel: [],
      risks: ' ',
      'hours-to': '',
      'review-on': '1/1/2020',
    });

    expect(status).toBe(422);
    expect(text).toContain('Select at least one channel');
    expect(text).toContain('Say what could go wrong, and who else sees the phone');
    expect(text).toContain('Select both times, or neither');
    expect(text).toContain('Review date must be in the future');
    expect(html).toContain('We ring first.');
    expect(await readPlanVersions(testing.database.pool, ALFIE, 'P-KELLY')).toEqual([]);
  });

  test('a change is a new version: the one before it stays, with who made it', async () => {
    await priya.post(`${PATH}/change`, PLAN);
    await helen.post(`${PATH}/change`, { ...PLAN, channel: 'sms', child: MAISIE });

    const { text } = await priya.get(PATH);
    expect(text).toContain('Channels Texts Agreed hours');
    expect(text).toContain('Earlier versions Priya Nair, social worker');
    expect(text).toContain('Channels Texts and WhatsApp');
    const sisters = await priya.get(`/children/${MAISIE}/contact-plan/P-KELLY`);
    expect(sisters.text).toContain('Helen Marsh, manager');
    await expect(testing.database.pool.query('DELETE FROM contact_plan')).rejects.toThrow(
      'permission denied',
    );
  });

  test('a plan ends with a reason and stays on the record', async () => {
    await priya.post(`${PATH}/change`, PLAN);

    const without = await priya.post(`${PATH}/end`, { reason: '' });
    await priya.post(`${PATH}/end`, { reason: 'Kelly has no phone now.' });

    expect(without.text).toContain('Give a reason');
    const { text } = await priya.get(PATH);
    expect(text).toContain('Digital contact plan Plan ended');
    expect(text).toContain('Kelly has no phone now.');
  });

  test('a plan whose review is near says so in the list', async () => {
    await priya.post(`${PATH}/change`, { ...PLAN, 'review-on': '20/3/2026' });

    const { text } = await priya.get(`/children/${ALFIE}/contact-plan`);

    expect(text).toContain('Review by 20 March 2026. Review due');
  });
});

describe('a decision to delay telling the family has its reason and its name (CR4.2c)', () => {
  const QUIET = { quiet: 'yes', note: 'Ring before you write.' };
  const DELAY = {
    ...QUIET,
    withhold: 'yes',
    'notice-reason': 'Telling them now would put Kelly at risk.',
    'notice-review': '26/3/2026',
  };

  test('a manager delays the recording notice with a reason and a review date', async () => {
    const without = await helen.post(`${PATH}/arrangements`, {
      ...DELAY,
      'notice-reason': '',
      'notice-review': '',
    });
    await helen.post(`${PATH}/arrangements`, DELAY);

    expect(without.text).toContain('Give a reason');
    expect(without.text).toContain('Enter a review date like 12/6/2026');
    const { text } = await priya.get(PATH);
    expect(text).toContain(
      'Recording notice Delayed by Helen Marsh. Telling them now would put Kelly at risk. Review by 26 March 2026.',
    );
    expect(text).toContain('Quiet Yes. Nothing goes to this phone by itself.');
  });

  test('a worker sets what is quiet and which hours, and leaves the manager’s decision as it is', async () => {
    await helen.post(`${PATH}/arrangements`, DELAY);
    const form = await priya.get(`${PATH}/arrangements`);
    expect(form.text).toContain('Only a manager can delay telling them.');

    await priya.post(`${PATH}/arrangements`, {
      'hours-from': '09:00',
      'hours-to': '15:30',
      withhold: 'yes',
      'notice-reason': 'Mine',
      'notice-review': '1/6/2026',
    });

    const { text } = await priya.get(PATH);
    expect(text).toContain('Quiet No');
    expect(text).toContain('Agreed hours 9am to 3:30pm');
    expect(text).toContain('Delayed by Helen Marsh. Telling them now would put Kelly at risk.');
    expect(text).not.toContain('Mine');
    const { rows } = await testing.database.pool.query('SELECT * FROM contact_arrangement');
    expect(rows).toHaveLength(2);
  });
});

test('only those who may see the child see the plan, and who looks is audited', async () => {
  const far = await server.signIn('W-FAR');
  await priya.post(`${PATH}/change`, PLAN);

  expect((await far.get(PATH)).status).toBe(404);
  expect((await priya.get(`/children/${ALFIE}/contact-plan/P-NOBODY`)).status).toBe(404);
  expect((await priya.get(PATH)).status).toBe(200);

  const { rows } = await testing.database.pool.query(
    `SELECT actor, action, case_numbers FROM audit_event WHERE subject_kind = 'contact-plan' ORDER BY sequence`,
  );
  expect(rows).toContainEqual({
    actor: 'W-PRIYA',
    action: 'plan-contact',
    case_numbers: [ALFIE],
  });
  expect(rows).toContainEqual({ actor: 'W-PRIYA', action: 'view', case_numbers: [ALFIE] });
});

test('plans can be made by everyone', { timeout: 240_000 }, async () => {
  await priya.post(`${PATH}/change`, PLAN);
  for (const path of [`/children/${ALFIE}/contact-plan`, PATH, `${PATH}/change`, `${PATH}/end`]) {
    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
  }
  await expectAccessible(browser, `${server.url + PATH}/arrangements`, { cookie: helen.cookie() });
});
