// Parts of Adaptive Cards 1.5 (https://adaptivecards.io/explorer). Names and words come from families and
// records: nothing in them is taken for markup. A card stays under 28 KB however much is put into it.
import { cut } from '../../../src/messaging/cut.ts';

export type Element = { type: string } & Record<string, unknown>;
export type AdaptiveCard = {
  type: 'AdaptiveCard';
  $schema: string;
  version: '1.5';
  speak: string;
  fallbackText: string;
  body: Element[];
  actions: Element[];
  refresh?: object;
};

/** Bytes of JSON; Teams takes 28 KB for sure. */
const MOST_BYTES = 26_000;
const MARK = 'OFFICIAL-SENSITIVE';
const OPEN_ON_WEB = 'Open Casethread on the web to answer.';

/** Adaptive Cards read some Markdown: every mark of it is made harmless. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_[\]~]/g, '\\$&').replace(/^(\s*)([-+#>]|\d+\.)(?=\s)/gm, '$1\\$2');
}

export const bold = (text: string): string => `**${escaped(text)}**`;

/** A paragraph; `text` is markup already. */
export function words(text: string, more: object = {}): Element {
  return { type: 'TextBlock', text: cut(text === '' ? ' ' : text, 3_000), wrap: true, ...more };
}

export const heading = (text: string): Element =>
  words(escaped(text), { size: 'Large', weight: 'Bolder', style: 'heading' });

export const small = (text: string): Element => words(text, { isSubtle: true, size: 'Small' });

/**
 * A box around elements: emphasis for a family's words, attention for what is urgent or wrong, warning
 * for checks. In every theme words in a box can be read, which coloured words cannot: Teams' green on
 * white and its red on dark grey are too faint.
 */
export function box(style: 'emphasis' | 'attention' | 'warning', items: Element[]): Element {
  return { type: 'Container', style, items };
}

/** What has to be put right before anything is saved; nothing without a problem. */
export function problemBox(problems: readonly string[]): Element[] {
  if (problems.length === 0) return [];
  const said = problems.map((text) => words(escaped(text)));
  return [box('warning', [words(bold('There is a problem')), ...said])];
}

/** A family's messages; `named`: with who wrote each. */
export function quotedMessages(
  messages: readonly { author: string; words: string | null; attachments: string | null }[],
  { named = false } = {},
): Element[] {
  return quotedLines(
    messages.map(({ author, words: text, attachments }) => {
      const said = [text ?? 'A new message', attachments].filter(Boolean).join(' — ');
      return named ? `${author}: ${said}` : said;
    }),
  );
}

/** Said lines as the family wrote them. */
export function quotedLines(lines: readonly string[]): Element[] {
  const shown = lines.filter((line) => line.trim() !== '');
  return shown.length === 0
    ? []
    : [
        box(
          'emphasis',
          shown.map((line) => words(escaped(line))),
        ),
      ];
}

export function execute(
  title: string,
  verb: string,
  data: object,
  more: { style?: 'positive' | 'destructive'; inputs?: 'none'; tooltip?: string } = {},
): Element {
  return {
    type: 'Action.Execute',
    title: cut(title, 100),
    verb,
    data,
    ...(more.style ? { style: more.style } : {}),
    ...(more.tooltip ? { tooltip: cut(more.tooltip, 100) } : {}),
    ...(more.inputs ? { associatedInputs: more.inputs } : {}),
  };
}

/** How Teams names a card in an attachment or an answer. */
export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

export const link = (title: string, url: string): Element => ({
  type: 'Action.OpenUrl',
  title: cut(title, 100),
  url,
});

export type Choice = { title: string; value: string };

export function choices(
  id: string,
  label: string,
  options: readonly Choice[],
  more: object = {},
): Element {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'expanded',
    isMultiSelect: true,
    wrap: true,
    choices: options.map(({ title, value }) => ({ title: cut(title, 400), value })),
    ...more,
  };
}

export function textInput(id: string, label: string, more: object = {}): Element {
  return { type: 'Input.Text', id, label, ...more };
}

/** Puts the parts together; what would make it too large is left to the web. */
export function card(
  spoken: string,
  body: readonly Element[],
  actions: readonly Element[],
  refresh: { verb: string; data: object } | null = null,
): AdaptiveCard {
  const build = (parts: readonly Element[], buttons = actions): AdaptiveCard => ({
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    speak: spoken,
    fallbackText: `${spoken} ${OPEN_ON_WEB}`,
    ...(refresh ? { refresh: refreshOf(refresh) } : {}),
    body: [...parts, small(MARK)],
    actions: buttons.slice(0, 6),
  });
  const whole = build(body);
  if (bytesOf(whole) <= MOST_BYTES) return whole;
  const short = body.map((part) => shortened(part, 300));
  const cutShort = build([...short, words('It is too long for Teams. All of it is on the web.')]);
  if (bytesOf(cutShort) <= MOST_BYTES) return cutShort;
  // Inputs that hold too much cannot be cut: without them a button could save what is not there.
  const head = body.slice(0, 3).map((part) => shortened(part, 300));
  return build(
    [...head, words('It is too long for Teams. All of it is on the web.')].filter(isNoInput),
    actions.filter(({ type }) => type === 'Action.OpenUrl'),
  );
}

const isNoInput = ({ type }: Element) => !type.startsWith('Input.');

const bytesOf = (value: object) => Buffer.byteLength(JSON.stringify(value));

/** Long texts are cut, and long lists' lines; whatever was typed stays as it is. */
function shortened(part: Element, most: number): Element {
  if (part.type === 'TextBlock' && typeof part.text === 'string') {
    return { ...part, text: cut(part.text, most) };
  }
  if (part.type === 'Input.ChoiceSet' && Array.isArray(part.choices)) {
    const options: Choice[] = part.choices;
    return {
      ...part,
      choices: options.map(({ title, value }) => ({ title: cut(title, most / 2), value })),
    };
  }
  if (part.type !== 'Container' || !Array.isArray(part.items)) return part;
  const items: Element[] = part.items;
  return { ...part, items: items.slice(0, 8).map((item) => shortened(item, most)) };
}

/** A card that was finished somewhere else shows that as soon as it is looked at. */
const refreshOf = ({ verb, data }: { verb: string; data: object }) => ({
  action: { type: 'Action.Execute', title: 'Refresh', verb, data },
});
