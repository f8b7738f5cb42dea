// Who is spoken to and who writes: "Hi Hannah, …", "thanks Rebecca", "its Maryam", "… love Gemma".
import { AFTER_AN_ADDRESS, GREETINGS, THANKING } from '../text/grammar.ts';
import type { MessageWords } from '../text/message-words.ts';

export type Address = {
  /** The first word after a greeting and whoever it greets. */
  bodyStart: number;
  /** Words [from, to) that greet or thank somebody. */
  spokenTo: readonly (readonly [number, number])[];
  /** Words [from, to) in which the writer gives a name as their own. */
  signed: readonly (readonly [number, number])[];
};

/**
 * `nameAt(i)` is the length in words of a name on record at word i, 0 for none; `workerAt(i)` says
 * whether it is a worker's. Unknown words are taken for an addressee only before a comma or the end.
 */
export function readAddress(
  words: MessageWords,
  nameAt: (at: number) => number,
  workerAt: (at: number) => boolean,
): Address {
  const { tokens } = words;
  const spokenTo: [number, number][] = [];
  const signed: [number, number][] = [];
  let bodyStart = 0;
  if (isGreeting(words)) {
    bodyStart = GREETINGS.has(tokens[0]?.norm ?? '') ? 1 : 2;
    if (bodyStart === 2 && tokens[0]?.norm === 'good') bodyStart = 2;
    if (GREETINGS.has(tokens[bodyStart]?.norm ?? '') && tokens[bodyStart]?.norm !== 'dear')
      bodyStart += 1;
    if (/^(there|all|again|hun|love|mate|lovely|babe|dear)$/.test(tokens[bodyStart]?.norm ?? ''))
      bodyStart += 1;
    const to = tokens[bodyStart];
    if (to !== undefined && !/[,.!?;\n–—-]/.test(to.before)) {
      const length = Math.max(1, nameAt(bodyStart));
      const after = tokens[bodyStart + length];
      const known = nameAt(bodyStart) > 0;
      const breaks = after === undefined || /[,.!:;\n–—]|\s-\s/.test(after.before);
      const turns =
        after !== undefined &&
        AFTER_AN_ADDRESS.has(after.norm) &&
        !aboutThem(words, bodyStart + length);
      const nameLike = known || to.title || !AFTER_AN_ADDRESS.has(to.norm);
      if (
        nameLike &&
        (workerAt(bodyStart) ||
          (breaks && (known || length === 1)) ||
          (turns && (known || to.title)))
      ) {
        if (!(AFTER_AN_ADDRESS.has(to.norm) && !known)) {
          spokenTo.push([bodyStart, bodyStart + length]);
          bodyStart += length;
        }
      }
    }
  }
  const last = tokens.length - 1;
  for (let at = bodyStart; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) continue;
    // "thanks Rebecca", "ok Deepa, will let you know"
    if (THANKING.has(token.norm) && (at === bodyStart || at >= last - 4)) {
      const length = Math.max(1, nameAt(at + 1));
      const after = tokens[at + 1 + length];
      const breaks =
        after === undefined || /[,.!?;\n–—]/.test(after.before) || isKisses(words, at + 1 + length);
      const name = tokens[at + 1];
      if (name !== undefined && !/[.!?\n]/.test(name.before) && !THANKING.has(name.norm)) {
        if (
          nameAt(at + 1) > 0 &&
          (breaks ||
            workerAt(at + 1) ||
            AFTER_AN_ADDRESS.has(after?.norm ?? '') ||
            /^(see|will|speak|talk|il)$/.test(after?.norm ?? ''))
        )
          spokenTo.push([at + 1, at + 1 + length]);
        else if (nameAt(at + 1) === 0 && breaks && name.title && words.capitalsTell)
          spokenTo.push([at + 1, at + 2]);
      }
    }
  }
  const introduced = introducedAt(words, bodyStart);
  if (introduced !== null) {
    const length = nameAt(introduced);
    if (length > 0 && !ownsSomething(words, introduced + length))
      signed.push([introduced, introduced + length]);
    else if (length === 0 && tokens[introduced]?.title === true && words.capitalsTell)
      signed.push([introduced, introduced + 1]);
  }
  const here = tokens.findIndex((token, index) => index > bodyStart - 1 && token.norm === 'here');
  if (here > 0 && here <= bodyStart + 2) {
    for (let at = Math.max(0, here - 2); at < here; at += 1) {
      if (nameAt(at) === here - at) {
        signed.push([at, here]);
        break;
      }
    }
  }
  // A name alone at the end, after a full stop, comma or line break, or "love", "from", "regards".
  for (let at = Math.max(bodyStart + 1, last - 3); at <= last; at += 1) {
    const length = nameAt(at);
    const token = tokens[at];
    if (
      length === 0 ||
      token === undefined ||
      (at + length <= last && !isKisses(words, at + length))
    )
      continue;
    const before = tokens[at - 1];
    if (
      token.first ||
      /[,\n.!?–—]|\s-\s/.test(token.before) ||
      /^(love|from|regards|luv)$/.test(before?.norm ?? '')
    )
      signed.push([at, at + length]);
  }
  return { bodyStart, spokenTo, signed };
}

function isGreeting(words: MessageWords): boolean {
  const first = words.tokens[0]?.norm ?? '';
  const second = words.tokens[1]?.norm ?? '';
  if (GREETINGS.has(first)) return true;
  return (
    (first === 'good' && /^(morning|afternoon|evening)$/.test(second)) ||
    (first === 'bore' && second === 'da') ||
    (first === 'dzien' && second === 'dobry')
  );
}

/** "is off sick" is about them; "is it still on" is said to them. */
function aboutThem(words: MessageWords, at: number): boolean {
  const norm = words.tokens[at]?.norm ?? '';
  const next = words.tokens[at + 1]?.norm ?? '';
  if (norm === 'is' || norm === 'has')
    return !/^(it|there|that|this|anyone|anybody|someone|somebody|the)$/.test(next);
  if (/^(can|could|would|will|should|did|do)$/.test(norm)) {
    return !/^(u|you|ya|yous|i|we|someone|somebody|anyone|it|the|my|this|that|not)$/.test(next);
  }
  return false;
}

/** The word after "its", "this is", "from", "my name is", "im" at the start of what is said. */
function introducedAt(words: MessageWords, bodyStart: number): number | null {
  const norms = words.tokens.slice(bodyStart, bodyStart + 4).map((token) => token.norm);
  const [a = '', b = '', c = ''] = norms;
  if (a === 'its' || a === 'from' || a === 'im') return bodyStart + 1;
  if ((a === 'it' || a === 'this') && (b === 'is' || b === 's')) return bodyStart + 2;
  if (a === 'i' && b === 'am') return bodyStart + 2;
  if (a === 'my' && b === 'name' && /^(is|s)$/.test(c)) return bodyStart + 3;
  return null;
}

function ownsSomething(words: MessageWords, at: number): boolean {
  const last = words.tokens[at - 1];
  const next = words.tokens[at];
  return (
    last !== undefined &&
    next !== undefined &&
    (last.possessive || last.norm.endsWith('s')) &&
    /^(mum|mam|mom|dad|nan|nana|nain|taid|gran|grandma|grandad|aunt|auntie|uncle|sister|brother|carer|key|teacher|school|social|stepdad|stepmum|mother|father)/.test(
      next.norm,
    )
  );
}

function isKisses(words: MessageWords, from: number): boolean {
  return words.tokens
    .slice(from)
    .every((token) => /^(x+|xo+|pls|please|thanks|thx|ta|lol)$/.test(token.norm));
}
