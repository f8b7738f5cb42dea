import type { FormKind } from './forms.ts';
import type { PersonRef } from './people-index.ts';

/**
 * How a name in a message is to be read:
 * `name` somebody is meant; `unclear` it may be a name or an ordinary word, or it may be spoken to
 * rather than about; `word` an ordinary word; `place` part of an address or a building's name;
 * `spoken-to` a greeting or thanks; `signature` whoever writes.
 */
export type Reading = 'name' | 'unclear' | 'word' | 'place' | 'spoken-to' | 'signature';

export type Mention = {
  /** Index of the first word, and of the first word after it. */
  start: number;
  end: number;
  words: string;
  kind: FormKind;
  /** Everyone it could be, among the people on record. */
  people: readonly PersonRef[];
  reading: Reading;
  /** "not Kian", "instead of Kian". */
  negated: boolean;
  /** A family name follows that is not theirs: somebody else with the same first name. */
  otherFamilyName: string | null;
};
