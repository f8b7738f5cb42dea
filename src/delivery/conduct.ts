import type { Flag, FlagCategory, FlagSubject } from '../oversight/flag.ts';
import type { QuestionSurroundings } from './questions.ts';

/** What a manager would look at in a worker's own words. */
const OWN_WORDS: ReadonlySet<FlagCategory> = new Set(['conduct', 'off-channel']);

/** Oversight's rules as a question before sending: the same code as the flag after. */
export function conductQuestions(
  evaluate: (subject: FlagSubject) => readonly Flag[],
): QuestionSurroundings['conductIn'] {
  return (text) =>
    evaluate({ text, direction: 'outbound' })
      .filter(({ category }) => OWN_WORDS.has(category))
      .map(({ rule, evidence }) => ({ rule, words: evidence.join('” and “') }));
}
