// Text as a person sees it: without the marks that apps put around it for the direction of writing.

/** Direction marks, embeddings and isolates, the byte order mark, and the zero-width space. */
const INVISIBLE = /[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
/** No-break spaces of every width; the ordinary one is left to `\s`. */
const NARROW = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g;
const ARABIC_INDIC = /[\u0660-\u0669\u06F0-\u06F9]/g;

/** One character of a line's head, as a header is compared: '' for an invisible one. */
export function plainCharacter(character: string): string {
  return character
    .replace(INVISIBLE, '')
    .replace(NARROW, ' ')
    .replace(ARABIC_INDIC, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace('\u060C', ',');
}

/** Without invisible marks, spaces of one kind, no space at the ends. */
export function plainText(text: string): string {
  return text.replace(INVISIBLE, '').replace(NARROW, ' ').trim();
}

/** The form in which words are compared with known phrases: plain, small letters, one kind of apostrophe. */
export function phraseOf(text: string): string {
  return plainText(text)
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*[.。]$/, '');
}

/** Two copies of one message compare equal in this form, whichever app wrote them down. */
export function comparableText(text: string): string {
  return plainText(text.replaceAll(/\r\n?/g, '\n'))
    .normalize('NFC')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ *\n */g, '\n');
}

/** The form in which names of people are compared. */
export function comparableName(name: string): string {
  return phraseOf(name).replace(/^~ ?/, '').trim();
}
