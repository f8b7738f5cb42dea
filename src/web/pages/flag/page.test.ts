import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { ALFIE, MAISIE, recordThem, theBrennans } from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aFlagged, ENGLAND, items } from '../../../../test/support/escalation.ts';
import { aDecision, aMessage, aWorker } from '../../../../test/support/records.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { oversightPage } from '../oversight/index.ts';
import { flagPage } from './index.ts';

const now = new Date('2026-03-12T13:49:00Z');
let clock = now;
let testing: TestDatabase;
let server: TestServer;
let browser: Browser;
let helen: Client;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  clock = now;
  testing = await testDatabase();
  await theBrennans(testing.database);
  const meaningOf = (rule: string) => (rule === 'hit@1' ? 'Somebody hits a child' : null);
  const pages = [oversightPage({ nation: ENGLAND }), flagPage({ meaningOf })];
  server = await testServer({ database: testing.database, pages, clock: () => clock });
  helen = await server.signIn('W-HELEN');
});

async function aHarmItem() {
  const message = await aFlagged(testing.database, '2026-03-12T13:40:00Z', {
    about: [ALFIE],
    body: 'Priya Alfie says Marcus smacked him round the head sat nite',
    evidence: ['smacked him round the head'],
  });
  await testing.database.prisma.currentAttribution.updateMany({ data: { contactId: 'P-KELLY' } });
  const answer = await aMessage(testing.database, '2026-03-12T13:46:00Z', {
    direction: 'outbound',
    workerId: 'W-PRIYA',
    body: 'Thank you for telling me, Kelly. Is Alfie safe with you now?',
  });
  await aDecision(testing.database, answer, [ALFIE]);
  await recordThem(testing.database, now, message, answer);
  const [item] = await items(testing.database);
  return `/oversight/flags/${item?.id}`;
}

/** Another manager of the same team. */
async function signInJoan(): Promise<Client> {
  await aWorker(testing.database, 'W-JOAN', { name: 'Joan Whitcombe', role: 'manager' });
  return server.signIn('W-JOAN');
}

const decision = {
  decision: 'strategy',
  reason: 'Mark seen by school. Disclosure in the mother’s words.',
  seen: '0',
};

describe('the page of an item', () => {
  test('says why it is here first: the words, the rule and its version; then who has done what', async () => {
    const path = await aHarmItem();

    const { text, html } = await helen.get(path);

    expect(text).toContain(
      'Kelly Brennan, mother, wrote “ smacked him round the head ” at 1:40pm today. This matched the rule “Somebody hits a child” (hit), version 1.',
    );
    expect(html).toContain('<mark>smacked him round the head</mark>');
    expect(text).toContain('Priya Nair answered at 1:46pm.');
    expect(text).toMatch(/Flagged .* Sent to you .* Answered by Priya Nair/);
    expect(text).toContain('Born 4 May 2016');
    expect(text).toMatch(/Children in this conversation Alfie Brennan , born 4 May 2016 Maisie/);
    expect(text).toContain(
      'Your decision goes on Alfie Brennan’s record . Priya Nair will see it.',
    );
    await expectAccessible(browser, server.url + path, { cookie: helen.cookie() });
  });

  test('is seen by the audit before it is shown', async () => {
    const path = await aHarmItem();
    await helen.get(path);

    const [view] = await testing.database.prisma.auditEvent.findMany({
      where: { subjectKind: 'oversight-item', action: 'view' },
    });
    expect(view).toMatchObject({ actor: 'W-HELEN' });
    expect(view?.caseNumbers).toContain(ALFIE);
  });

  test('nothing is chosen for the manager, and what is missing is said at its field', async () => {
    const path = await aHarmItem();

    const { text, html, status } = await helen.post(path, {
      fu: 'yes',
      'fudate-day': '31',
      'fudate-month': '2',
    });

    expect(status).toBe(422);
    expect(text).toContain('Choose a decision');
    expect(text).toContain('Give a reason');
    expect(html).not.toMatch(/name="decision"[^>]*checked/);
    const wrongDate = await helen.post(path, {
      ...decision,
      fu: 'yes',
      'fudate-day': '31',
      'fudate-month': '2',
      'fudate-year': '2026',
    });
    expect(wrongDate.text).toContain('Enter what is to be followed up');
    expect(wrongDate.text).toContain('Enter a real date to be reminded on');
    expect(wrongDate.text).toContain('Mark seen by school');
    const past = await helen.post(path, {
      ...decision,
      fu: 'yes',
      what: 'Check',
      'fudate-day': '11',
      'fudate-month': '3',
      'fudate-year': '2026',
    });
    expect(past.text).toContain('must be today or later');
  });

  test('shows nothing about a child of the conversation whom the viewer may not see', async () => {
    const path = await aHarmItem();
    const hidden = await aMessage(testing.database, '2026-03-12T13:42:00Z', { body: 'about Noor' });
    await aDecision(testing.database, hidden, ['CT-30001']);

    const { text } = await helen.get(path);

    expect(text).not.toContain('about Noor');
    expect(text).toContain('A message about a child you cannot see.');
  });
});

describe('a decision', () => {
  test('is kept with its reason, ends the asking, and is followed up when its day comes', async () => {
    const path = await aHarmItem();
    const { location } = await helen.post(path, {
      ...decision,
      fu: 'yes',
      what: 'Confirm the strategy discussion took place',
      'fudate-day': '13',
      'fudate-month': '3',
      'fudate-year': '2026',
    });

    expect(location).toBe('/oversight');
    const lane = (await helen.get('/oversight')).text;
    expect(lane).toContain('Kept. Your decision is on the record.');
    expect(lane).toContain('1 done.');
    expect(lane).not.toContain('Urgent (');
    expect(lane).not.toContain('Follow-ups');
    clock = new Date('2026-03-13T09:00:00Z');
    helen = await server.signIn('W-HELEN');
    expect((await helen.get('/oversight')).text).toMatch(
      /Follow-ups \(1\) Confirm the strategy discussion took place/,
    );
    const shown = await helen.get(path);
    expect(shown.text).toMatch(/Decisions Strategy discussion Mark seen by school/);
    await expectAccessible(browser, server.url + path, { cookie: helen.cookie() });
    const [kept] = await testing.database.prisma.oversightDecision.findMany();
    await helen.post(
      `${path}/follow-up`,
      { decision: kept?.id ?? '', done: 'Held at 3pm.' },
      { from: path },
    );
    expect((await helen.get('/oversight')).text).not.toContain('Follow-ups');
    expect((await helen.get(path)).text).toContain('Held at 3pm.');
  });

  test('of two managers who decide at once, the second is shown the first’s decision with their words kept', async () => {
    const path = await aHarmItem();
    const joan = await signInJoan();
    await helen.get(path);
    clock = new Date('2026-03-12T13:52:00Z');
    await joan.post(path, decision);

    const { text, html, status } = await helen.post(path, {
      ...decision,
      decision: 'referral',
      reason: 'Ring the school first.',
    });

    expect(status).toBe(422);
    expect(text).toContain(
      'Joan Whitcombe decided at 1:52pm: strategy discussion. Your words are below. Add to their decision?',
    );
    expect(html).toContain('Ring the school first.');
    expect(html).toContain('name="seen" value="1"');
    expect(await testing.database.prisma.oversightDecision.count()).toBe(1);
    const added = await helen.post(path, { ...decision, decision: 'referral', seen: '1' });
    expect(added.location).toBe('/oversight');
    expect(await testing.database.prisma.oversightDecision.count()).toBe(2);
  });

  test('of two at the very same moment, exactly one is kept', async () => {
    const path = await aHarmItem();
    const joan = await signInJoan();

    const answers = await Promise.all([helen.post(path, decision), joan.post(path, decision)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await testing.database.prisma.oversightDecision.count()).toBe(1);
  });

  test('to report a breach opens a breach report on the recording, naming who had seen it (CR6.4)', async () => {
    const path = await aHarmItem();

    await helen.post(path, {
      ...decision,
      decision: 'breach',
      reason: 'It went to the wrong phone.',
    });

    const [note] = await testing.database.prisma.breachNote.findMany();
    expect(note).toMatchObject({
      caseNumber: ALFIE,
      openedBy: 'W-HELEN',
      reason: 'It went to the wrong phone.',
    });
  });

  test('about our own words stays with managers and goes on no child’s record', async () => {
    await aFlagged(testing.database, '2026-03-12T09:40:00Z', {
      direction: 'outbound',
      workerId: 'W-TOM',
      about: [MAISIE],
      severity: 'review',
      category: 'conduct',
      body: 'I wont tell anyone, it stays between us',
      evidence: ['stays between us'],
    });
    const [item] = await items(testing.database);
    const path = `/oversight/flags/${item?.id}`;
    const { text } = await helen.get(path);
    expect(text).toContain('It goes on no child’s record, and Tom Adeyemi does not see it here.');
    await expectAccessible(browser, server.url + path, { cookie: helen.cookie() });

    await helen.post(path, { ...decision, decision: 'advice' });

    expect((await helen.get('/oversight')).text).toContain('Your decision stays with managers.');
    const [kept] = await testing.database.prisma.oversightDecision.findMany();
    expect(kept?.onRecord).toBe(false);
  });
});
