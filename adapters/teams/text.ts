// What a reader saw of a message: mentions as names, HTML as words.
import { isPersonal, type TeamsActivity } from './parse.ts';

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** A message's words, as they stand on the screen. */
export function visibleText({ text, textFormat, attachments }: TeamsActivity): string {
  const html = attachments?.find(({ contentType }) => contentType === 'text/html')?.content;
  const given = text ?? '';
  if (given === '' && typeof html === 'string') return fromHtml(html);
  const isHtml =
    textFormat === 'xml' || /<\/(at|p|div|span|b|i|strong|em|ul|ol|li|a)>/i.test(given);
  return isHtml ? fromHtml(given) : decoded(given);
}

/** What a worker typed to us: our own name at its start left out. Null: it was not said to us. */
export function saidToUs(activity: TeamsActivity): string | null {
  const own = activity.recipient?.id;
  const mention = activity.entities?.find(
    ({ type, mentioned }) => type === 'mention' && mentioned?.id === own,
  );
  if (isPersonal(activity) && !mention) return visibleText(activity).trim();
  if (!mention) return null;
  const words = (activity.text ?? '').replace(mention.text || /<at[^>]*>.*?<\/at>/i, ' ');
  return visibleText({ ...activity, text: words })
    .replace(/\s+/g, ' ')
    .trim();
}

function fromHtml(html: string): string {
  const lines = html
    .replace(/\r\n?/g, '\n')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<li\b[^>]*>/gi, '\n• ')
    .replace(/<img\b[^>]*\balt="([^"]*)"[^>]*>/gi, '$1')
    .replace(/<\/(p|div|blockquote|h[1-6]|tr)>/gi, '\n')
    .replace(/<[^>]*>/g, '');
  return decoded(lines)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
}

function decoded(text: string): string {
  return text.replace(/&(#\d+|#x[\da-f]+|[a-z]+);/gi, (whole, code: string) => {
    if (!code.startsWith('#')) return NAMED[code.toLowerCase()] ?? whole;
    const point =
      code[1] === 'x' || code[1] === 'X'
        ? Number.parseInt(code.slice(2), 16)
        : Number(code.slice(1));
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
