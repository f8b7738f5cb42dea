// A journey: the product as `npm start` runs it, the families' phones, and people at real browsers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freePort } from '../../src/free-port.ts';
import { launchBrowser } from './browser.ts';
import { createTestDatabase } from './database.ts';
import type { Owner } from './journey-people.ts';
import { startProcess } from './start-process.ts';

/** A Thursday morning. */
export const MORNING = '2026-03-12T11:20:00Z';
const COMMAND = join(import.meta.dirname, '../../tools/casethread.mjs');
const PATIENCE_MS = 20_000;

export type Journey = {
  url: string;
  browser: Browser;
  /** For what no page shows. */
  database: Database;
  /** Somebody opens a browser of their own and signs in by name; they stand at their first page. */
  signIn(name: string, options?: BrowserContextOptions): Promise<Page>;
  /** Somebody opens a family's phone in the simulator. */
  phone(owner: Owner): Promise<Phone>;
  /** `npx casethread …` beside the running product: what it prints. Rejects when it fails. */
  command(...args: string[]): Promise<string>;
  close(): Promise<void>;
};

export type JourneyOptions = {
  /** People files by name; null: the demonstration's own families. */
  people: Readonly<Record<string, string[]>> | null;
  env?: Record<string, string>;
};

/** Imports the people with the command, then starts the product. For `beforeAll`, `close` in `afterAll`. */
export async function startJourney({ people, env = {} }: JourneyOptions): Promise<Journey> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of undo.reverse()) await stop();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'casethread-journey-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const testing = await createTestDatabase();
    undo.push(() => testing.drop());
    const settings = {
      DATABASE_URL: testing.ownerUrl,
      DATABASE_APP_URL: testing.url,
      DATA_DIR: folder,
      CASETHREAD_CLOCK: MORNING,
      CASETHREAD_DEMO_DATA: people === null ? 'on' : 'off',
      LOG_LEVEL: 'warn',
      ...env,
    };
    const command = (...args: string[]) => run(args, settings);
    const [browser] = await Promise.all([
      launchBrowser(),
      people === null ? null : importPeople(folder, people, command),
    ]);
    undo.push(() => browser.close());
    const { url, stop } = await startProcess({
      dataDir: folder,
      port: await freePort(),
      env: settings,
    });
    undo.push(stop);
    const open = async (path: string, options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ ...options, baseURL: url });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    };
    return {
      url,
      browser,
      database: testing.database,
      command,
      close,
      async signIn(name, options) {
        const page = await open('/sign-in', options);
        await page.getByRole('button', { name: `Sign in as ${name}`, exact: true }).click();
        await page.getByRole('button', { name: 'Sign out' }).waitFor();
        return page;
      },
      phone: async (owner) =>
        phoneOf(await open(`/simulator?phone=${encodeURIComponent(owner.address)}`), owner),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function importPeople(
  folder: string,
  files: Readonly<Record<string, string[]>>,
  command: Journey['command'],
): Promise<void> {
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  }
  await command('import', 'people', folder);
}

async function run(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`casethread ${args.join(' ')} failed:\n${await err}`);
  return out;
}

export type Phone = {
  page: Page;
  /** The messages on its screen. */
  screen: Locator;
  /** Sends a text, and waits until the simulator says what became of it. */
  write(words: string, to?: string): Promise<void>;
  sendPhoto(words: string): Promise<void>;
  ring(): Promise<void>;
};

function phoneOf(page: Page, { name }: Owner): Phone {
  const phone = page.getByRole('region', { name, exact: true });
  const screen = phone.getByRole('list', { name: `Messages on ${name}’s phone` });
  const act = async (button: string, shown: string) => {
    const before = await screen.getByText(shown).count();
    await phone.getByRole('button', { name: button, exact: true }).click();
    await expect
      .poll(() => screen.getByText(shown).count(), { timeout: PATIENCE_MS })
      .toBe(before + 1);
  };
  const fill = (words: string) => phone.getByLabel(`Text as ${name}`).fill(words);
  return {
    page,
    screen,
    async write(words, to) {
      if (to !== undefined) await phone.getByLabel('To', { exact: true }).selectOption(to);
      await fill(words);
      await act('Send', words);
    },
    async sendPhoto(words) {
      await fill(words);
      await act('Send a photo', words);
    },
    ring: () => act('Missed call', 'Missed call'),
  };
}

/** What a person reads in the main part of the page, spaces made single. */
export async function wordsOf(page: Page): Promise<string> {
  const words = await page.getByRole('main').innerText();
  return words.replace(/[\s\u00a0]+/g, ' ');
}

/** Waits until the page says this, and nothing but time is needed for it. */
export async function untilItSays(page: Page, words: string | RegExp): Promise<void> {
  const expected = expect.poll(() => wordsOf(page), { timeout: PATIENCE_MS });
  await (typeof words === 'string' ? expected.toContain(words) : expected.toMatch(words));
}

/** Opens a place again until it says this: what arrives in a moment is there in a moment. */
export async function untilReloadSays(page: Page, words: string | RegExp): Promise<void> {
  const expected = expect.poll(
    async () => {
      await page.reload();
      return wordsOf(page);
    },
    { timeout: PATIENCE_MS, interval: 250 },
  );
  await (typeof words === 'string' ? expected.toContain(words) : expected.toMatch(words));
}
