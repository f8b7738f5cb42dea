import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { wholeAdapter } from '../../../../test/fakes/twilio/adapter.ts';
import { type FakeTwilio, startFakeTwilio } from '../../../../test/fakes/twilio/server.ts';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aWorker, OFFICIAL } from '../../../../test/support/records.ts';
import { type TestServer, testServer } from '../../../../test/support/server.ts';
import { createCapture } from '../../../capture/capture.ts';
import { type ReconcileNeeds, reconcile } from '../../../capture/reconcile.ts';
import { completenessPage } from './index.ts';

const NOW = new Date('2026-03-12T15:05:00Z');

let testing: TestDatabase;
let server: TestServer;
let twilio: FakeTwilio;
let needs: ReconcileNeeds;

beforeEach(async () => {
  testing = await testDatabase();
  const { database } = testing;
  twilio = await startFakeTwilio();
  onTestFinished(() => twilio.close());
  await aWorker(database, 'H', { name: 'Helen Marsh', role: 'manager' });
  await aWorker(database, 'P', { name: 'Priya Nair' });
  await database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'sms', team: 'North', label: 'North team line' },
  });
  const clock = () => NOW;
  needs = {
    database,
    adapters: [wholeAdapter(twilio.url)],
    capture: createCapture({ database, clock }),
    clock,
  };
  server = await testServer({ database, clock, pages: [completenessPage] });
});

async function onlyHere(externalId: string, receivedAt: string): Promise<void> {
  await needs.capture.keep({
    provider: 'twilio',
    kind: 'message',
    contentType: 'text/plain',
    raw: Buffer.from('…'),
    receivedAt: new Date(receivedAt),
    origin: 'live',
    messages: [
      {
        kind: 'message',
        channel: 'sms',
        externalId,
        direction: 'inbound',
        officialNumber: OFFICIAL,
        counterpart: '+447700900142',
        author: '+447700900142',
        workerId: null,
        body: 'Only here',
        profileName: null,
        inReplyTo: null,
        sentAt: null,
        media: [],
      },
    ],
    events: [],
    optChanges: [],
  });
}

const compare = () => reconcile(needs, { since: new Date('2026-03-09T00:00:00Z') });

describe('the completeness page', () => {
  test('says that nothing was compared before anything is', async () => {
    const helen = await server.signIn('H');

    expect((await helen.get('/completeness')).text).toContain('Nothing has been compared yet.');
  });

  test('shows each number and day: the provider’s count, ours, and what was found later', async () => {
    twilio.hold({ sentAt: new Date('2026-03-10T09:00:00Z') });
    await compare();
    const helen = await server.signIn('H');

    const { text } = await helen.get('/completeness');

    expect(text).toContain('North team line, 07700 900010');
    expect(text).toContain('Everything is here on each of these 4 days.');
    expect(text).toContain('Tuesday 10 March 1 1 1');
    expect(text).toContain('Today So far 0 0 0');
  });

  test('names each difference with its reason', async () => {
    await onlyHere('SM-deleted-there', '2026-03-10T09:00:00Z');
    await compare();
    const helen = await server.signIn('H');

    const { text } = await helen.get('/completeness');

    expect(text).toContain('On 1 day the two differ.');
    expect(text).toMatch(
      /Tuesday 10 March: a message that is only here\s*, SM-deleted-there\. A signed webhook/,
    );
  });

  test('goes further back', async () => {
    await compare();
    const helen = await server.signIn('H');

    const { text } = await helen.get('/completeness?to=2026-03-10');

    expect(text).toContain('Tuesday 10 March');
    expect(text).not.toContain('Yesterday');
    expect(text).toContain('Show the newest days');
  });

  test('is for managers, information governance and administrators, and each view is audited', async () => {
    const priya = await server.signIn('P');
    expect((await priya.get('/completeness')).status).toBe(403);

    await (await server.signIn('H')).get('/completeness');

    expect(
      await testing.database.prisma.auditEvent.findMany({ where: { action: 'view' } }),
    ).toMatchObject([{ actor: 'H', subjectKind: 'completeness' }]);
  });

  test('can be used by everyone, at desk and phone width', { timeout: 60_000 }, async () => {
    await onlyHere('SM0123456789abcdef0123456789abcdef', '2026-03-10T09:00:00Z');
    await compare();
    const helen = await server.signIn('H');
    const browser = await launchBrowser();
    onTestFinished(() => browser.close());

    await expectAccessible(browser, `${server.url}/completeness`, { cookie: helen.cookie() });
  });
});
