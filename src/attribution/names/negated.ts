// A child who is named only to say that it is about somebody else.
import type { MessageWords } from '../text/message-words.ts';

const NEGATORS =
  /^(not|isnt|wasnt|arent|werent|aint|never|nor|instead|except|cept|excluding|bar|minus|without|apart|besides|nie|nid|ddim)$/;
const BETWEEN =
  /^(about|for|with|to|do|from|of|our|my|his|her|the|little|just|even|it|is|was|be|been|rather|than|other)$/;
const EVERYBODY = /^(all|everyone|everybody|every1|them|none|nobody|noone|anyone|anybody|both)$/;

/** "not Kian", "its not about Kian", "rather than Kian", "apart from Kian", "everyone but Kian". */
export function isNegated(words: MessageWords, start: number): boolean {
  for (let at = start - 1; at >= Math.max(0, start - 4); at -= 1) {
    const token = words.tokens[at];
    if (token === undefined || words.tokens[at + 1]?.first) return false;
    const before = words.tokens[at - 1]?.norm ?? '';
    if (NEGATORS.test(token.norm)) return true;
    if (token.norm === 'than' && /^(rather|other)$/.test(before)) return true;
    if (token.norm === 'but' && EVERYBODY.test(before)) return true;
    if (!BETWEEN.test(token.norm)) return false;
  }
  return false;
}
