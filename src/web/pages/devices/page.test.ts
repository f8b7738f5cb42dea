import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { expectAccessible } from '../../../../test/support/axe.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { readDevice } from '../../../devices/device-store.ts';
import { noteLinkEvent, noteWell, setLinkState } from '../../../devices/link-store.ts';
import { devicesPage } from './index.ts';
import { drawCode } from './qr.ts';

const PATH = '/settings/devices';
const NOW = new Date('2026-03-12T15:05:00Z');
const PHONE = {
  number: '07700 900123',
  label: 'North duty phone',
  team: 'North',
  holder: 'P',
  approver: 'H',
  approvedOn: '1/3/2026',
  dpia: 'DPIA-2026-014',
  issued: 'yes',
  told: 'yes',
};

let testing: TestDatabase;
let server: TestServer;
let ruth: Client;

beforeEach(async () => {
  testing = await testDatabase();
  await aWorker(testing.database, 'R', { name: 'Ruth Pemberton', role: 'administrator' });
  await aWorker(testing.database, 'H', { name: 'Helen Marsh', role: 'manager', team: 'North' });
  await aWorker(testing.database, 'P', { name: 'Priya Nair', team: 'North' });
  server = await serve(true);
  ruth = await server.signIn('R');
});

const serve = (isOn: boolean) =>
  testServer({ database: testing.database, clock: () => NOW, pages: [devicesPage({ isOn })] });

const registered = () => testing.database.prisma.device.findMany();

async function aPhone(): Promise<{ id: string; path: string }> {
  const answer = await ruth.post(`${PATH}/register`, PHONE);
  const path = String(answer.location);
  return { id: path.slice(PATH.length + 1), path };
}

const audited = async () =>
  (
    await testing.database.prisma.auditEvent.findMany({
      where: { subjectKind: 'phone' },
      orderBy: { sequence: 'asc' },
    })
  ).map(({ actor, action }) => `${actor} ${action}`);

describe('registering a phone', () => {
  test('records who approved it, when, and under which impact assessment', async () => {
    const { path } = await aPhone();

    expect(await registered()).toMatchObject([
      {
        number: '+447700900123',
        team: 'North',
        workerId: 'P',
        approvedBy: 'H',
        approvedOn: new Date('2026-03-01T00:00:00Z'),
        dpiaReference: 'DPIA-2026-014',
        registeredBy: 'R',
        registeredAt: NOW,
      },
    ]);
    const { text } = await ruth.get(path);
    expect(text).toContain('Helen Marsh, 1 March 2026');
    expect(text).toContain('DPIA-2026-014');
    expect(text).toContain('Not linked');
    expect(await audited()).toEqual(['R register']);
  });

  test('makes its number one of the authority’s own', async () => {
    await aPhone();

    expect(await testing.database.prisma.officialNumber.findMany()).toMatchObject([
      { address: '+447700900123', channel: 'whatsapp', team: 'North', workerId: 'P' },
    ]);
  });

  test.each([
    ['approver', { approver: '' }, 'Choose who approved it'],
    ['dpia', { dpia: ' ' }, 'Enter the reference of the data protection impact assessment'],
    ['approvedOn', { approvedOn: 'yesterday' }, 'Enter when it was approved, like 12/3/2026'],
    [
      'approvedOn',
      { approvedOn: '13/3/2026' },
      'When it was approved must be today or in the past',
    ],
    ['issued', { issued: '' }, 'Confirm that the authority issued this phone'],
    ['told', { told: '' }, 'Confirm that whoever holds it knows what is kept'],
    ['number', { number: 'duty' }, 'Enter a phone number, like 07700 900123'],
  ])('is refused without what makes it lawful: %s', async (_, wrong, words) => {
    const answer = await ruth.post(`${PATH}/register`, { ...PHONE, ...wrong });

    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('North duty phone');
    expect(await registered()).toEqual([]);
  });

  test('needs a second person: nobody approves what they register, and no worker approves', async () => {
    await aWorker(testing.database, 'R2', { name: 'Ruth Other', role: 'manager' });

    for (const approver of ['R', 'P', 'nobody']) {
      const answer = await ruth.post(`${PATH}/register`, { ...PHONE, approver });
      expect(answer.text).toContain('Choose who approved it');
    }
    expect(await registered()).toEqual([]);
  });

  test('is refused for a number that is registered already, until that registration ends', async () => {
    const { path } = await aPhone();
    const again = await ruth.post(`${PATH}/register`, PHONE);
    expect(again.text).toContain('A phone with this number is registered already');

    await ruth.post(`${path}/revoke`, { reason: 'Replaced' }, { from: path });
    await ruth.post(`${PATH}/register`, PHONE);

    expect(await registered()).toHaveLength(2);
    expect((await ruth.get(PATH)).text).toContain('Registration ended');
  });

  test('is for administrators only', async () => {
    const { path } = await aPhone();
    for (const worker of ['H', 'P']) {
      const other = await server.signIn(worker);
      for (const address of [PATH, `${PATH}/register`, path, `${path}/live`]) {
        expect((await other.get(address)).status, `${worker} ${address}`).toBe(403);
      }
    }
  });
});

describe('linking a phone', () => {
  test('shows the code that the phone scans, drawn by the server, and then that it is read', async () => {
    const { id, path } = await aPhone();
    const { pool } = testing.database;
    await ruth.post(`${path}/link`, {}, { from: path });
    expect((await readDevice(pool, id))?.newest).toBe('link-asked');
    expect((await ruth.get(path)).text).toContain('A code is being fetched');
    const before = JSON.parse((await ruth.get(`${path}/live`)).html).token;

    await setLinkState(pool, id, 'code', 'ref-1,key,key,secret,1', NOW);

    const shown = (await ruth.get(path)).html;
    expect(shown).toContain(drawCode('ref-1,key,key,secret,1').path);
    expect(shown).toContain('aria-label="Code to scan with WhatsApp on the phone"');
    expect(shown).not.toContain('ref-1,key');
    const after = JSON.parse((await ruth.get(`${path}/live`)).html).token;
    expect(after).not.toBe(before);

    await setLinkState(pool, id, 'open', null, NOW);
    await noteLinkEvent(pool, id, 'linked', 'system:capture-device', NOW);
    await noteWell(pool, id, NOW, NOW);
    expect((await ruth.get(path)).text).toContain('Being read');
  });

  test('is ended by an administrator', async () => {
    const { id, path } = await aPhone();
    await noteLinkEvent(testing.database.pool, id, 'linked', 'system:capture-device', NOW);

    await ruth.post(`${path}/unlink`, {}, { from: path });

    expect((await readDevice(testing.database.pool, id))?.newest).toBe('unlink-asked');
    expect(await audited()).toEqual(['R register', 'R unlink-phone']);
  });

  test('is not offered where reading phones is switched off', async () => {
    const { path } = await aPhone();
    const off = await serve(false);
    const client = await off.signIn('R');

    expect((await client.get(PATH)).text).toContain('Reading phones is switched off');
    expect((await client.get(path)).text).not.toContain('Link this phone');
  });
});

describe('groups', () => {
  test('are registered with the reason why they are casework, and withdrawn', async () => {
    const { path } = await aPhone();
    const missing = await ruth.post(`${path}/groups`, { name: '', why: '' }, { from: path });
    expect(missing.text).toContain('Say why it is casework');

    await ruth.post(
      `${path}/groups`,
      { name: 'Core group', why: 'Child protection plan' },
      { from: path },
    );
    const { html } = await ruth.get(path);
    expect(html).toContain('Child protection plan');
    const [, withdraw = ''] = /action="([^"]+\/withdraw)"/.exec(html) ?? [];
    await ruth.post(withdraw, {}, { from: path });

    expect((await ruth.get(path)).text).toContain('No group is registered');
    expect(await audited()).toEqual(['R register', 'R register-group', 'R withdraw-group']);
  });
});

test('ending the registration needs a reason, is final, and leaves the approval on the page', async () => {
  const { path } = await aPhone();
  expect((await ruth.post(`${path}/revoke`, { reason: '' }, { from: path })).text).toContain(
    'Give a reason',
  );

  await ruth.post(`${path}/revoke`, { reason: 'The post has ended' }, { from: path });

  const { text } = await ruth.get(path);
  expect(text).toContain('The post has ended');
  expect(text).toContain('DPIA-2026-014');
  expect(text).not.toContain('Link this phone');
  expect((await ruth.post(`${path}/link`, {}, { from: PATH })).status).toBe(404);
});

test('the pages can be used by everyone, in every state', { timeout: 240_000 }, async () => {
  const { id, path } = await aPhone();
  const { pool } = testing.database;
  await ruth.post(
    `${path}/groups`,
    { name: 'Core group, Brennan', why: 'Child protection plan' },
    { from: path },
  );
  await noteLinkEvent(pool, id, 'link-asked', 'R', NOW);
  await setLinkState(pool, id, 'code', `2@${'ref'.repeat(40)},key,key,secret,1`, NOW);
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const look = (address: string) =>
    expectAccessible(browser, server.url + address, { cookie: ruth.cookie() });

  await look(PATH);
  await look(`${PATH}/register`);
  await look(path);
  await noteLinkEvent(pool, id, 'linked', 'system:capture-device', NOW);
  await noteWell(pool, id, NOW, NOW);
  await look(path);
  await ruth.post(`${path}/revoke`, { reason: 'The post has ended' }, { from: path });
  await look(path);
});
