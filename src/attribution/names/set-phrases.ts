// "Union jack", "Harry Potter", "art club": words that together name no child, whoever bears one of them.
import type { Token } from '../text/tokens.ts';
import { SET_PHRASES } from '../words/word-lists.ts';

/** The places of all words of a message that stand in a set phrase. A sentence's end or a comma breaks a phrase. */
export function inSetPhrases(tokens: readonly Token[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (let start = 0; start < tokens.length; start += 1) {
    const phrases = SET_PHRASES.get(tokens[start]?.norm ?? '') ?? [];
    for (const phrase of phrases) {
      const here = phrase.every((word, offset) => {
        const token = tokens[start + offset];
        return token?.norm === word && (offset === 0 || /^[\s-]*$/.test(token.before));
      });
      if (here) for (let at = start; at < start + phrase.length; at += 1) found.add(at);
    }
  }
  return found;
}
