// The head of a line of WhatsApp's "Export chat": its date and time, in whatever form the phone
// writes them. There is no published description; the forms are those of the issue trackers of
// whatsapp-chat-parser (#225, #248, #258, #266), chat-miner (#24, #54) and whats-reader (#78), and
// Unicode's locale data (CLDR) for the words of the half day.
import { plainCharacter } from '../plain-text.ts';

/** Three numbers in the file's order, with how many digits the first and last have. */
export type DateNumbers = { first: number; second: number; third: number; yearFirst: boolean };

export type LineHead = {
  /** Lines of one export all have one shape; a line of another is words of the message before. */
  shape: string;
  date: DateNumbers;
  hour: number;
  minute: number;
  second: number;
  /** Where the rest of the line begins. */
  endsAt: number;
};

export type HeadReading =
  | { outcome: 'head'; head: LineHead }
  /** It has the shape of a head, and its time is written in a way that we do not know. */
  | { outcome: 'unknown-time'; shape: string }
  | { outcome: 'none' };

/** A head is never longer than this. */
const LONGEST_HEAD = 64;

const DATE = String.raw`(\d{1,4}) ?([./-]) ?(\d{1,2}) ?[./-] ?(\d{1,4})\.?`;
/** Finnish "klo", French "à", German "um", Chinese and Korean half days stand between date and time. */
const BETWEEN = String.raw`(?:[,.] ?| )(?:([^\d\s[\]:][^\d[\]:]{0,12}?) ?)?`;
const TIME = String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?`;
const HALF = String.raw`(?: ?([^\d\s\]:-][^\d\]:-]{0,14}?))?`;

const BRACKETED = new RegExp(String.raw`^\[${DATE}${BETWEEN}${TIME}${HALF}\] ?`);
const DASHED = new RegExp(`^${DATE}${BETWEEN}${TIME}${HALF} [-–] `);
/** Older iPhones: no brackets, seconds, a colon. */
const COLONED = new RegExp(String.raw`^${DATE}${BETWEEN}(\d{1,2})[:.](\d{2})[:.](\d{2})${HALF}: `);

const SHAPES = [
  ['bracketed', BRACKETED],
  ['dashed', DASHED],
  ['coloned', COLONED],
] as const;

/** Words between date and time that mean nothing more than "at". */
const AT = new Set('klo,à,um,at,kl,às,as,alle,o,om,las,a las,в,u'.split(','));

/** Words for the half of the day, of CLDR, in small letters without dots and spaces. */
const MORNING = new Set(
  'am,yb,ص,قبلدوپہر,قظ,πμ,öö,上午,凌晨,早上,오전,午前,sa,de,ap,fm,dop,damanhã,vorm,पूर्वाह्न,ਪੂਦੁ,eparadites'.split(
    ',',
  ),
);
const AFTERNOON = new Set(
  'pm,yh,م,بعددوپہر,بظ,μμ,ös,下午,晚上,오후,午後,ch,du,ip,em,odp,datarde,nachm,अपराह्न,ਬਾਦੁ,epasdites'.split(
    ',',
  ),
);
/** Chinese says noon and midnight in words of its own; 12 there is 12. */
const NOON = new Set(['中午']);

/** Reads the head of one line, if it has one. */
export function readHead(line: string): HeadReading {
  const { text, ends } = plainHead(line);
  if (!/^\[?\d/.test(text)) return { outcome: 'none' };
  for (const [name, pattern] of SHAPES) {
    const match = pattern.exec(text);
    if (match) return toHead(name, match, ends);
  }
  return { outcome: 'none' };
}

/** The line's first characters in plain form, and where each of them ends in the line itself. */
function plainHead(line: string): { text: string; ends: number[] } {
  let text = '';
  const ends: number[] = [];
  for (let at = 0; at < line.length && text.length < LONGEST_HEAD; at += 1) {
    const plain = plainCharacter(line.charAt(at));
    if (plain === '') continue;
    text += plain;
    ends.push(at + 1);
  }
  return { text, ends };
}

function toHead(name: string, match: RegExpExecArray, ends: readonly number[]): HeadReading {
  const [all, first = '', separator = '', second = '', third = '', word, hour = '', minute = ''] =
    match;
  const seconds = match[8];
  const yearFirst = first.length > 2;
  const shape = [name, separator, yearFirst ? 'y' : third.length, seconds ? 's' : ''].join(' ');
  const between = word === undefined || AT.has(bare(word)) ? undefined : word;
  if (first.length === 3 || third.length === 3 || (yearFirst && third.length > 2)) {
    return { outcome: 'none' };
  }
  const clock = hourOf(Number(hour), match[9] ?? between);
  if (clock === null || (between !== undefined && match[9] !== undefined)) {
    return { outcome: 'unknown-time', shape };
  }
  return {
    outcome: 'head',
    head: {
      shape,
      date: { first: Number(first), second: Number(second), third: Number(third), yearFirst },
      hour: clock,
      minute: Number(minute),
      second: Number(seconds ?? 0),
      endsAt: ends[all.length - 1] ?? 0,
    },
  };
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll(/[\s.'’]/g, '');
}

/** The hour of 24; null when the word for the half day is not known. */
function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  const word = bare(half);
  if (NOON.has(word)) return hour < 11 ? hour + 12 : hour;
  if (hour > 12) return MORNING.has(word) || AFTERNOON.has(word) ? hour : null;
  if (MORNING.has(word)) return hour % 12;
  if (AFTERNOON.has(word)) return (hour % 12) + 12;
  return null;
}
