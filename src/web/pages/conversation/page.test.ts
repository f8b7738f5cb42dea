import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import {
  type ConversationWorld,
  conversationWorld,
  PATH,
} from '../../../../test/support/conversation-page.ts';
import { aQuestion, aSend, onRecord } from '../../../../test/support/questions.ts';
import { aChild, aMessage, aWorker, OFFICIAL } from '../../../../test/support/records.ts';
import { CONVERSATION } from '../../../../test/support/sending.ts';
import type { Client } from '../../../../test/support/server.ts';
import { conversationIdOf } from '../../../messaging/identity.ts';

const UNKNOWN = '+447700900377';

let browser: Browser;
let testing: ConversationWorld['testing'];
let server: ConversationWorld['server'];
let read: ConversationWorld['read'];
let priya: Client;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  ({ testing, server, priya, read } = await conversationWorld());
});

async function anEvent(messageId: string, type: string, at: string, changes: object = {}) {
  await testing.database.prisma.messageEvent.create({
    data: {
      id: randomUUID(),
      messageId,
      deliveryId: randomUUID(),
      type,
      at: new Date(at),
      dedupeKey: randomUUID(),
      ...changes,
    },
  });
}

describe('reading', () => {
  test('no two runs are called the same, so that they can be told apart by ear', async () => {
    const said = (caseNumber: string, at: string) =>
      onRecord(testing.database, [caseNumber], 'K', [{ at }]);
    await said('CT-2', '2026-03-11T08:47:10Z');
    await said('CT-1', '2026-03-11T08:47:20Z');
    await said('CT-2', '2026-03-11T08:47:30Z');
    await said('CT-2', '2026-03-12T13:40:00Z');

    const { html } = await priya.get(PATH);

    const labels = [...html.matchAll(/<section class="ct-run[^>]*aria-label="([^"]+)"/g)];
    expect(labels.map(([, label]) => label)).toEqual([
      'Messages about Maisie Brennan, born 19 September 2018, from 8:47am yesterday',
      'Messages about Alfie Brennan, born 4 May 2016, from 8:47am yesterday',
      'Messages about Maisie Brennan, born 19 September 2018, from 8:47am yesterday, part 2',
      'Messages about Maisie Brennan, born 19 September 2018, from 1:40pm today',
    ]);
  });

  test('each run says which child, why, and how to correct it; every message has its receipt', async () => {
    await onRecord(testing.database, ['CT-2'], 'K', [
      { at: '2026-03-11T08:47:00Z', changes: { body: 'Maisie had a better nite' } },
      { at: '2026-03-11T09:15:00Z', changes: { body: 'yes thats fine' } },
    ]);
    await onRecord(testing.database, ['CT-1'], 'K', [
      { at: '2026-03-12T13:40:00Z', changes: { body: 'Alfie is ok' } },
    ]);

    const text = await read();

    expect(text).toContain('Mother of Alfie and Maisie. Text messages with the North team line.');
    expect(text).toContain(
      'Yesterday, Wednesday 11 March About Maisie Brennan, born 19 September 2018',
    );
    expect(text).toContain('Today, Thursday 12 March About Alfie Brennan, born 4 May 2016');
    expect(text.match(/Wrong child\?/g)).toHaveLength(2);
    expect(text.match(/Kept — safe to delete from your device/g)).toHaveLength(4); // and once explained
    expect(text).toMatch(
      /Maisie had a better nite 8:47am Kept — safe to delete from your device, .* Reference K\d+/,
    );
  });

  test('messages that wait for a child say so, and that they must not be deleted yet', async () => {
    const { id } = await aQuestion(
      testing.database,
      [{ at: '2026-03-12T14:51:00Z', changes: { body: 'Bear been sick again' } }],
      { caseNumbers: ['CT-1', 'CT-2'], contactId: 'K' },
    );

    const { text, html } = await priya.get(PATH);

    expect(text).toContain(
      'Which child? Not on any record yet. “Bear” is not a name on any record.',
    );
    expect(text).toContain('Kept — do not delete yet. It waits for someone to choose the child.');
    expect(html).toContain(`href="${PATH}/questions/${id}"`);
  });

  test('messages about a child whom the viewer may not see are counted, without content or name', async () => {
    await aWorker(testing.database, 'T', { name: 'Tom Adeyemi' });
    await aChild(testing.database, 'CT-3', { name: 'Jayden Brennan-Cole', lead: 'T' });
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
    await onRecord(testing.database, ['CT-1'], 'K', [
      { at: '2026-03-12T13:40:00Z', changes: { body: 'secret of Alfie' } },
      { at: '2026-03-12T13:41:00Z', changes: { body: 'another secret of Alfie' } },
    ]);
    await onRecord(testing.database, ['CT-3'], 'K', [
      { at: '2026-03-12T14:40:00Z', changes: { body: 'Jayden is at football' } },
    ]);

    const text = await read(PATH, await server.signIn('T'));

    expect(text).toContain('2 messages about a child you cannot see.');
    expect(text).toContain('Jayden is at football');
    expect(text).not.toContain('secret');
    expect(text).not.toContain('Alfie');
  });

  test('first words stay above the later ones, and a deleted message keeps its text', async () => {
    const [edited, deleted] = await onRecord(testing.database, ['CT-1'], 'K', [
      { at: '2026-03-12T10:02:00Z', changes: { body: 'Gareth had been drinking' } },
      { at: '2026-03-12T10:11:00Z', changes: { body: 'Please dont tell Gareth' } },
    ]);
    await anEvent(edited?.id ?? '', 'edited', '2026-03-12T10:09:00Z', { body: 'late and upset' });
    await anEvent(deleted?.id ?? '', 'deleted', '2026-03-12T10:12:00Z');

    const text = await read();

    expect(text).toContain(
      'First sent, 10:02am Gareth had been drinking Edited by Kelly Brennan, today, 10:09am late and upset',
    );
    expect(text).toContain(
      'Deleted by Kelly Brennan, today, 10:12am. The message is still on the record. Please dont tell Gareth',
    );
  });

  test('words that may be about harm are marked; a flag on a worker’s words never shows to its subject', async () => {
    await onRecord(testing.database, ['CT-1'], 'K', [
      { at: '2026-03-12T13:40:00Z', changes: { body: 'he <b>smacked</b> him' }, flag: 'smacked' },
      {
        at: '2026-03-12T13:41:00Z',
        changes: { body: 'ok hun', direction: 'outbound', workerId: 'P' },
        flag: 'hun',
      },
    ]);
    const helen = await server.signIn('H');

    const own = (await priya.get(PATH)).html;
    const managers = (await helen.get(PATH)).html;

    expect(own).toContain('he &lt;b&gt;<mark>smacked</mark>&lt;/b&gt; him');
    expect(own).not.toContain('<mark>hun</mark>');
    expect(managers).toContain('<mark>hun</mark>');
  });

  test('a status never goes backwards, and a failure says why', async () => {
    const [sent] = await onRecord(testing.database, ['CT-1'], 'K', [
      {
        at: '2026-03-12T13:46:00Z',
        changes: { body: 'Is he safe?', direction: 'outbound', workerId: 'P' },
      },
    ]);
    await anEvent(sent?.id ?? '', 'status', '2026-03-12T13:46:05Z', { status: 'delivered' });
    await anEvent(sent?.id ?? '', 'status', '2026-03-12T13:46:09Z', { status: 'sent' });

    expect(await read()).toContain('You Is he safe? 1:46pm , delivered');

    await aSend(testing.database, CONVERSATION, {
      messageId: sent?.id ?? '',
      words: 'The phone could not be reached.',
    });
    await anEvent(sent?.id ?? '', 'status', '2026-03-12T13:47:00Z', { status: 'undelivered' });
    expect(await read()).toContain('1:46pm Not delivered. The phone could not be reached.');
  });

  test('what was never accepted stays in the conversation, with the reason', async () => {
    await aSend(testing.database, CONVERSATION, { body: 'I will call you at 4pm.' });
    await aSend(testing.database, CONVERSATION, {
      body: 'On my way.',
      state: 'waiting',
      words: '',
    });

    const text = await read();

    expect(text).toContain(
      "I will call you at 4pm. 10:15am Not delivered. This number can't receive texts.",
    );
    expect(text).toContain('On my way. 10:15am , sending');
  });

  test('the newest 50 are shown, and earlier ones on request', async () => {
    for (let minute = 0; minute < 55; minute += 1) {
      await aMessage(testing.database, `2026-03-12T10:${String(minute).padStart(2, '0')}:00Z`, {
        body: `message ${minute}.`,
      });
    }

    const { text, html } = await priya.get(PATH);

    expect(text).toContain('message 54.');
    expect(text).not.toContain('message 4.');
    const earlier = /href="([^"]+before=[^"]+)"/.exec(html)?.[1] ?? '';
    const older = await read(earlier.replaceAll('&amp;', '&'));
    expect(older).toContain('message 0.');
    expect(older).toContain('message 4.');
    expect(older).not.toContain('message 5.');
    expect(older).not.toContain('Reply to');
  });

  test('an unknown number shows what is known, what to do, and that nothing can be sent', async () => {
    await aQuestion(testing.database, [
      { at: '2026-03-12T11:06:00Z', changes: { body: 'hi its gaz', counterpart: UNKNOWN } },
    ]);
    const conversation = conversationIdOf('sms', OFFICIAL, UNKNOWN);
    const helen = await server.signIn('H');

    const text = await read(`/conversations/${conversation}`, helen);

    expect(text).toContain('Unknown number 07700 900377');
    expect(text).toContain('Nobody on record has this number today.');
    expect(text).toContain('You cannot message 07700 900377 yet');
    expect((await priya.get(`/conversations/${conversation}`)).status).toBe(404);
  });

  test('every view is audited with its children', async () => {
    await onRecord(testing.database, ['CT-1'], 'K', [{ at: '2026-03-12T13:40:00Z' }]);
    await read();

    const [view] = await testing.database.prisma.auditEvent.findMany({ where: { action: 'view' } });
    expect(view).toMatchObject({
      actor: 'P',
      subjectKind: 'conversation',
      subjectId: CONVERSATION,
    });
    expect(view?.caseNumbers).toContain('CT-1');
  });
});

test('the live token changes when a message came, and says nothing of it', async () => {
  const before = await priya.get(`${PATH}/live`);
  await aMessage(testing.database, '2026-03-12T15:04:55Z', { body: 'are you there' });
  const after = await priya.get(`${PATH}/live`);

  expect(after.html).not.toBe(before.html);
  expect(after.html).toContain('A new message has arrived.');
  expect(after.html).not.toContain('are you there');
});

test('everyone can use it, in every state', { timeout: 180_000 }, async () => {
  const look = { cookie: priya.cookie() };
  await onRecord(testing.database, ['CT-1'], 'K', [
    { at: '2026-03-12T13:40:00Z', changes: { body: 'smacked him' }, flag: 'smacked' },
    {
      at: '2026-03-12T13:46:00Z',
      changes: { body: 'Is he safe?', direction: 'outbound', workerId: 'P' },
    },
  ]);
  await aQuestion(testing.database, [{ at: '2026-03-12T14:51:00Z' }], {
    caseNumbers: ['CT-1', 'CT-2'],
    contactId: 'K',
  });
  await aSend(testing.database, CONVERSATION);
  await expectAccessible(browser, `${server.url}${PATH}`, look);

  await testing.database.prisma.contactIdentifier.updateMany({ data: { verified: false } });
  await expectAccessible(browser, `${server.url}${PATH}`, look);
});
