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
let question: WhichChildWorld['question'];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  ({ testing, server, priya, way, bear, boops, answer, question } = await whichChildWorld());
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
    await linkToKelly('CT-3');

    const { text } = await priya.get(await bear());

    expect(text).toContain('1 more child you cannot see. Ask Helen Marsh.');
    expect(text).not.toContain('Jayden');
  });

  test('shows for each child what speaks for it, what against, and when it was last spoken of', async () => {
    await way.text('Alfie is home again', '2026-03-12T10:00:00Z');
    await way.text('not Alfie this time, Boops is poorly', '2026-03-12T14:51:00Z');

    const { text } = await priya.get(await question());
    const [, alfie = '', maisie = ''] =
      /(Alfie Brennan 9 years.*?)(Maisie Brennan 7 years.*?) or A different child/s.exec(text) ??
      [];

    expect(alfie).toContain('Linked to: Kelly Brennan, mother.');
    expect(alfie).toContain('Speaks against: It says that it is not about “Alfie”.');
    expect(alfie).toContain(
      'In this conversation: the last message about this child came today, 10:00am.',
    );
    expect(maisie).toContain('Linked to: Kelly Brennan, mother.');
    expect(maisie).toContain('In this conversation: no message about this child yet.');
    expect(maisie).not.toContain('Speaks');
  });

  test('a reason that names a child whom the worker may not see is left out, and that is said', async () => {
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi', managerId: 'H' });
    await aChild(testing.database, 'CT-3', { name: 'Alfie Cole', born: '2013-02-02', lead: 'T' });
    await linkToKelly('CT-3');
    await way.text('Alfie is poorly', '2026-03-12T14:51:00Z');

    const { text } = await priya.get(await question());

    expect(text).toContain('It may concern a child you cannot see.');
    expect(text).not.toContain('Cole');
  });

  test('of many children only those that something points to are listed: searching comes first', async () => {
    for (let n = 20; n <= 26; n += 1) {
      const name = `Child ${'tuvwxyz'[n - 20]} Brennan`;
      await aChild(testing.database, `CT-${n}`, { name, born: `2010-02-${n}`, lead: 'P' });
      await linkToKelly(`CT-${n}`);
    }

    const { text, html } = await priya.get(await bear());
    const listed = [...html.matchAll(/name="child"[^>]*value="(CT-\d+)"/g)].map(([, id]) => id);

    expect(text).toMatch(/Search for the child first \d more children are linked to this contact/);
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.length).toBeLessThanOrEqual(5);
    const hidden = ['20', '21', '22', '23', '24', '25', '26'].find(
      (n) => !listed.includes(`CT-${n}`),
    );
    const found = await answer(await question(), {
      action: 'search',
      search: `CT-${hidden}`,
      child: [],
    });
    expect(found.html).toContain(`value="CT-${hidden}"`);
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

async function linkToKelly(caseNumber: string): Promise<void> {
  await testing.database.prisma.relationship.create({
    data: {
      contactId: 'K',
      caseNumber,
      relationship: 'mother',
      parentalResponsibility: true,
      contactPermitted: 'yes',
      validFrom: new Date('2020-01-01'),
    },
  });
}

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
