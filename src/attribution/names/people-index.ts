// The people of one address, made ready for finding their names in messages. Built once per batch
// and address, so that a decision costs the message's words and not the authority's children.
import type { ChildFact, NamedPerson, PeopleFacts } from '../types.ts';
import { SHORT_FORMS_OF } from '../words/word-lists.ts';
import { type FormKind, nameForms, splitName } from './forms.ts';

export type PersonRef =
  | { role: 'child'; id: string; child: ChildFact }
  /** A contact: the holder of the address (`holder`) or another contact of the children. */
  | { role: 'contact'; id: string; holder: boolean; name: string }
  | { role: 'worker'; id: string; name: string };

export type IndexedForm = {
  words: readonly string[];
  kind: FormKind;
  person: PersonRef;
  from: number;
};

export type PeopleIndex = {
  facts: PeopleFacts;
  children: ReadonlyMap<string, ChildFact>;
  /** By first word. */
  forms: ReadonlyMap<string, readonly IndexedForm[]>;
  /** One-word recorded names of four letters and more, for misspellings. */
  spelt: readonly IndexedForm[];
  /** By usual short form: the children whose recorded first name it may stand for. */
  shortForms: ReadonlyMap<string, readonly PersonRef[]>;
  /** Words of family names per person. */
  familyWords: ReadonlyMap<string, ReadonlySet<string>>;
};

const ALWAYS = Number.NEGATIVE_INFINITY;

export function indexPeople(facts: PeopleFacts): PeopleIndex {
  const forms = new Map<string, IndexedForm[]>();
  const spelt: IndexedForm[] = [];
  const shortForms = new Map<string, PersonRef[]>();
  const familyWords = new Map<string, ReadonlySet<string>>();

  const addForm = (form: IndexedForm) => {
    const first = form.words[0] ?? '';
    const list = forms.get(first);
    if (list === undefined) forms.set(first, [form]);
    else list.push(form);
    if (form.kind === 'given' && form.words.length === 1 && first.length >= 4) spelt.push(form);
  };
  const add = (
    person: PersonRef,
    name: string,
    preferredName: string | null,
    alsoKnownAs: readonly string[],
  ) => {
    for (const form of nameForms({ name, preferredName, alsoKnownAs }))
      addForm({ ...form, person, from: ALWAYS });
    const { given, family } = splitName(name);
    familyWords.set(personKey(person), new Set(family));
    // Adults' unrecorded short forms are not guessed.
    if (person.role !== 'child') return;
    for (const short of (given[0] ?? []).flatMap((word) => SHORT_FORMS_OF.get(word) ?? [])) {
      const list = shortForms.get(short) ?? [];
      list.push(person);
      shortForms.set(short, list);
    }
  };

  for (const child of facts.children) {
    const person: PersonRef = { role: 'child', id: child.caseNumber, child };
    add(person, child.name, child.preferredName, child.alsoKnownAs);
    for (const alias of child.aliases) {
      for (const form of nameForms({ name: alias.name, alsoKnownAs: [] }))
        if (form.kind === 'given') addForm({ ...form, person, from: alias.from });
    }
  }
  const contact = (holder: boolean) => (named: NamedPerson) =>
    add(
      { role: 'contact', id: named.id, holder, name: named.name },
      named.name,
      null,
      named.alsoKnownAs,
    );
  facts.holders.forEach(contact(true));
  facts.adults.forEach(contact(false));
  for (const worker of facts.workers)
    add(
      { role: 'worker', id: worker.id, name: worker.name },
      worker.name,
      null,
      worker.alsoKnownAs,
    );

  return {
    facts,
    children: new Map(facts.children.map((child) => [child.caseNumber, child])),
    forms,
    spelt,
    shortForms,
    familyWords,
  };
}

export function personKey(person: PersonRef): string {
  return `${person.role}:${person.id}`;
}
