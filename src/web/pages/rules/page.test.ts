import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible, screenshot } from '../../../../test/support/axe.ts';
import { theBrennans } from '../../../../test/support/brennans.ts';
import { launchBrowser } from '../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aDecision, aMessage, aWorker } from '../../../../test/support/records.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { createRulesInForce } from '../../../oversight/in-force.ts';
import { readRuleFiles } from '../../../oversight/rule-files.ts';
import { listVersions, saveVersion, takeForce } from '../../../oversight/rules-store.ts';
import { rulesPage } from './index.ts';

const PATH = '/settings/rules';
const NOW = new Date('2026-03-12T10:00:00Z');
const SLOW = { timeout: 60_000 };
const SHOTS = process.env.RULE_SHOTS;

let testing: TestDatabase;
let server: TestServer;
let browser: Browser;
let admin: Client;
let manager: Client;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  testing = await testDatabase();
  await theBrennans(testing.database);
  await aWorker(testing.database, 'W-ADMIN', { name: 'Ruth Pemberton', role: 'administrator' });
  const pages = [rulesPage(readRuleFiles)];
  server = await testServer({ database: testing.database, pages, clock: () => NOW });
  admin = await server.signIn('W-ADMIN');
  manager = await server.signIn('W-HELEN');
});

const slang = {
  id: 'local-slang',
  category: 'exploitation',
  severity: 'urgent',
  direction: 'inbound',
  means: 'A word that a local gang uses',
  match: '(bluebottling|bluebottled) ..3 (for|with)',
  on: 'yes',
  why: 'The police told us what it means',
};

/** A draft with the new rule; returns the address of its page. */
async function drafted(fields: Partial<typeof slang> = {}): Promise<string> {
  const answer = await admin.post(`${PATH}/rules/new`, { ...slang, ...fields });
  if (answer.location === null) throw new Error(answer.text);
  return answer.location;
}

test(
  'a rule that is added is a draft, is tried on past messages, and then takes force with a reason',
  SLOW,
  async () => {
    const message = await aMessage(testing.database, '2026-03-10T20:00:00Z', {
      body: 'He is bluebottling for Kez again',
    });
    await aDecision(testing.database, message, ['CT-20417']);
    const rules = createRulesInForce(readRuleFiles);
    const subject = { text: 'He is bluebottling for Kez again', direction: 'inbound' } as const;
    const raised = () => rules.evaluate(subject).map(({ rule }) => rule);

    const draft = await drafted();
    await rules.refresh(testing.database.pool, NOW);
    expect(raised()).not.toContain('local-slang@1');

    const tried = await admin.post(`${draft}/try`, {}, { from: draft });
    expect(tried.text).toContain('Flags that would be new: 1');
    const noReason = await admin.post(`${draft}/force`, { reason: '' }, { from: draft });
    expect(noReason.status).toBe(422);
    await admin.post(`${draft}/force`, { reason: 'Agreed with the police' }, { from: draft });

    const later = createRulesInForce(readRuleFiles);
    await later.refresh(testing.database.pool, NOW);
    expect(later.evaluate(subject).map(({ rule }) => rule)).toContain('local-slang@1');
    expect((await admin.get(PATH)).text).toContain('“Agreed with the police”');
  },
);

test('examples of a dry run are shown to those who may see the child, and nobody else', async () => {
  const message = await aMessage(testing.database, '2026-03-10T20:00:00Z', {
    body: 'He is bluebottling for Kez again',
  });
  await aDecision(testing.database, message, ['CT-20417']);
  const draft = await drafted();

  const forAdministrator = await admin.post(`${draft}/try`, {}, { from: draft });
  const forManager = await manager.post(`${draft}/try`, {}, { from: draft });

  expect(forAdministrator.text).not.toContain('for Kez again');
  expect(forAdministrator.text).toContain('1 message of children whose records you cannot see');
  expect(forManager.text).toContain('He is bluebottling for Kez again');
  const tries = await testing.database.prisma.auditEvent.findMany({
    where: { action: 'try-rules' },
    orderBy: { at: 'asc' },
  });
  expect(tries.map(({ caseNumbers }) => caseNumbers)).toEqual([[], ['CT-20417']]);
});

test('managers read the rules and change nothing', async () => {
  const page = await manager.get(`${PATH}/rules/harm-marks`);
  expect(page.status).toBe(200);
  expect(page.html).not.toContain('Save as a draft');

  const answer = await manager.post(`${PATH}/rules/new`, slang, { from: PATH });
  expect(answer.status).toBe(403);
});

test('a pattern with a mistake is refused with the line it stands on, and nothing typed is lost', async () => {
  const { status, text, html } = await admin.post(`${PATH}/rules/new`, {
    ...slang,
    match: 'a good line\n(not closed',
  });

  expect(status).toBe(422);
  expect(text).toContain('Line 2:');
  expect(html).toContain('a good line');
  expect(await listVersions(testing.database.pool)).toHaveLength(0);
});

describe('a broken rule', () => {
  test('is switched off and an administrator is alarmed; the others still flag', async () => {
    const rule = { ...ownRule(), match: ['{no-such-class}'] };
    const versionId = await saveVersion(testing.database.pool, {
      changes: { switchedOff: [], rules: [{ category: 'exploitation', rule }] },
      summary: 'Broken',
      madeBy: 'W-ADMIN',
      madeAt: NOW,
    });
    await takeForce(testing.database.pool, {
      versionId,
      reason: 'r',
      takenBy: 'W-ADMIN',
      takenAt: NOW,
    });
    const rules = createRulesInForce(readRuleFiles);

    await rules.refresh(testing.database.pool, NOW);

    const flags = rules.evaluate({ text: 'My dad hit me with his belt', direction: 'inbound' });
    expect(flags.length).toBeGreaterThan(0);
    const [alarm] = await testing.database.prisma.alarm.findMany();
    expect(alarm).toMatchObject({ kind: 'rule-broken', clearedAt: null });
    expect(alarm?.words).toContain('local-slang');
  });
});

test('past messages are read again: new flags join, and none is taken away', async () => {
  const message = await aMessage(testing.database, '2026-03-10T20:00:00Z', { body: 'x' });
  await aDecision(testing.database, message, ['CT-20417']);

  const answer = await admin.post(`${PATH}/read-again`, { since: '1/3/2026' }, { from: PATH });

  expect(answer.location).toBe(PATH);
  const work = await testing.database.prisma.stageWork.findMany({ where: { stage: 'oversight' } });
  expect(work.map(({ subjectId }) => subjectId)).toContain(message.id);
});

test('the pages of rules can be used by everyone', { timeout: 240_000 }, async () => {
  const draft = await drafted();
  for (const [client, path] of [
    [admin, PATH],
    [admin, `${PATH}/rules/new`],
    [admin, `${PATH}/rules/harm-marks`],
    [manager, `${PATH}/rules/harm-marks`],
    [admin, draft],
  ] as const) {
    const look = { cookie: client.cookie() };
    await expectAccessible(browser, server.url + path, look);
    if (SHOTS)
      for (const width of [1280, 390])
        await screenshot(
          browser,
          server.url + path,
          `${SHOTS}/${path.replaceAll('/', '_').slice(0, 40)}-${width}.png`,
          { ...look, width },
        );
  }
});

function ownRule() {
  return {
    id: 'local-slang',
    version: 1,
    severity: 'urgent' as const,
    means: slang.means,
    match: ['bluebottling'],
  };
}
