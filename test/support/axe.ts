import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

export type Look = { cookie?: { name: string; value: string; url: string } };

const WIDTHS = [1280, 390] as const;
const HEIGHT = 900;
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
  for (const width of WIDTHS) {
    for (const javaScriptEnabled of [true, false]) {
      await withPage(browser, address, { ...look, width, javaScriptEnabled }, async (page) => {
        const where = `${address} at ${width}, scripts ${javaScriptEnabled ? 'on' : 'off'}`;
        expect(await findings(page, javaScriptEnabled), where).toEqual([]);
        const overflow = await sidewaysScroll(page);
        expect(overflow, `${where}: scrolls sideways by`).toBeLessThanOrEqual(0);
      });
    }
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
  options: Look & { width: number; javaScriptEnabled?: boolean },
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const { cookie, width, javaScriptEnabled = true } = options;
  const context = await browser.newContext({
    javaScriptEnabled,
    viewport: { width, height: HEIGHT },
  });
  try {
    if (cookie) await context.addCookies([cookie]);
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

/** axe runs through the debugging protocol, so it looks at pages without scripts too. */
async function findings(page: Page, javaScriptEnabled: boolean): Promise<string[]> {
  const builder = new AxeBuilder({ page }).withTags(TAGS);
  if (!javaScriptEnabled) builder.setLegacyMode();
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
