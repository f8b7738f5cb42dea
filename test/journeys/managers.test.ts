// Managers, as they work: a disclosure at 21:40 on a bank-holiday Friday walks the whole rota while
// the product is stopped, killed and started again; and a careless text is reviewed above its author.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../src/free-port.ts';
import { expectAccessible } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  type Journey,
  startJourney,
  untilItSays,
  untilReloadSays,
  wordsOf,
} from '../support/journey.ts';
import { JOURNEY_PEOPLE, MEGAN } from '../support/journey-people.ts';
import { type Started, startProcess } from '../support/start-process.ts';

const WALK = { timeout: 240_000 };
const GOOD_FRIDAY = '2026-04-03T21:40:00+01:00';
const DUTY_PHONE = '+447700900990';

/** Ann Rowe manages Dev Patel; Sunita Rao manages Ann; Cai Bevan is on the emergency duty team. */
const PEOPLE: Readonly<Record<string, string[]>> = {
  ...JOURNEY_PEOPLE,
  'workers.csv': [
    ...(JOURNEY_PEOPLE['workers.csv'] ?? []).map((line) =>
      line.startsWith('M1,') ? line.replace('manager,North,,', 'manager,North,M9,') : line,
    ),
    'M9,Sunita Rao,sunita.rao@example.gov.uk,manager,Head,,,,2024-01-01,',
    'M8,Cai Bevan,cai.bevan@example.gov.uk,manager,Emergency Duty Team,,,,2024-01-01,',
    'A1,Ruth Adeyemi,ruth.adeyemi@example.gov.uk,administrator,Digital,,,,2024-01-01,',
  ],
};

async function signIn(browser: Browser, url: string, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: `Sign in as ${name}`, exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return page;
}

async function enterRota(admin: Page): Promise<void> {
  await admin.goto('/settings/rota');
  await admin.getByRole('button', { name: 'Save rota' }).click();
  await untilItSays(admin, 'With an empty rota an urgent message would reach nobody');
  await admin.getByLabel('Name of these hours').fill('Nights, weekends and bank holidays');
  for (const day of ['Monday', 'Friday', 'Saturday', 'Sunday', 'Bank holidays']) {
    await admin.getByLabel(day, { exact: true }).check();
  }
  await admin.getByLabel('From').fill('17:00');
  await admin.getByLabel('To', { exact: true }).fill('17:00');
  await admin.getByLabel('First').selectOption('line-manager');
  await admin.getByLabel('Second').selectOption('M9');
  await admin.getByLabel('Name of the team that has the duty phone').fill('Emergency Duty Team');
  await admin.getByLabel('Number of the duty phone').fill('07700 900990');
  await admin.getByRole('button', { name: 'Save rota' }).click();
  await untilItSays(admin, 'Kept. This rota is in force now.');
}

async function enterHours(admin: Page): Promise<void> {
  await admin.goto('/settings/out-of-hours');
  await admin.getByLabel('Yes').check();
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    await admin.getByLabel(day).check();
  }
  await admin.getByLabel('From').fill('09:00');
  await admin.getByLabel('To', { exact: true }).fill('17:00');
  await admin.getByLabel('Number that a family can call').fill('01632 960999');
  await admin
    .getByLabel('What a family is told, in English')
    .fill('We read messages on Tuesday at 9am. In danger, call 999. Or call 01632 960999.');
  await admin.getByRole('button', { name: 'Save' }).click();
  await untilItSays(admin, 'Kept. It is in force now.');
}

test(
  'a disclosure at 21:40 on a bank-holiday Friday walks the whole rota, through restarts and a kill, to the duty phone and an alarm',
  WALK,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'casethread-rota-'));
    const testing: TestDatabase = await createTestDatabase();
    const browser = await launchBrowser();
    const port = await freePort();
    let started: Started | undefined;
    const startAt = async (clock: string) => {
      started = await startProcess({
        dataDir: folder,
        port,
        env: {
          DATABASE_URL: testing.ownerUrl,
          DATABASE_APP_URL: testing.url,
          CASETHREAD_CLOCK: clock,
          LOG_LEVEL: 'warn',
        },
      });
      return started.url;
    };
    try {
      await importPeople(testing, folder);
      const url = await startAt(GOOD_FRIDAY);
      const admin = await signIn(browser, url, 'Ruth Adeyemi');
      await enterRota(admin);
      await enterHours(admin);

      // 21:40: the family writes.
      const phone = await signIn(browser, url, 'Ann Rowe');
      await phone.goto(`/simulator?phone=${encodeURIComponent(MEGAN.address)}`);
      const megan = phone.getByRole('region', { name: MEGAN.name, exact: true });
      await megan
        .getByLabel(`Text as ${MEGAN.name}`)
        .fill('his dad smacked harri round the head tonight theres a bruise on his face');
      await megan.getByRole('button', { name: 'Send', exact: true }).click();

      const ann = await signIn(browser, url, 'Ann Rowe');
      await ann.goto('/oversight');
      await untilReloadSays(ann, /Urgent \(1\) Harri Lloyd: possible harm/);
      expect(await wordsOf(ann)).toMatch(
        /Owner: you\. If nobody acknowledges it, it goes to Sunita Rao at 9:5\dpm\./,
      );
      // The family was told once, in the same night, and it is on the record.
      const screen = megan.getByRole('list', { name: `Messages on ${MEGAN.name}’s phone` });
      await expect
        .poll(
          async () => {
            await phone.reload();
            return screen.getByText('In danger, call 999').count();
          },
          { timeout: 60_000, interval: 1_000 },
        )
        .toBe(1);
      expect(
        await testing.database.prisma.message.count({
          where: { direction: 'outbound', body: { contains: 'In danger, call 999' } },
        }),
      ).toBe(1);

      // 21:57, after a kill: nobody acknowledged it.
      await started?.kill();
      await startAt('2026-04-03T21:57:00+01:00');
      const sunita = await signIn(browser, url, 'Sunita Rao');
      await sunita.goto('/oversight');
      await untilReloadSays(sunita, 'Owner: you.');
      expect(await wordsOf(sunita)).toContain(
        'Passed on, because Ann Rowe did not acknowledge it in time.',
      );

      // 22:15, after a restart: the duty phone, without content.
      await started?.stop();
      await startAt('2026-04-03T22:15:00+01:00');
      await expect.poll(() => textsTo(testing, DUTY_PHONE), { timeout: 60_000 }).toHaveLength(1);
      expect((await textsTo(testing, DUTY_PHONE))[0]).toMatch(
        /^An urgent message is waiting in Casethread\. Reference K\d+\.$/,
      );
      const cai = await signIn(browser, url, 'Cai Bevan');
      await cai.goto('/oversight');
      await untilReloadSays(cai, 'Owner: the Emergency Duty Team.');

      // 22:35: an alarm, and everybody again. Nothing went twice.
      await started?.stop();
      await startAt('2026-04-03T22:35:00+01:00');
      const again = await signIn(browser, url, 'Ann Rowe');
      await again.goto('/oversight');
      await untilReloadSays(again, 'Nobody on the rota has acknowledged an urgent message.');
      expect(await textsTo(testing, DUTY_PHONE)).toHaveLength(1);
      expect(await testing.database.prisma.openQuestion.count()).toBe(0); // the text is no casework

      const duty = await signIn(browser, url, 'Cai Bevan');
      await duty.goto('/oversight');
      await duty.getByRole('button', { name: /^Acknowledge/ }).click();
      await untilItSays(duty, 'You acknowledged it, and nobody else is asked.');
      expect(await wordsOf(duty)).not.toContain('Nobody on the rota has acknowledged');
      await duty.getByRole('link', { name: 'Harri Lloyd: possible harm' }).click();
      const page = await wordsOf(duty);
      expect(page).toMatch(
        /What has been done Flagged .* Sent to Ann Rowe .* Passed to Sunita Rao .* Text to the duty phone .* Everybody asked again .* Acknowledged by you/,
      );
      await duty.getByLabel('Referral to another service').check();
      await duty.getByLabel('Reason').fill('Police and ambulance asked to attend tonight.');
      await duty.getByRole('button', { name: 'Record decision' }).click();
      await untilItSays(duty, 'Kept. Your decision is on the record.');

      const dev = await signIn(browser, url, 'Dev Patel');
      await dev.goto('/inbox');
      const inbox = await wordsOf(dev);
      expect(inbox).toContain('Decided by a manager (1) Referral to another service');
      await dev.goto('/children/C4');
      expect(await wordsOf(dev)).toContain('Police and ambulance asked to attend tonight.');
    } finally {
      await browser.close();
      await started?.kill();
      await testing.drop();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** The texts that the pretend provider took for this phone. */
async function textsTo({ database }: TestDatabase, counterpart: string): Promise<string[]> {
  const rows = await database.prisma.simulatorMessage.findMany({
    where: { counterpart, direction: 'outbound' },
  });
  return rows.map(({ body }) => body);
}

async function importPeople(testing: TestDatabase, folder: string): Promise<void> {
  const { importPeople: take } = await import('../../src/people/import/import-people.ts');
  for (const [name, lines] of Object.entries(PEOPLE)) {
    await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  }
  const options = { database: testing.database, clock: () => new Date(GOOD_FRIDAY), dryRun: false };
  expect(await take(folder, options)).toMatchObject({ outcome: 'imported' });
}

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney({ people: PEOPLE });
});
afterAll(() => journey?.close());

test(
  'a careless draft is nudged, sent all the same, flagged, and reviewed above its author, who never meets the flag',
  WALK,
  async () => {
    const dev = await journey.signIn('Dev Patel');
    await dev.goto('/children/C4');
    const name = /^Message Megan Lloyd about/;
    await dev.getByRole('button', { name }).or(dev.getByRole('link', { name })).click();
    await dev.getByRole('heading', { name: 'Megan Lloyd', level: 1 }).waitFor();
    await dev.getByLabel('Your message').fill('I wont tell anyone, it stays between us');
    await dev.getByRole('button', { name: 'Send to Megan Lloyd by text' }).click();
    await untilItSays(dev, 'Check before you send');
    await dev.getByRole('button', { name: 'Send to Megan Lloyd by text' }).click();
    await untilItSays(dev, 'Kept, and being sent.');

    const ann = await journey.signIn('Ann Rowe');
    await ann.goto('/oversight');
    await untilReloadSays(ann, /Review \(1\) .* Written by Dev Patel to Megan Lloyd/);
    await ann
      .getByRole('main')
      .getByRole('link')
      .filter({ hasText: /promise of secrecy|careless/i })
      .click();
    const item = await wordsOf(ann);
    expect(item).toContain('Dev Patel wrote “');
    expect(item).toContain('It goes on no child’s record, and Dev Patel does not see it here.');
    const [cookie] = await ann.context().cookies();
    if (cookie) {
      await expectAccessible(journey.browser, ann.url(), {
        cookie: { name: cookie.name, value: cookie.value, url: journey.url },
      });
    }
    await ann.getByLabel('Advice to the worker').check();
    await ann.getByLabel('Reason').fill('Talked about confidentiality and what it cannot promise.');
    await ann.getByRole('button', { name: 'Record decision' }).click();
    await untilItSays(ann, 'Kept. Your decision stays with managers.');

    for (const place of ['/inbox', '/children/C4', '/recordings']) {
      await dev.goto(place);
      expect(await wordsOf(dev), place).not.toMatch(
        /secrecy|Advice to the worker|Decided by a manager/,
      );
    }
    expect((await dev.goto('/oversight'))?.status()).toBe(403);
  },
);
