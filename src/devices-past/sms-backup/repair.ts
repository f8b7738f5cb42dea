// Android's writer of XML escapes an emoji as two halves (&#55357;&#56832;), which XML forbids
// (KXmlSerializer; Android issue 64108, SMS Backup & Restore's own files). Here a value becomes
// what it was meant to be.

const REFERENCE = /&(?:#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}))|(amp|lt|gt|quot|apos));/g;
/** Longer than any reference; a value's end may hold the beginning of one. */
const LONGEST_REFERENCE = 10;
const HIGH_END =
  /(?:[\uD800-\uDBFF]|&#(?:5529[6-9]|55[3-9]\d\d|5[56][0-2]\d\d|56319|[xX][dD][89abAB][0-9a-fA-F]{2});)$/;

/** How much of `text` can be repaired now; the rest may go on in what follows. */
export function safeLength(text: string): number {
  const open = text.lastIndexOf('&');
  const cut = open >= 0 && open > text.length - LONGEST_REFERENCE && !text.includes(';', open);
  const whole = cut ? text.slice(0, open) : text;
  const half = HIGH_END.exec(whole);
  return half ? half.index : whole.length;
}

/** The value as well-formed XML: every character one that XML allows, written as itself or escaped. */
export function repairValue(text: string): string {
  const decoded = text.replace(REFERENCE, (_, hex?: string, decimal?: string, name?: string) =>
    name === undefined
      ? fromCode(hex ? Number.parseInt(hex, 16) : Number(decimal))
      : (NAMED[name] ?? ''),
  );
  return escapeValue(decoded.toWellFormed());
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function fromCode(code: number): string {
  return code > 0x10ffff
    ? '\uFFFD'
    : code > 0xffff
      ? String.fromCodePoint(code)
      : String.fromCharCode(code);
}

/** Control characters but tab and the ends of lines, and what is no character at all. */
const FORBIDDEN = /(?![\t\n\r\u007F-\u009F])\p{Cc}|[\uFFFE\uFFFF]/gu;
const TO_ESCAPE = /[&<>"'\p{Cc}\uFFFE\uFFFF]/u;

function escapeValue(text: string): string {
  if (!TO_ESCAPE.test(text)) return text;
  return text
    .replace(FORBIDDEN, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
}
