// How many texts a message is sent as (3GPP TS 23.038: GSM 7-bit alphabet; TS 23.040: concatenation).
// Plain JavaScript, because the same file counts in the browser while a worker types.

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
  'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Each takes two places: an escape and the character. */
const EXTENDED = '\f^{}\\[~]|€';

const GSM_7 = { alone: 160, joined: 153 };
const UCS_2 = { alone: 70, joined: 67 };

/**
 * Counts a text as a mobile network would: its characters as a person sees them, the alphabet it
 * needs, and the number of texts.
 */
export function countSegments(text) {
  const letters = [...text];
  const gsm = letters.every((letter) => BASIC.includes(letter) || EXTENDED.includes(letter));
  const sizes = letters.map((letter) => {
    if (!gsm) return letter.length;
    return EXTENDED.includes(letter) ? 2 : 1;
  });
  return {
    characters: [...new Intl.Segmenter('en').segment(text)].length,
    alphabet: gsm ? 'gsm-7' : 'ucs-2',
    segments: segmentsOf(sizes, gsm ? GSM_7 : UCS_2),
  };
}

/** A character of two places is never split between two texts. */
function segmentsOf(sizes, { alone, joined }) {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) return 0;
  if (total <= alone) return 1;
  let segments = 1;
  let room = joined;
  for (const size of sizes) {
    if (size > room) {
      segments += 1;
      room = joined;
    }
    room -= size;
  }
  return segments;
}
