// Adaptive Cards as Teams shows them in its dark and its light theme: Microsoft's own renderer in a
// browser, with the colours of the host configurations that Microsoft publishes for Teams
// (https://github.com/microsoft/AdaptiveCards, samples/HostConfig/microsoft-teams-dark.json and -light.json).
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type * as Renderer from 'adaptivecards';
import type { Browser, Page } from 'playwright-core';

/** What the renderer's script puts beside everything else of the page. */
declare const AdaptiveCards: typeof Renderer;

type Pair = { default: string; subtle: string };
type Colours = { default: Pair } & Record<
  'dark' | 'light' | 'accent' | 'good' | 'warning' | 'attention',
  Pair
>;
type Theme = {
  page: string;
  styles: Record<
    'default' | 'emphasis' | 'accent' | 'good' | 'attention' | 'warning',
    { backgroundColor: string; foregroundColors: Colours }
  >;
  /** Of Teams' own fields and buttons. */
  field: { text: string; behind: string; border: string };
};

/** Eight digits are alpha first, as the renderer reads them. */
const pair = (colour: string, subtle: string): Pair => ({ default: colour, subtle });

const DARK_TEXT = pair('#ff201f1f', '#ff2d2c2c');
const WHITE_TEXT = pair('#ffffffff', '#bfffffff');
const inDark = (text: Pair, backgroundColor: string) => ({
  backgroundColor,
  foregroundColors: {
    default: text,
    dark: DARK_TEXT,
    light: WHITE_TEXT,
    accent: pair('#ffa6a7dc', '#ff8b8cc7'),
    good: pair('#ff92c353', '#e592c353'),
    warning: pair('#fff8d22a', '#e5f8d22a'),
    attention: pair('#ffd74654', '#e5d74654'),
  },
});

const INK = pair('#ff252424', '#bf252424');
const inLight = (backgroundColor: string) => ({
  backgroundColor,
  foregroundColors: {
    default: INK,
    dark: INK,
    light: pair('#ffffffff', '#fff3f2f1'),
    accent: pair('#ff6264a7', '#ff8b8cc7'),
    good: pair('#ff92c353', '#e592c353'),
    warning: pair('#fff8d22a', '#e5f8d22a'),
    attention: pair('#ffc4314b', '#e5c4314b'),
  },
});

/** Both themes colour these boxes alike. */
const BOXES = { accent: '#C7DEF9', good: '#CCFFCC', attention: '#FFC5B2', warning: '#FFE2B2' };

const THEMES = {
  dark: {
    page: '#201e1f',
    styles: {
      default: inDark(WHITE_TEXT, '#ff2d2c2c'),
      emphasis: inDark(WHITE_TEXT, '#ff292828'),
      accent: inDark(DARK_TEXT, BOXES.accent),
      good: inDark(DARK_TEXT, BOXES.good),
      attention: inDark(DARK_TEXT, BOXES.attention),
      warning: inDark(DARK_TEXT, BOXES.warning),
    },
    field: { text: '#eeeeee', behind: '#201e1f', border: '#6165a4' },
  },
  light: {
    page: '#f6f6f6',
    styles: {
      default: inLight('#ffffffff'),
      emphasis: inLight('#fff9f8f7'),
      accent: inLight(BOXES.accent),
      good: inLight(BOXES.good),
      attention: inLight(BOXES.attention),
      warning: inLight(BOXES.warning),
    },
    field: { text: '#252424', behind: '#f3f2f1', border: '#6165a4' },
  },
} satisfies Record<string, Theme>;

export type ThemeName = keyof typeof THEMES;

const FONT = {
  fontFamily: "'Segoe UI', Tahoma, Geneva, Verdana, sans-serif",
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
};

/** Their sizes, spacing and headings, alike in both themes. */
const COMMON = {
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: '#EEEEEE' },
  fontTypes: { default: FONT, monospace: FONT },
  textBlock: { headingLevel: 2 },
  actions: {
    maxActions: 6,
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
};

const RENDERER = fileURLToPath(
  new URL('../../node_modules/adaptivecards/dist/adaptivecards.min.js', import.meta.url),
);

/** As wide as a chat on a desk. */
const WIDTH = 560;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export type Screen = {
  /** Shows a card; what axe finds wrong with it. */
  show(card: object): Promise<string[]>;
  page: Page;
  picture(path: string): Promise<void>;
};

/** A chat in one theme. Closes with the browser. */
export async function teamsScreen(browser: Browser, name: ThemeName): Promise<Screen> {
  const { page: behind, styles, field }: Theme = THEMES[name];
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  await page.setContent(`<!doctype html><html lang="en"><head><title>Teams</title><style>
    body { margin: 16px; background: ${behind}; font-family: sans-serif; }
    main { color-scheme: ${name}; }
    /* Teams breaks a row of buttons that is too long, which this renderer cannot. */
    .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
    .ac-pushButton { color: ${field.text}; background: transparent; border: 2px solid ${field.border};
      border-radius: 4px; min-height: 34px; font-size: 14px; }
    .ac-input { color: ${field.text}; font-size: 14px; }
    .ac-textInput, .ac-dateInput, select.ac-input { background: ${field.behind}; padding: 4px 8px; }
    </style></head><body><main></main></body></html>`);
  await page.addScriptTag({ path: RENDERER });
  const hostConfig = { ...COMMON, containerStyles: styles };
  return {
    page,
    async show(card) {
      await page.evaluate(draw, { card, hostConfig });
      const { violations } = await new AxeBuilder({ page })
        .withTags(TAGS)
        // How large a box to tick is drawn is Teams' own.
        .disableRules('target-size')
        .setLegacyMode()
        .analyze();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    },
    async picture(path) {
      await page.screenshot({ path, fullPage: true });
    },
  };
}

/** Runs in the page. */
function draw({ card, hostConfig }: { card: object; hostConfig: object }): void {
  const shown = new AdaptiveCards.AdaptiveCard();
  shown.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  // The renderer leaves Markdown to whoever shows the card: bold, and marks that were made harmless.
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    const plain = document.createElement('p');
    plain.textContent = text;
    result.outputHtml = plain.innerHTML
      .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
      .replace(/\\([\\`*_[\]~.+>#-])/g, '$1');
    result.didProcess = true;
  };
  shown.parse(card);
  const drawn = shown.render();
  if (!drawn) throw new Error('The card was not drawn.');
  document.querySelector('main')?.replaceChildren(drawn);
}
