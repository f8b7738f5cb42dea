import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

export type Look = { cookie?: { name: string; value: string; url: string } };

const WIDTHS = [1280, 390] as const;
const HEIGHT = 900;
const NOTHING = { contentType: 'text/javascript', body: '' };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * The page is usable by everyone: at desk and phone width, with and without scripts, axe finds
 * nothing (WCAG 2.2 AA and best practice) and nothing scrolls sideways.
 */
export async function expectAccessible(
  browser: Browser,
  address: string,
  look: Look = {},
): Promise<void> {
  for (const scripts of [true, false]) {
    await withPage(browser, address, { ...look, width: WIDTHS[0], scripts }, async (page) => {
      for (const width of WIDTHS) {
        const where = `${address} at ${width}, scripts ${scripts ? 'on' : 'off'}`;
        await page.setViewportSize({ width, height: HEIGHT });
        expect(await findings(page), where).toEqual([]);
        const overflow = await sidewaysScroll(page);
        expect(overflow, `${where}: scrolls sideways by`).toBeLessThanOrEqual(0);
      }
    });
  }
}

/** A picture of the whole page, for looking at. */
export async function screenshot(
  browser: Browser,
  address: string,
  path: string,
  look: Look & { width?: number } = {},
): Promise<void> {
  await withPage(browser, address, { width: WIDTHS[0], ...look }, async (page) => {
    await page.screenshot({ path, fullPage: true });
  });
}

async function withPage(
  browser: Browser,
  address: string,
  options: Look & { width: number; scripts?: boolean },
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const { cookie, width, scripts = true } = options;
  const context = await browser.newContext({ viewport: { width, height: HEIGHT } });
  try {
    if (cookie) await context.addCookies([cookie]);
    // axe itself is a script: "without scripts" means that the product's are empty.
    if (!scripts) await context.route('**/*.js', (route) => route.fulfill(NOTHING));
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of [45]\d\d/.test(message.text())) {
        refused.push(message.text());
      }
    });
    await page.goto(address);
    await work(page);
    expect(refused, `${address}: errors in the browser's console`).toEqual([]);
  } finally {
    await context.close();
  }
}

async function findings(page: Page): Promise<string[]> {
  // Legacy mode needs no second page: there are no frames to look into.
  const builder = new AxeBuilder({ page }).withTags(TAGS).setLegacyMode(true);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
