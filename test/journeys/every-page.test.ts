// Every page, as everybody who may open it, in the states that four weeks of work leave behind:
// axe finds nothing at desk and phone width, with scripts and without, and nothing scrolls sideways.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { type Journey, startJourney } from '../support/journey.ts';

/** Four looks a page; a slow machine may take its time. */
const LOOK = { timeout: 900_000 };

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney({ people: null });
});
afterAll(() => journey?.close());

/** Addresses of links on this page that fit, each shape of address once, as they stand on it. */
async function linksOn(page: Page, path: string): Promise<string[]> {
  await page.goto(path);
  const hrefs = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  return hrefs.filter((href) => href.startsWith('/'));
}

const shapeOf = (address: string) =>
  address
    .replace(/[?#].*/, '')
    .replace(/\/[0-9a-f-]{36}/g, '/id')
    .replace(/\/CT-\d+/, '/case')
    .replace(/\/(contact-plan|supervision)\/[^/]+/, '/$1/one');

/** From these pages on, one page of each shape that a link leads to. */
async function pagesFrom(page: Page, starts: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  const toRead = [...starts];
  for (let path = toRead.shift(); path !== undefined; path = toRead.shift()) {
    const shape = shapeOf(path);
    if (found.has(shape) || /\/(media|spreadsheet|figures|simulator)/.test(path)) continue;
    found.set(shape, path);
    toRead.push(...(await linksOn(page, path)));
  }
  return [...found.values()];
}

async function lookAt(page: Page, paths: readonly string[]): Promise<void> {
  const [cookie] = await page.context().cookies();
  if (!cookie) throw new Error('Nobody is signed in.');
  const { name, value } = cookie;
  for (const path of paths) {
    await expectAccessible(journey.browser, journey.url + path, {
      cookie: { name, value, url: journey.url },
    });
  }
}

test('a worker’s pages can be used by everyone', LOOK, async () => {
  const page = await journey.signIn('Efa Morgan');

  const paths = await pagesFrom(page, ['/inbox', '/children', '/recordings']);

  expect(paths.map(shapeOf)).toEqual(
    expect.arrayContaining([
      '/children/case',
      '/children/case/chronology',
      '/children/case/contact-plan',
      '/children/case/recordings/id',
      '/conversations/id',
      '/conversations/id/questions/id',
      '/conversations/id/messages/id/wrong-child',
    ]),
  );
  await lookAt(page, paths);
});

test('the pages of a team and of supervision can be used by everyone', LOOK, async () => {
  const page = await journey.signIn('Grace Whitcombe');
  const starts = ['/team', '/supervision', '/supervision/W101', '/supervision/W101/add'];

  await lookAt(page, starts);
});

test('a manager’s pages can be used by everyone', LOOK, async () => {
  const page = await journey.signIn('Grace Whitcombe');

  const paths = await pagesFrom(page, ['/inbox', '/oversight', '/recordings']);

  expect(paths.map(shapeOf)).toEqual(
    expect.arrayContaining(['/oversight/flags/id', '/settings/rota']),
  );
  await lookAt(page, paths);
});

const FEW_PAGES: Readonly<Record<string, string[]>> = {
  'Daniel Osei': ['/children', '/audit'],
  'Colin Hargreaves': ['/audit'],
  'Ruth Pemberton': [
    '/alarms',
    '/completeness',
    '/settings/opening-messages',
    '/settings/devices',
    '/settings/rota',
    '/settings/rules',
    '/settings/rules/rules/new',
    '/settings/rules/rules/harm-marks',
    '/oversight/samples',
    '/settings/out-of-hours',
    '/settings/surfaces',
  ],
};

// Information governance, audit and administration.
test.each(Object.entries(FEW_PAGES))(
  'the pages of %s can be used by everyone',
  LOOK,
  async (name, addresses) => {
    const page = await journey.signIn(name);
    await lookAt(page, await pagesFrom(page, addresses));
    const refused = await page.goto('/inbox');
    expect(refused?.status(), name).toBe(403);
  },
);

test(
  'signing in, the phone simulator and what is refused can be used by everyone',
  LOOK,
  async () => {
    await expectAccessible(journey.browser, `${journey.url}/sign-in`);
    await expectAccessible(journey.browser, `${journey.url}/simulator`);
    const auditor = await journey.signIn('Colin Hargreaves');
    await lookAt(auditor, ['/inbox', '/children/CT-1007']);
  },
);
