import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { aChild, aWorker } from '../../../../test/support/records.ts';
import { CONVERSATION } from '../../../../test/support/sending.ts';
import {
  type WhichChildWorld,
  whichChildWorld,
} from '../../../../test/support/which-child-page.ts';

let browser: Browser;
let testing: WhichChildWorld['testing'];
let server: WhichChildWorld['server'];
let priya: WhichChildWorld['priya'];
let way: WhichChildWorld['way'];
let bear: WhichChildWorld['bear'];
let boops: WhichChildWorld['boops'];
let answer: WhichChildWorld['answer'];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  ({ testing, server, priya, way, bear, boops, answer } = await whichChildWorld());
});

describe('the question', () => {
  test('shows the whole message, why it is asked, and every child with date of birth and case, oldest first, none ticked', async () => {
    const { text, html } = await priya.get(await bear());

    expect(text).toContain('Kelly Brennan, mother. Text, today, 2:51pm Which child is this about?');
    expect(text).toContain('Bear been sick again n wont go school today');
    expect(text).toContain('Why you are being asked: 2 children are linked to this contact');
    expect(text).toContain('Alfie Brennan 9 years old, born 4 May 2016, CT-1.');
    expect(text.indexOf('Alfie Brennan')).toBeLessThan(text.indexOf('Maisie Brennan'));
    expect(html).not.toMatch(/name="child"[^>]*checked/);
  });

  test('quotes earlier uses of the strange word, never interpreted', async () => {
    await way.text('alfie fell off the wall. boops says thanks x', '2026-03-05T10:00:00Z');

    const { text } = await priya.get(await boops());

    expect(text).toMatch(/Why you are being asked: .*“Boops” may be a name that is not on record/);
    expect(text).toContain(
      'Kelly also wrote “boops” on Thursday 5 March: “alfie fell off the wall. boops says thanks x”',
    );
  });

  test('a child whom the worker may not see is counted, never named', async () => {
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi', managerId: 'H' });
    await aChild(testing.database, 'CT-3', {
      name: 'Jayden Brennan-Cole',
      born: '2013-02-02',
      lead: 'T',
    });
    await testing.database.prisma.relationship.create({
      data: {
        contactId: 'K',
        caseNumber: 'CT-3',
        relationship: 'mother',
        parentalResponsibility: true,
        contactPermitted: 'yes',
        validFrom: new Date('2020-01-01'),
      },
    });

    const { text } = await priya.get(await bear());

    expect(text).toContain('1 more child you cannot see. Ask Helen Marsh.');
    expect(text).not.toContain('Jayden');
  });

  test('nobody else’s question can be opened, and it is the same page as no question', async () => {
    const address = await bear();
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi' });
    const tom = await server.signIn('T');

    expect((await tom.get(address)).status).toBe(404);
    expect((await answer(address, { child: 'CT-1' }, tom)).status).toBe(404);
    const none = address.replace(/[^/]+$/, 'febd3e43-1fdd-42af-819e-65f11f97e497');
    expect((await priya.get(none)).status).toBe(404);
  });
});

test('every view of a question and of a correction is audited', async () => {
  const address = await bear();
  await priya.get(address);

  const views = await testing.database.prisma.auditEvent.findMany({ where: { action: 'view' } });
  expect(views).toMatchObject([{ actor: 'P', subjectKind: 'question' }]);
});

test('everyone can use it, in every state', { timeout: 180_000 }, async () => {
  const look = { cookie: priya.cookie() };
  await way.text('bear says thanks', '2026-03-05T10:00:00Z');
  const alfie = await way.text('Alfie is home', '2026-03-12T10:00:00Z');
  const address = await boops();
  await expectAccessible(browser, `${server.url}${address}`, look);
  await expectAccessible(
    browser,
    `${server.url}/conversations/${CONVERSATION}/messages/${alfie}/wrong-child`,
    look,
  );
  await answer(address, { child: 'CT-2' });
  await expectAccessible(browser, `${server.url}${address}`, look);
});
