// Microsoft's own test client, driven in a browser: it sends what it thinks Teams sends, and draws our cards.
// It knows no tokens offline: a proxy between signs what it sends, with the local issuer's key.
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../src/free-port.ts';
import { APP_ID } from '../../test/fakes/teams/server.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { testDatabase } from '../../test/support/database.ts';
import { teamsWorkers } from '../../test/support/teams-workers.ts';

/** Who the client says it is, and where. */
const ALEX = '00000000-0000-0000-0000-0000000000020';
const TENANT_OF_CLIENT = '00000000-0000-0000-0000-0000000000001';
const CLIENT = new URL(
  '../../node_modules/@microsoft/m365agentsplayground/cli.js',
  import.meta.url,
);

test('Microsoft’s test client shows our question, and its answer is the record’s', {
  timeout: 180_000,
}, async () => {
  const { database } = await testDatabase();
  const teams = await teamsWorkers(database, () => new Date('2026-03-12T15:00:00Z'), {
    userId: ALEX,
    tenantId: TENANT_OF_CLIENT,
  });
  const proxy = await signingProxy(teams);
  const page = await openClient(proxy);
  await type(page, 'see you at 3pm');
  await page.getByText('Not sent.').waitFor();
  expect(await database.prisma.sendIntent.count()).toBe(0);

  await teams.text('Bear been sick again', '2026-03-12T14:51:00Z');
  await teams.drain();
  await teams.prompt();
  await page.getByText('Which child is this about?').waitFor();
  await page.getByText('Maisie Brennan', { exact: false }).first().click();
  await page.getByRole('button', { name: 'Save' }).last().click();

  await page.getByText('On Maisie Brennan', { exact: false }).first().waitFor();
  expect(await database.prisma.currentAttribution.findMany()).toMatchObject([
    { state: 'attributed', caseNumbers: ['CT-2'] },
  ]);
});

const sent = z.looseObject({ serviceUrl: z.string() });

/** Adds the token that Microsoft's service would; answers as our door does. */
async function signingProxy({
  fake,
  post,
}: Pick<Awaited<ReturnType<typeof teamsWorkers>>, 'fake' | 'post'>) {
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString();
    const activity = sent.safeParse(body === '' ? null : JSON.parse(body)).data;
    // It first asks whether anybody is there.
    if (!activity) return response.writeHead(200).end();
    const token = fake.issuer.sign(APP_ID, activity.serviceUrl);
    const answer = await post(body, `Bearer ${token}`);
    const type = answer.headers.get('content-type') ?? 'text/plain';
    response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`; // it listens on TCP
}

async function openClient(endpoint: string): Promise<Page> {
  const port = await freePort();
  const client: ChildProcess = spawn(
    process.execPath,
    [CLIENT.pathname, '-e', endpoint, '-c', 'msteams', '-p', String(port), '--disable-telemetry'],
    // It leaves files where it runs.
    { cwd: tmpdir(), stdio: 'ignore', env: { ...process.env, BROWSER: 'none' } },
  );
  onTestFinished(() => {
    client.kill('SIGKILL');
  });
  const url = `http://127.0.0.1:${port}/`;
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    await delay(200);
  }
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await page.getByText('conversationUpdate').first().waitFor();
  return page;
}

async function type(page: Page, words: string): Promise<void> {
  await page.locator('[contenteditable=true], textarea, input[type=text]').first().click();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}
