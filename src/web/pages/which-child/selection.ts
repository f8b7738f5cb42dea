// What a person selected, read strictly: children, or one of the other answers, never both. Pure.
import type { FormError } from '../../page/index.ts';
import { content } from './content.ts';
import { MANAGER, NONE, OTHER } from './schema.ts';

export type Selection =
  | { kind: 'children'; caseNumbers: string[] }
  | { kind: 'search'; words: string }
  | { kind: 'not-casework'; reason: string }
  | { kind: 'ask-manager' }
  | { kind: 'wrong'; errors: FormError[] };

export type Selected = {
  child: readonly string[];
  search: string;
  reason: string;
  action: 'save' | 'search';
};

const wrong = (field: string, text: string): Selection => ({
  kind: 'wrong',
  errors: [{ field, text }],
});

/** A search is asked for by its button, or by "A different child" with nothing found selected. */
export function readSelection({ child, search, reason, action }: Selected): Selection {
  const others = child.filter((value) => value === NONE || value === MANAGER);
  const caseNumbers = [
    ...new Set(child.filter((value) => ![OTHER, NONE, MANAGER].includes(value))),
  ];
  if (action === 'search' || (child.includes(OTHER) && caseNumbers.length + others.length === 0)) {
    if (search === '') return wrong('search', content.errors.search);
    return { kind: 'search', words: search };
  }
  if (others.length > 1 || (others.length === 1 && caseNumbers.length > 0)) {
    return wrong('child', content.errors.oneKind);
  }
  if (others[0] === MANAGER) return { kind: 'ask-manager' };
  if (others[0] === NONE) {
    return reason === ''
      ? wrong('reason', content.errors.reason)
      : { kind: 'not-casework', reason };
  }
  if (caseNumbers.length === 0) return wrong('child', content.errors.choose);
  return { kind: 'children', caseNumbers };
}
