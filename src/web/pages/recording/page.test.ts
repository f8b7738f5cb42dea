import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import {
  ALFIE,
  MAISIE,
  recordThem,
  STRANGER,
  theBrennans,
} from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import { aDecision, aFlag, aMessage } from '../../../../test/support/records.ts';
import { type Client, startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { chronologyPage } from '../chronology/index.ts';
import { recordingsPage } from '../recordings/index.ts';
import { recordingPage } from './index.ts';

const now = new Date('2026-03-12T14:31:00Z');
const nation = 'england-and-wales';
const pages = [recordingPage({ nation }), recordingsPage({ nation }), chronologyPage];

let testing: TestDatabase;
let server: TestServer;
let browser: Browser;
let priya: Client;
let counter = 100;
let counterpart = '';

beforeAll(async () => {
  testing = await createTestDatabase();
  await theBrennans(testing.database);
  server = await startTestServer({ database: testing.database, pages, clock: () => now });
  browser = await launchBrowser();
  priya = await server.signIn('W-PRIYA');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await testing?.drop();
});
beforeEach(() => {
  counter += 1;
  counterpart = `+447700900${counter}`;
});

async function says(body: string, at: string, about = [ALFIE], options: { urgent?: boolean } = {}) {
  const message = await aMessage(testing.database, `2026-03-12T${at}:00Z`, { counterpart, body });
  await aDecision(testing.database, message, about, { contactId: 'P-KELLY' });
  if (options.urgent) await aFlag(testing.database, message);
  await recordThem(testing.database, now, message);
  return message;
}

async function recordingOf(caseNumber = ALFIE) {
  const found = await testing.database.prisma.contactRecording.findFirstOrThrow({
    where: { caseNumber, counterpart, state: { not: 'joined' } },
    orderBy: { occurredFrom: 'desc' },
  });
  return { ...found, path: `/children/${caseNumber}/recordings/${found.id}` };
}

const statementsOf = (recordingId: string) =>
  testing.database.prisma.statement.findMany({
    where: { recordingId },
    orderBy: { sequence: 'asc' },
  });

const event = {
  sig: 'yes',
  'when-day': '7',
  'when-month': '3',
  'when-year': '2026',
  summary: 'Kelly reported that Marcus Cole hit Alfie on the head.',
};

describe('records are completed within 2 working days (CR4.1a)', () => {
  test('a routine recording stands as it is: open it, Save and complete', async () => {
    await says('running late, be there at 3', '13:40');
    const { id, path } = await recordingOf();

    const open = await priya.get(path);
    const answer = await priya.post(path, { seen: '1', finish: 'now' });

    expect(open.text).toContain('Due Monday, 16 March. 2 working days after the first message.');
    expect(answer).toMatchObject({ status: 303, location: path });
    const [completion] = await testing.database.prisma.recordingCompletion.findMany({
      where: { recordingId: id },
    });
    expect(completion).toMatchObject({ workerId: 'W-PRIYA', surface: 'web', at: now });
    expect((await priya.get(path)).text).toContain('Complete');
  });

  test('what was written is on the record with its kind, its source, who and when', async () => {
    await says('alfie fell off the wall', '13:40');
    const { id, path } = await recordingOf();

    await priya.post(path, {
      seen: '1',
      add: ['fact', 'hearsay'],
      fact: 'I saw Alfie at school at 2pm.',
      source: 'Kelly Brennan, mother',
      hearsay: 'Alfie fell from a wall.',
      ...event,
    });

    expect(await statementsOf(id)).toMatchObject([
      {
        kind: 'fact',
        source: null,
        text: 'I saw Alfie at school at 2pm.',
        author: 'W-PRIYA',
        at: now,
      },
      { kind: 'hearsay', source: 'Kelly Brennan, mother', text: 'Alfie fell from a wall.' },
    ]);
    const page = await priya.get(path);
    expect(page.text).toContain('What I was told (hearsay), from Kelly Brennan, mother');
    expect(page.text).toContain('Priya Nair, social worker, Thursday 12 March 2026, 2:31pm');
    expect(page.text).toContain('Yes. See it in the chronology');
    const chronology = await priya.get(`/children/${ALFIE}/chronology`);
    expect(chronology.text).toContain('Saturday 7 March 2026 Kelly reported that Marcus Cole hit');
    expect(chronology.text).toContain('We were told on 12 March 2026. Written by Priya Nair');
  });

  test('a recording that is late says how late', async () => {
    const message = await aMessage(testing.database, '2026-03-09T10:00:00Z', { counterpart });
    await aDecision(testing.database, message, [ALFIE]);
    await recordThem(testing.database, now, message);
    const { path } = await recordingOf();

    expect((await priya.get(path)).text).toContain('1 working day late. Was due yesterday.');
  });
});

describe('an urgent recording needs the worker’s words (CR4.1b)', () => {
  test('its words are marked, its deadline counts hours, and it is not completed without a statement', async () => {
    await says('Marcus smacked him <b>round</b> the head', '13:40', [ALFIE], { urgent: true });
    const { id, path } = await recordingOf();

    const page = await priya.get(path);
    const answer = await priya.post(path, { seen: '1' });

    expect(page.html).toContain(
      'Marcus <mark>smacked him</mark> &lt;b&gt;round&lt;/b&gt; the head',
    );
    expect(page.text).toContain('Due tomorrow, 1:40pm, 23 hours left. 24 hours, because');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(
      'Add at least one statement, because a message may be about harm',
    );
    expect(await statementsOf(id)).toEqual([]);
  });
});

describe('nothing typed is lost, and nothing is completed twice', () => {
  test('errors are said in the summary and at the field, and what was typed stays', async () => {
    await says('hes ok', '13:40');
    const { path } = await recordingOf();

    const answer = await priya.post(path, {
      seen: '1',
      add: 'hearsay',
      hearsay: 'He fell at the park',
      ...event,
      'when-year': '2027',
      summary: '',
    });

    expect(answer.status).toBe(422);
    expect(answer.html).toMatch(/<title>Error: Contact recording – Alfie Brennan – Casethread/);
    for (const field of ['source', 'when-day', 'summary']) {
      expect(answer.html).toContain(`href="#${field}"`);
      expect(answer.html).toContain(`id="${field}"`);
    }
    expect(answer.text).toContain('Say who told you');
    expect(answer.text).toContain('Date it happened must be today or in the past');
    expect(answer.html).toContain('He fell at the park</textarea>');
  });

  test('Save and finish later keeps a draft for this worker alone', async () => {
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();

    const answer = await priya.post(path, { seen: '1', opinion: 'He is settled', finish: 'later' });

    expect(answer.location).toBe('/recordings');
    expect((await priya.get(path)).html).toContain('He is settled</textarea>');
    const tom = await server.signIn('W-TOM');
    expect((await tom.get(path)).html).not.toContain('He is settled');
    expect(await statementsOf(id)).toEqual([]);
    await priya.post(path, { seen: '1', opinion: 'He is settled at home' });
    expect(await testing.database.prisma.draft.count({ where: { subjectId: id } })).toBe(0);
  });

  test('somebody else was first: their words stand, and mine can be added', async () => {
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const tom = await server.signIn('W-TOM');
    await priya.post(path, { seen: '1', fact: 'I rang Kelly.' });

    const late = await tom.post(path, { seen: '1', fact: 'I met Kelly.' });

    expect(late.text).toContain(
      'Priya Nair completed this at 2:31pm on the web. What you wrote is below, so that you can add it.',
    );
    expect(late.html).toContain('I met Kelly.</textarea>');
    const nothing = await tom.post(path, { seen: '1', adds: 'yes' });
    expect(nothing.text).toContain('Tick what you want to add');
    await tom.post(path, { seen: '1', adds: 'yes', fact: 'I met Kelly.' });
    expect((await statementsOf(id)).map(({ author, text }) => `${author}: ${text}`)).toEqual([
      'W-PRIYA: I rang Kelly.',
      'W-TOM: I met Kelly.',
    ]);
  });

  test('the button pressed twice is one completion', async () => {
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const words = { seen: '1', fact: 'I rang Kelly.', ...event };

    const answers = await Promise.all([priya.post(path, words), priya.post(path, words)]);

    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await statementsOf(id)).toHaveLength(1);
    expect(
      await testing.database.prisma.significantEvent.count({ where: { recordingId: id } }),
    ).toBe(1);
  });

  test('a message that came while the worker wrote is read before anything is completed', async () => {
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    await says('actually hes not', '13:45');

    const answer = await priya.post(path, { seen: '1', fact: 'I rang Kelly.' });

    expect(answer.status).toBe(422);
    expect(answer.text).toContain('1 new message came while you were writing.');
    expect(answer.text).toContain('actually hes not');
    expect(answer.html).toContain('name="seen" value="2"');
    expect(await statementsOf(id)).toEqual([]);
  });
});

describe('originals are never altered; corrections stand beside them (CR4.5a)', () => {
  test('a correction shows both words, the reason, the name, and that the manager must agree', async () => {
    await says('alfie fell tues', '13:40');
    const { id, path } = await recordingOf();
    await priya.post(path, { seen: '1', fact: 'He fell on Wednesday.' });
    const [statement] = await statementsOf(id);
    const correction = `${path}/statements/${statement?.id}/correction`;

    const without = await priya.post(correction, { text: 'He fell on Tuesday.', reason: '' });
    const answer = await priya.post(correction, {
      text: 'He fell on Tuesday.',
      reason: 'I wrote down the wrong day.',
    });

    expect(without.text).toContain('Give a reason');
    expect(answer.location).toBe(path);
    const { text } = await priya.get(path);
    expect(text).toContain('He fell on Wednesday.');
    expect(text).toContain('Waiting for Helen Marsh to agree He fell on Tuesday.');
    expect(text).toContain('Reason: I wrote down the wrong day.');
    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
    await expectAccessible(browser, server.url + correction, { cookie: priya.cookie() });
  });
});

describe('each child has a separate record (CR1.2)', () => {
  test('context written on one child’s recording shows on no other child’s', async () => {
    await says('both have colds', '13:40', [ALFIE, MAISIE]);
    const [alfie, maisie] = [await recordingOf(ALFIE), await recordingOf(MAISIE)];

    await priya.post(alfie.path, { seen: '1', fact: 'Alfie was seen by the nurse.' });

    const other = await priya.get(maisie.path);
    expect(other.text).toContain('both have colds');
    expect(other.text).not.toContain('nurse');
    expect(other.text).toContain('Save and complete');
    expect(other.text).toContain('Also about Alfie Brennan , born 4 May 2016, case CT-20417');
  });

  test('a sibling whom the viewer may not see is counted, not named', async () => {
    await says('both of them', '13:40', [ALFIE, STRANGER]);
    const { path } = await recordingOf(ALFIE);

    const { text } = await priya.get(path);

    expect(text).toContain('Also about 1 child whose record you cannot see.');
    expect(text).not.toContain('Noor');
  });

  test('a wrong child’s record keeps a marker without content', async () => {
    const message = await says('maisies cough is worse', '13:40', [ALFIE]);
    const { id, path } = await recordingOf(ALFIE);
    await priya.post(path, { seen: '1', fact: 'I rang about the cough.', ...event });
    await aDecision(testing.database, message, [MAISIE], {
      by: 'W-TOM',
      reason: 'Kelly means Maisie',
      at: now,
    });
    await recordThem(testing.database, now, message);

    const { text } = await priya.get(path);

    expect(text).toContain(
      '1 message was put here by mistake and moved on 12 March 2026 by Tom Adeyemi, social worker.',
    );
    expect(text).not.toContain('cough');
    expect(text).not.toContain('Kelly means Maisie');
    expect((await priya.get(`/children/${ALFIE}/chronology`)).html).not.toContain(id);
    const right = await recordingOf(MAISIE);
    const offered = await priya.get(right.path);
    expect(offered.html).toContain('I rang about the cough.</textarea>');
    expect(offered.text).toContain('Check that every word is about Maisie.');
    const helen = await server.signIn('W-HELEN');
    expect((await helen.get(right.path)).html).not.toContain('I rang about the cough.');
    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
  });
});

describe('only those with a legitimate need see a record (CR5.7)', () => {
  test('another team’s manager, another child’s address and no such recording are one page', async () => {
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const joan = await server.signIn('W-FAR');

    const answers = [
      await joan.get(path),
      await priya.get(`/children/${MAISIE}/recordings/${id}`),
      await priya.get(path.replace(id, '00000000-0000-8000-8000-000000000000')),
    ];

    for (const { status, text } of answers) {
      expect(status).toBe(404);
      expect(text).not.toContain('hes ok');
    }
  });

  test('information governance reads without writing, and the view is audited', async () => {
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const ines = await server.signIn('W-IG');

    const { html, status } = await ines.get(path);

    expect(status).toBe(200);
    expect(html).not.toContain('Save and complete');
    const seen = await testing.database.prisma.auditEvent.findMany({
      where: { subjectId: id, actor: 'W-IG' },
    });
    expect(seen).toMatchObject([
      { action: 'view', subjectKind: 'recording', caseNumbers: [ALFIE] },
    ]);
  });
});

describe('the form in a browser', () => {
  test('boxes appear when ticked, and what is unticked again is not sent', async () => {
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await context.addCookies([priya.cookie()]);
    const page = await context.newPage();
    await page.goto(server.url + path);

    expect(await page.getByLabel('Facts').isVisible()).toBe(false);
    await page.getByLabel('What happened').check();
    await page.getByLabel('Facts').fill('I rang Kelly.');
    await page.getByLabel('What I think').check();
    await page.getByLabel('Opinion').fill('Not for the record');
    await page.getByLabel('What I think').uncheck();
    await page.getByRole('button', { name: 'Save and complete' }).click();
    await page.getByText('Your words are on the record').waitFor();
    await context.close();

    expect(await statementsOf(id)).toMatchObject([{ kind: 'fact', text: 'I rang Kelly.' }]);
  });

  test('without scripts every box shows, and the form does its work', async () => {
    await says('hes ok', '13:40');
    const { id, path } = await recordingOf();
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.addCookies([priya.cookie()]);
    const page = await context.newPage();
    await page.goto(server.url + path);

    await page.getByLabel('Facts').fill('I rang Kelly.');
    await page.getByRole('button', { name: 'Save and complete' }).click();
    await page.getByText('Your words are on the record').waitFor();
    await context.close();

    expect(await statementsOf(id)).toHaveLength(1);
  });

  test('is usable by everyone: to fill in, with errors, and complete with a form to add', async () => {
    await says('Marcus smacked him', '13:40', [ALFIE, MAISIE], { urgent: true });
    const { path } = await recordingOf();

    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
    await priya.post(path, { seen: '1', fact: 'I rang the police.', ...event });
    await expectAccessible(browser, `${server.url + path}?add=context`, { cookie: priya.cookie() });
  });
});
