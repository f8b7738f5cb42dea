import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../../test/support/browser.ts';
import { everyCard, ORDINARY } from '../../../test/support/teams-cards.ts';
import { type Screen, type ThemeName, teamsScreen } from '../../../test/support/teams-themes.ts';

/** Where to leave pictures of every card, for looking at; absent: none are made. */
const PICTURES = process.env.CARD_PICTURES;
const cards = Object.entries(await everyCard(ORDINARY));
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each<ThemeName>(['dark', 'light'])('in Teams’ %s theme', (theme) => {
  let screen: Screen;

  beforeAll(async () => {
    screen = await teamsScreen(browser, theme);
  });

  test.each(cards)('%s is legible and labelled', async (name, card) => {
    const findings = await screen.show(card);

    if (PICTURES) {
      await mkdir(PICTURES, { recursive: true });
      await screen.picture(`${PICTURES}/${theme}-${name.replaceAll(' ', '-')}.png`);
    }
    expect(findings).toEqual([]);
  });
});
