// Parts of Block Kit within Slack's limits (https://docs.slack.dev/reference/block-kit/blocks). Names
// and words come from families and records: nothing in them is taken for markup.
import { cut } from '../../../src/messaging/cut.ts';

export type Block = { type: string; block_id?: string } & Record<string, unknown>;
export type Plain = { type: 'plain_text'; text: string; emoji: false };

const SECTION = 3_000;
const BUTTON = 75;
const TITLE = 24;
const HEADER = 150;
const VALUE = 2_000;
const OPTION = 75;
const MARK = 'OFFICIAL-SENSITIVE';

/** Slack refuses an empty text. */
export function plain(text: string, most = SECTION): Plain {
  return { type: 'plain_text', text: cut(text === '' ? ' ' : text, most), emoji: false };
}

/** Slack's three characters, and marks that would make words bold or struck out, made harmless. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, '$&\u2060');
}

export const bold = (text: string): string => `*${escaped(text)}*`;

/** Every line quoted, as the family wrote it. */
export function quoted(text: string): string {
  return escaped(text)
    .split('\n')
    .map((line) => `>${line}`)
    .join('\n');
}

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text: cutMarkup(text), verbatim: true });

/** Cut outside an entity such as &amp; so that no half of one is shown. */
function cutMarkup(text: string): string {
  if ([...text].length <= SECTION) return text === '' ? ' ' : text;
  return `${cut(text, SECTION - 1).replace(/&[a-z]{0,3}…?$/, '')}…`.replace(/…+$/, '…');
}

/** A section; `text` is markup already. */
export function section(text: string, more: { block_id?: string; accessory?: object } = {}): Block {
  return { type: 'section', text: mrkdwn(text), ...more };
}

export const header = (text: string): Block => ({ type: 'header', text: plain(text, HEADER) });
export const divider = (): Block => ({ type: 'divider' });

/** Small print; `text` is markup already. */
export const small = (text: string): Block => ({ type: 'context', elements: [mrkdwn(text)] });

/** The last line of everything that names somebody. */
export const marking = (before = ''): Block => small(`${before} ${MARK}`.trim());

export type Button = {
  type: 'button';
  text: Plain;
  action_id: string;
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
  accessibility_label?: string;
};

/** A button; `label` is what a screen reader says instead. */
export function button(
  text: string,
  action: string,
  value: string,
  more: { style?: 'primary' | 'danger'; label?: string } = {},
): Button {
  return {
    type: 'button',
    text: plain(text, BUTTON),
    action_id: action,
    value: cut(value, VALUE),
    ...(more.style ? { style: more.style } : {}),
    ...(more.label ? { accessibility_label: cut(more.label, BUTTON) } : {}),
  };
}

/** Leads to a page. Slack tells us of the click, and nothing comes of that. */
export function link(text: string, url: string): Button {
  return { type: 'button', text: plain(text, BUTTON), action_id: 'open.page', url };
}

export function actions(elements: readonly object[], id?: string): Block {
  return { type: 'actions', ...(id ? { block_id: id } : {}), elements: [...elements] };
}

export type Option = { text: Plain; value: string; description?: Plain };

export function option(text: string, value: string, description?: string): Option {
  const more = description ? { description: plain(description, OPTION) } : {};
  return { text: plain(text, OPTION), value, ...more };
}

/** A labelled field. */
export function input(
  id: string,
  label: string,
  element: object,
  more: { hint?: string | null; optional?: boolean; dispatch?: boolean } = {},
): Block {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, 2_000),
    element,
    optional: more.optional ?? false,
    ...(more.hint ? { hint: plain(more.hint, 2_000) } : {}),
    ...(more.dispatch ? { dispatch_action: true } : {}),
  };
}

export type Modal = {
  type: 'modal';
  callback_id: string;
  private_metadata: string;
  title: Plain;
  close: Plain;
  submit?: Plain;
  notify_on_close?: boolean;
  blocks: Block[];
};

const VIEW_BLOCKS = 100;

export function modal(
  title: string,
  parts: {
    callback: string;
    metadata?: string;
    close: string;
    submit?: string;
    notify?: boolean;
    blocks: Block[];
  },
): Modal {
  return {
    type: 'modal',
    callback_id: parts.callback,
    private_metadata: parts.metadata ?? '',
    title: plain(title, TITLE),
    close: plain(parts.close, TITLE),
    ...(parts.submit ? { submit: plain(parts.submit, TITLE) } : {}),
    ...(parts.notify ? { notify_on_close: true } : {}),
    blocks: parts.blocks.slice(0, VIEW_BLOCKS),
  };
}
