import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aChild, aWorker } from '../../../../test/support/records.ts';
import { type Road, road } from '../../../../test/support/road.ts';
import { CONVERSATION, theBrennans } from '../../../../test/support/sending.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { whichChildPage } from './index.ts';

const NOW = new Date('2026-03-12T15:05:00Z');
const UNKNOWN = '+447700900377';

let browser: Browser;
let testing: TestDatabase;
let server: TestServer;
let priya: Client;
let way: Road;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  testing = await testDatabase();
  const { database } = testing;
  await theBrennans(database);
  const clock = () => NOW;
  way = road(database, clock);
  server = await testServer({
    database,
    clock,
    pages: [whichChildPage],
  });
  priya = await server.signIn('P');
  keepDraining();
});

/** The queue of the running product: what a page waits for is done meanwhile. */
function keepDraining(): void {
  let running = true;
  const drained = (async () => {
    while (running) {
      await way.drain();
      await delay(20);
    }
  })();
  onTestFinished(async () => {
    running = false;
    await drained;
  });
}

/** Kelly writes about "Bear", and says neither child's name: a question. Returns its address. */
async function bear(): Promise<string> {
  await way.text('Bear been sick again n wont go school today', '2026-03-12T14:51:00Z');
  return questionOf();
}

/** The same with a word that can only be a name, and that no record has. */
async function boops(): Promise<string> {
  await way.text('school rang, Boops been sick again', '2026-03-12T14:51:00Z');
  return questionOf();
}

async function questionOf(): Promise<string> {
  const [question] = await testing.database.prisma.openQuestion.findMany({
    orderBy: { askedAt: 'desc' },
  });
  return `/conversations/${question?.conversationId}/questions/${question?.id}`;
}

const messagesIn = (html: string) =>
  [...html.matchAll(/name="message"[^>]*value="([^"]+)"/g)].map(([, id = '']) => id);

async function answer(address: string, fields: Record<string, string | string[]>, client = priya) {
  const { html } = await client.get(address);
  return client.post(address, { message: messagesIn(html), action: 'save', ...fields });
}

const decisions = () =>
  testing.database.prisma.currentAttribution.findMany({ orderBy: { occurredAt: 'asc' } });

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

describe('an answer', () => {
  test('puts the messages on the child’s record and leads to the recording', async () => {
    const address = await bear();

    const saved = await answer(address, { child: 'CT-2' });

    expect(saved.status).toBe(303);
    expect(saved.location).toMatch(/^\/children\/CT-2\/recordings\/[0-9a-f-]{36}$/);
    expect((await decisions()).at(-1)).toMatchObject({
      state: 'attributed',
      caseNumbers: ['CT-2'],
      method: 'worker-choice',
    });
    const audit = await testing.database.prisma.auditEvent.findMany({
      where: { action: 'answer' },
    });
    expect(audit).toMatchObject([{ actor: 'P', caseNumbers: ['CT-2'], subjectKind: 'question' }]);
  });

  test('can be several children: a recording on each one’s record', async () => {
    await answer(await bear(), { child: ['CT-1', 'CT-2'] });

    const recordings = await testing.database.prisma.contactRecording.findMany();
    expect(recordings.map(({ caseNumber }) => caseNumber).sort()).toEqual(['CT-1', 'CT-2']);
  });

  test('can teach the strange name, and then the name answers itself', async () => {
    const address = await boops();
    expect((await priya.get(address)).html).toContain('Kelly calls Maisie “Boops”. Remember this.');

    await answer(address, { child: 'CT-2', remember: ['CT-2~Boops', 'CT-1~Boops'] });
    await way.text('is Boops at school', '2026-03-20T10:00:00Z');

    const aliases = await testing.database.prisma.childAlias.findMany();
    expect(aliases).toMatchObject([{ caseNumber: 'CT-2', name: 'Boops', recordedBy: 'P' }]);
    expect((await decisions()).at(-1)).toMatchObject({
      state: 'attributed',
      caseNumbers: ['CT-2'],
    });
  });

  test('can teach a name that is an ordinary word, from the family’s own words and for one child', async () => {
    const address = await bear();

    const several = await answer(address, { child: ['CT-1', 'CT-2'], nickname: 'Bear' });
    const invented = await answer(address, { child: 'CT-2', nickname: 'Lion' });
    expect(several.text).toContain('Select the one child whose name it is');
    expect(invented.text).toContain('Enter a name that is in these messages');
    await answer(address, { child: 'CT-2', nickname: 'Bear' });

    const aliases = await testing.database.prisma.childAlias.findMany();
    expect(aliases).toMatchObject([{ caseNumber: 'CT-2', name: 'Bear' }]);
  });

  test('that is not given is asked for again, with what was selected kept', async () => {
    const address = await bear();

    const nothing = await answer(address, {});
    const both = await answer(address, { child: ['CT-1', 'none'], reason: 'x' });

    expect(nothing.status).toBe(422);
    expect(nothing.text).toContain(
      'There is a problem Select a child, or choose one of the other answers',
    );
    expect(both.text).toContain('Select children, or one of the other answers, not both');
    expect(both.html).toMatch(/value="CT-1"\s*checked/);
  });

  test('can be a child found by name among those the worker may see', async () => {
    await aChild(testing.database, 'CT-8', { name: 'Tomos Elsewhere' });
    const address = await bear();

    const found = await answer(address, { child: 'other', search: 'tomos' });
    expect(found.text).toContain('Tomos Pugh 11 years old, born 30 November 2014, CT-9.');
    expect(found.text).not.toContain('Elsewhere');
    const nobody = await answer(address, { child: 'other', search: 'nobody' });
    expect(nobody.text).toContain('No child you can see has this name or case number');

    const saved = await answer(address, { child: 'CT-9' });
    expect(saved.location).toMatch(/^\/children\/CT-9\/recordings\//);
  });

  test('cannot be a child whom the worker may not see', async () => {
    await aChild(testing.database, 'CT-8', { name: 'Tomos Elsewhere' });

    const refused = await answer(await bear(), { child: 'CT-8' });

    expect(refused.status).toBe(422);
    expect((await decisions()).at(-1)?.state).toBe('awaiting-worker');
  });

  test('“not casework” needs a reason', async () => {
    const address = await bear();

    const refused = await answer(address, { child: 'none' });
    expect(refused.text).toContain('There is a problem Give a reason');
    await answer(address, { child: 'none', reason: 'Wrong number' });

    expect((await decisions()).at(-1)).toMatchObject({ state: 'not-casework' });
  });

  test('“not casework” of a message that may be about harm goes to the manager, and is not closed', async () => {
    await way.text(
      'Bear says Marcus punched him in the face and he is bleeding',
      '2026-03-12T14:51:00Z',
    );
    const address = await questionOf();

    await answer(address, { child: 'none', reason: 'Wrong number' });

    const [question] = await testing.database.prisma.openQuestion.findMany();
    expect(question).toMatchObject({
      forManager: true,
      forManagerWhy: 'Priya Nair says that it is not casework: Wrong number',
    });
    const helen = await server.signIn('H');
    expect((await helen.get(address)).text).toContain(
      'Priya Nair says that it is not casework: Wrong number',
    );
    await answer(address, { child: 'none', reason: 'A joke, checked by phone' }, helen);
    expect((await decisions()).at(-1)).toMatchObject({ state: 'not-casework' });
  });

  test('“I do not know” goes to the manager; the worker stays named', async () => {
    const saved = await answer(await bear(), { child: 'manager' });

    expect(saved.location).toBe('/inbox');
    const [question] = await testing.database.prisma.openQuestion.findMany();
    expect(question).toMatchObject({
      forManager: true,
      forManagerWhy: 'Priya Nair does not know which child.',
    });
  });

  test('is given once: the second person sees what was answered, by whom and when', async () => {
    const address = await bear();
    const helen = await server.signIn('H');
    const { html } = await helen.get(address);
    await answer(address, { child: 'CT-2' });

    const late = await helen.post(
      address,
      { message: messagesIn(html), child: 'CT-1', action: 'save' },
      { from: '/sign-in' },
    );
    const seen = await helen.get(address);

    expect(late.status).not.toBe(303);
    expect(seen.text).toContain(
      'Priya Nair answered this on the web today, 3:05pm: Maisie Brennan.',
    );
    expect((await decisions()).at(-1)?.caseNumbers).toEqual(['CT-2']);
  });

  test('about an unknown number is the manager’s to give', async () => {
    await way.text('hi its gaz new number', '2026-03-12T11:06:00Z', { from: UNKNOWN });
    const address = await questionOf();
    const helen = await server.signIn('H');

    const { text } = await helen.get(address);
    expect(text).toContain('Unknown number 07700 900377. Text, today, 11:06am');
    const found = await answer(address, { child: 'other', search: 'CT-9' }, helen);
    expect(found.text).toContain('Tomos Pugh');
    const saved = await answer(address, { child: 'CT-9' }, helen);

    expect(saved.location).toMatch(/^\/children\/CT-9\/recordings\//);
    expect((await priya.get(address)).status).not.toBe(500);
  });
});

describe('a correction', () => {
  async function aboutAlfie(): Promise<string> {
    const id = await way.text('Alfie is home from school', '2026-03-12T14:00:00Z');
    return `/conversations/${CONVERSATION}/messages/${id}/wrong-child`;
  }

  test('moves the messages, with a reason; the decision before stays, superseded', async () => {
    const address = await aboutAlfie();
    expect((await priya.get(address)).text).toContain(
      'They are on the record of Alfie Brennan now.',
    );

    const saved = await answer(address, { child: 'CT-2', reason: 'Kelly wrote the wrong name' });

    expect(saved.location).toMatch(/^\/children\/CT-2\/recordings\//);
    const made = await testing.database.prisma.attribution.findMany({
      orderBy: { version: 'asc' },
    });
    expect(made.map(({ caseNumbers, decidedBy }) => [caseNumbers, decidedBy])).toEqual([
      [['CT-1'], 'system'],
      [['CT-2'], 'P'],
    ]);
    const withdrawn = await testing.database.prisma.recordingWithdrawal.findMany();
    expect(withdrawn).toHaveLength(1);
    const audit = await testing.database.prisma.auditEvent.findMany({
      where: { action: 'correct' },
    });
    expect(audit).toMatchObject([{ actor: 'P', caseNumbers: ['CT-1', 'CT-2'] }]);
  });

  test('needs a reason, a message, and another child than the one it is on', async () => {
    const address = await aboutAlfie();

    const noReason = await answer(address, { child: 'CT-2' });
    const noMessage = await priya.post(address, { child: 'CT-2', reason: 'x', action: 'save' });
    const same = await answer(address, { child: 'CT-1', reason: 'x' });

    expect(noReason.text).toContain('There is a problem Give a reason');
    expect(noMessage.text).toContain('There is a problem Select at least one message');
    expect(same.text).toContain('They are on this record already. Select a different child');
    expect(await testing.database.prisma.attribution.count()).toBe(1);
  });

  test('to “not casework” of a message that may be about harm is a manager’s to make', async () => {
    const id = await way.text(
      'Alfie was punched in the face and is bleeding',
      '2026-03-12T14:00:00Z',
    );
    const address = `/conversations/${CONVERSATION}/messages/${id}/wrong-child`;
    const helen = await server.signIn('H');

    const refused = await answer(address, { child: 'none', reason: 'A joke' });
    expect(refused.text).toContain('only a manager can say that it is not casework');
    await answer(address, { child: 'none', reason: 'A joke, checked by phone' }, helen);

    expect((await decisions()).at(-1)).toMatchObject({ state: 'not-casework' });
  });

  test('cannot be made of a message that another conversation holds', async () => {
    const address = await aboutAlfie();
    await way.text('Alfie?', '2026-03-12T14:00:00Z', { from: UNKNOWN });
    const other = await testing.database.prisma.conversation.findMany({
      where: { counterpart: UNKNOWN },
    });
    const helen = await server.signIn('H');

    const foreign = address.replace(CONVERSATION, other[0]?.id ?? '');

    expect((await helen.get(foreign)).status).toBe(404);
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
