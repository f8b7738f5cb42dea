import { beforeEach, describe, expect, test } from 'vitest';
import {
  type ConversationWorld,
  conversationWorld,
  field,
  NOW,
  PATH,
} from '../../../../test/support/conversation-page.ts';
import { onRecord } from '../../../../test/support/questions.ts';
import { aContact, aWorker, KELLY } from '../../../../test/support/records.ts';
import { CONVERSATION } from '../../../../test/support/sending.ts';
import type { Client } from '../../../../test/support/server.ts';

let testing: ConversationWorld['testing'];
let server: ConversationWorld['server'];
let priya: Client;
let read: ConversationWorld['read'];

beforeEach(async () => {
  ({ testing, server, priya, read } = await conversationWorld());
});

/** Fills in the reply box as it stands on the page, and presses a button. */
async function send(fields: Record<string, string | string[]>, client = priya) {
  const { html } = await client.get(PATH);
  const answer = await client.post(PATH, {
    key: field(html, 'key'),
    about: 'CT-1',
    action: 'send',
    ...fields,
  });
  return answer;
}

const intents = () => testing.database.prisma.sendIntent.findMany({ orderBy: { sequence: 'asc' } });

describe('replying', () => {
  test('the box names who and from which number before the text, and ticks nobody for the worker', async () => {
    const { text, html } = await priya.get(PATH);

    expect(text).toContain(
      'To Kelly Brennan , mother, 07700 900142 From North team line, 07700 900010',
    );
    expect(html).not.toMatch(/name="about"[^>]*checked/);
    expect(text).toContain('Send to Kelly Brennan by text');
  });

  test('the notice that goes with a first message is previewed, and both are kept', async () => {
    expect(await read()).toContain(
      'With this first message Casethread also sends: “This is children',
    );

    const answer = await send({ body: 'I will ring you in 10 minutes.' });

    expect(answer).toMatchObject({ status: 303, location: PATH });
    expect((await intents()).map(({ kind }) => kind)).toEqual(['reply', 'notice']);
    const text = await read();
    expect(text).toContain('being sent');
    expect(text).not.toContain('also sends');
    const audit = await testing.database.prisma.auditEvent.findMany({ where: { action: 'send' } });
    expect(audit).toMatchObject([{ actor: 'P', caseNumbers: ['CT-1'] }]);
  });

  test('a question comes back as a page with every word kept; sending again is the answer', async () => {
    const body = 'I will see Alfie and Maisie.';

    const asked = await send({ body });

    expect(asked.status).toBe(200);
    expect(asked.text).toContain('Check before you send It names Maisie.');
    expect(asked.text).toContain('It is about Maisie Brennan as well');
    expect(asked.html).toContain(body);
    expect(await intents()).toEqual([]);
    const keys = [...asked.html.matchAll(/name="asked" value="([^"]+)"/g)].map(
      ([, key = '']) => key,
    );
    await send({ body, asked: keys, why: 'She asked about both' });
    expect((await intents())[0]?.checks).toMatchObject([{ why: 'She asked about both' }]);
  });

  test('ticking the child who is named makes the question go away', async () => {
    await send({ body: 'I will see Alfie and Maisie.', about: ['CT-1', 'CT-2'] });

    const [reply] = await intents();
    expect(reply).toMatchObject({ caseNumbers: ['CT-1', 'CT-2'], checks: [] });
  });

  test('nobody selected and nothing written are errors at their fields', async () => {
    const nobody = await send({ body: 'Hello', about: [] });
    const nothing = await send({ body: ' ' });

    expect(nobody.status).toBe(422);
    expect(nobody.text).toContain('There is a problem Select every child your message is about.');
    expect(nobody.html).toContain('Hello');
    expect(nothing.text).toContain('There is a problem Write a message');
    expect(await intents()).toEqual([]);
  });

  test('a hard stop replaces the box, says why and what to do, and keeps the draft', async () => {
    await send({ body: 'I am outside.', action: 'draft' });
    await testing.database.prisma.contactIdentifier.updateMany({ data: { verified: false } });

    const { text, html } = await priya.get(PATH);

    expect(text).toContain('You cannot message Kelly Brennan yet');
    expect(text).toContain('Nobody has checked that 07700 900142 belongs to Kelly Brennan.');
    expect(text).toContain('See your draft I am outside.');
    expect(html).not.toContain('<textarea');
  });

  test('what became forbidden while the worker wrote is not sent, and the words are kept', async () => {
    const { html } = await priya.get(PATH);
    const fields = { key: field(html, 'key'), body: 'Hello Kelly', about: 'CT-1', action: 'send' };
    await testing.database.prisma.relationship.updateMany({
      where: { caseNumber: 'CT-1' },
      data: { contactPermitted: 'no' },
    });

    const answer = await priya.post(PATH, fields);

    expect(answer.text).toContain(
      'Kelly Brennan is not permitted to have contact about Alfie Brennan. Talk to your manager before any contact.',
    );
    expect(answer.text).toContain('Nothing was sent. Your draft is kept.');
    expect(await intents()).toEqual([]);
    expect(await testing.database.prisma.draft.count()).toBe(1);
  });

  test('a draft is kept, filled in again, and goes when it is sent', async () => {
    await send({ body: 'I am outside.', about: 'CT-2', action: 'draft' });

    const { html } = await priya.get(PATH);
    expect(html).toContain('I am outside.');
    expect(html).toMatch(/value="CT-2"\s+checked/);
    await send({ body: 'I am outside.' });
    expect(await testing.database.prisma.draft.count()).toBe(0);
  });

  test('on a shared phone the worker first says who they are writing to', async () => {
    await aContact(testing.database, 'D', { name: 'Doreen Brennan', address: KELLY });

    const before = await priya.get(PATH);
    expect(before.text).toContain('Doreen Brennan or Kelly Brennan');
    expect(before.text).toContain('Who are you writing to?');
    expect(before.html).not.toContain('<textarea');

    const after = await priya.get(`${PATH}?to=K`);
    expect(after.text).toContain('Send to Kelly Brennan by text');
    expect(after.text).toContain('Doreen Brennan may see this phone.');
    const asked = await priya.post(
      PATH,
      { key: field(after.html, 'key'), to: 'K', about: 'CT-1', body: 'Hello', action: 'send' },
      { from: `${PATH}?to=K` },
    );
    expect(asked.text).toContain('Doreen Brennan uses this phone too.');
  });

  test('two workers see each other', async () => {
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi' });
    await testing.database.prisma.draft.create({
      data: { workerId: 'T', form: 'reply', subjectId: CONVERSATION, fields: {}, changedAt: NOW },
    });

    expect(await read()).toContain('Tom Adeyemi is writing to Kelly.');
  });

  test('people who only read cannot reply', async () => {
    await aWorker(testing.database, 'I', { role: 'information-governance' });
    await onRecord(testing.database, ['CT-1'], 'K', [{ at: '2026-03-12T13:40:00Z' }]);
    const governance = await server.signIn('I');

    const { text, html } = await governance.get(PATH);

    expect(text).toContain('You can read this conversation.');
    expect(html).not.toContain('<textarea');
    const { html: own } = await priya.get(PATH);
    const answer = await governance.postWith(
      PATH,
      {
        _csrf: /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '',
        key: field(own, 'key'),
        body: 'x',
        about: 'CT-1',
      },
      PATH,
    );
    expect(answer.status).toBe(404);
    expect(await intents()).toEqual([]);
  });
});
