import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { aChild, aDecision, aFlag, aMessage } from '../../../../test/support/records.ts';
import { type Client, startTestServer, type TestServer } from '../../../../test/support/server.ts';
import { childPage } from './index.ts';

const now = new Date('2026-03-12T14:31:00Z');
let testing: TestDatabase;
let server: TestServer;
let browser: Browser;
let priya: Client;

beforeAll(async () => {
  testing = await createTestDatabase();
  await theBrennans(testing.database);
  const pages = [childPage({ nation: 'england-and-wales' })];
  server = await startTestServer({ database: testing.database, pages, clock: () => now });
  browser = await launchBrowser();
  priya = await server.signIn('W-PRIYA');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await testing?.drop();
});

describe('the record says who holds parental responsibility (CR4.3c)', () => {
  test('its head has name, date of birth, case number, parental responsibility and contact not permitted', async () => {
    const { text } = await priya.get(`/children/${ALFIE}`);

    expect(text).toContain('OFFICIAL-SENSITIVE');
    expect(text).toContain('Alfie Brennan Born 4 May 2016 (9 years old) Case CT-20417');
    expect(text).toContain('Parental responsibility: Kelly Brennan (mother), Marcus Cole (father)');
    expect(text).toContain('Contact not permitted: Marcus Cole (father), since 9 March 2026');
    expect(text).toContain('Also known as: Alf');
    expect(text).toContain('Social worker Priya Nair, since 1 January 2020');
    expect(text).toContain('Brothers and sisters Maisie Brennan');
  });

  test('a child with nothing yet says what was looked for', async () => {
    const path = `/children/${MAISIE}`;
    const { text } = await priya.get(path);

    expect(text).toContain('Waiting (0) Nothing waits for context.');
    expect(text).toContain('No significant events yet.');
    expect(text).toContain('No recordings yet.');
    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
  });

  test('what waits comes first, soonest due first, and says why it is urgent', async () => {
    const { database } = testing;
    const routine = await aMessage(database, '2026-03-11T08:00:00Z');
    const urgent = await aMessage(database, '2026-03-12T13:40:00Z');
    for (const message of [routine, urgent]) {
      await aDecision(database, message, [ALFIE], { contactId: 'P-KELLY' });
    }
    await aFlag(database, urgent);
    await recordThem(database, now, routine, urgent);
    const path = `/children/${ALFIE}`;

    const { text } = await priya.get(path);

    expect(text).toContain(
      'Waiting (2) Add context to texts with Kelly Brennan, mother Today, 1:40pm. 1 message. May be about harm. Urgent Due tomorrow, 1:40pm',
    );
    expect(text).toContain(
      'Texts with Kelly Brennan, mother Yesterday, 8:00am. 1 message. Needs context',
    );
    await expectAccessible(browser, server.url + path, { cookie: priya.cookie() });
  });

  test('a closed record says so', async () => {
    await aChild(testing.database, 'CT-9', {
      name: 'Old Record',
      status: 'closed',
      closed: '2026-01-04',
      lead: 'W-PRIYA',
    });

    expect((await priya.get('/children/CT-9')).text).toContain(
      'Closed 4 January 2026. New messages are not put here without a person.',
    );
  });
});

describe('only those with a legitimate need see a record (CR5.7)', () => {
  test('not yours and no such record are one page, and the refusal is audited', async () => {
    const answers = [
      await priya.get(`/children/${STRANGER}`),
      await priya.get('/children/CT-00000'),
    ];

    for (const { status, text } of answers) {
      expect(status).toBe(404);
      expect(text).toContain('You cannot see this record');
      expect(text).not.toContain('Noor');
    }
    expect(
      await testing.database.prisma.auditEvent.count({
        where: { action: 'refused', subjectId: STRANGER, actor: 'W-PRIYA' },
      }),
    ).toBe(1);
  });

  test('each view is audited before it is shown', async () => {
    const where = { action: 'view', subjectKind: 'child', subjectId: MAISIE, actor: 'W-TOM' };
    const tom = await server.signIn('W-TOM');
    await tom.get(`/children/${MAISIE}`);
    const helen = await server.signIn('W-HELEN');
    await helen.get(`/children/${MAISIE}`);

    expect(await testing.database.prisma.auditEvent.count({ where })).toBe(0);
    expect(
      await testing.database.prisma.auditEvent.count({ where: { ...where, actor: 'W-HELEN' } }),
    ).toBe(1);
  });

  test('a sister whom the viewer may not see is not named', async () => {
    const tom = await server.signIn('W-TOM');

    expect((await tom.get(`/children/${ALFIE}`)).text).not.toContain('Maisie');
  });
});

describe('messages start at the child, so that replies come back to the right one', () => {
  const begin = { contact: 'P-KELLY' };

  test('a first message is begun from the record, later ones by a link to their conversation', async () => {
    const path = `/children/${MAISIE}`;
    await testing.database.pool.query(
      `UPDATE contact_identifier SET address = '+447700900143' WHERE contact_id = 'P-KELLY'`,
    );

    const before = await priya.get(path);
    const begun = await priya.post(`${path}/message`, begin, { from: path });
    await aMessage(testing.database, '2026-03-12T14:00:00Z', { counterpart: '+447700900143' });
    const after = await priya.get(path);

    expect(before.html).toMatch(/<button[^>]*>\s*Message Kelly Brennan about Maisie/);
    expect(begun.location).toMatch(/^\/conversations\/[\w-]+\?about=CT-20418&to=P-KELLY#reply$/);
    expect(after.html).toContain(`href="${begun.location?.replace('&', '&amp;')}"`);
  });

  test('somebody with whom contact is not permitted is not offered, nor one who is not on this record', async () => {
    const path = `/children/${ALFIE}`;

    const { html } = await priya.get(path);
    const answer = await priya.post(`${path}/message`, { contact: 'P-MARCUS' }, { from: path });

    expect(html).not.toContain('Message Marcus Cole');
    expect(answer.location).toBe(path);
  });
});
