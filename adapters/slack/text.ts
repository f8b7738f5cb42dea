// What a reader saw of a message: mentions and links as their visible text, entities decoded
// (https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages).
import { z } from 'zod';
import type { SlackMessage } from './parse.ts';

/** The name that Slack shows for a user or a conversation; null: it is not known. */
export type NameOf = (id: string) => string | null;

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Slack encodes these three and nothing else. */
export function decoded(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** `<…>` in a message's text stands for something else that the reader sees. */
const TOKEN = /<([^<>]*)>/g;

export function visibleText(text: string, nameOf: NameOf): string {
  return decoded(
    text
      .replaceAll('\0', '\uFFFD')
      .replace(TOKEN, (whole: string, inside: string) => visible(inside, nameOf) ?? whole),
  );
}

function visible(inside: string, nameOf: NameOf): string | null {
  const bar = inside.indexOf('|');
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? '' : inside.slice(bar + 1);
  const rest = target.slice(1);
  switch (target[0]) {
    case '@':
      return `@${label.replace(/^@/, '') || (nameOf(rest) ?? rest)}`;
    case '#':
      return `#${label.replace(/^#/, '') || (nameOf(rest) ?? rest)}`;
    case '!':
      return special(rest, label);
    default:
      return label || (/^[a-z][a-z0-9+.-]*:/i.test(target) ? target.replace(/^mailto:/, '') : null);
  }
}

/** `<!here>`, `<!subteam^S1|@team>`, `<!date^1392734382^{date}|18 February>`. */
function special(rest: string, label: string): string {
  if (label) return label;
  const name = rest.split('^')[0] ?? rest;
  return `@${name === 'subteam' ? (rest.split('^')[1] ?? name) : name}`;
}

/** The ids that a text mentions without saying their names. */
export function unnamedIn(text: string): string[] {
  return [...text.matchAll(/<[@#]([A-Z0-9]+)\|?>/g)].flatMap(([, id]) => id ?? []);
}

const textObject = z.looseObject({ text: z.string() });
const block = z.looseObject({
  text: textObject.optional().catch(undefined),
  fields: z.array(textObject).optional().catch(undefined),
  elements: z.array(z.unknown()).optional().catch(undefined),
});

/** The text as Slack writes it: the message's own, or what an app shows instead of it. */
export function writtenText({ text, attachments, blocks }: SlackMessage): string {
  const shared = (attachments ?? []).filter(({ is_share }) => is_share === true);
  const own = [text ?? '', ...shared.map(attachmentText)].filter(Boolean);
  if (own.length > 0) return own.join('\n');
  const shown = (blocks ?? []).flatMap(blockTexts);
  return [...shown, ...(attachments ?? []).map(attachmentText)].filter(Boolean).join('\n');
}

type Attachment = NonNullable<SlackMessage['attachments']>[number];

function attachmentText({ pretext, title, text, fallback }: Attachment): string {
  const parts = [pretext, title, text].filter(Boolean);
  return parts.length > 0 ? parts.join('\n') : (fallback ?? '');
}

function blockTexts(given: unknown): string[] {
  const read = block.safeParse(given).data;
  if (!read) return [];
  const elements = (read.elements ?? []).flatMap(
    (each) => textObject.safeParse(each).data?.text ?? [],
  );
  return [read.text?.text ?? '', ...(read.fields ?? []).map(({ text }) => text), ...elements];
}
