// Soft questions: judgement stays with the worker, who is told why and whose answer is kept
// (Cardiff & Vale 5: all contact is professional contact; judgement is used when responding).
import { agreedHours, withinAgreedHours } from './agreed-hours.ts';
import { unofficialNumbers } from './numbers-in-text.ts';
import { firstName, type Recipient } from './recipient.ts';
import { countSegments } from './segments.js';
import { readableAddress } from './stops.ts';

export type QuestionCode =
  | 'names-another-child'
  | 'personal-number'
  | 'promises-secrecy'
  | 'outside-hours'
  | 'long'
  | 'quiet'
  | 'shared-phone'
  | 'supervised-contact'
  | 'contact-plan'
  | 'conduct';

export type Question = {
  /** The same question about the same thing has the same key: it is asked once. */
  key: string;
  code: QuestionCode;
  /** What it is, in a few words. */
  what: string;
  /** Why it is asked. */
  why: string;
  /** The child who can be added with a tick instead. */
  addChild?: { caseNumber: string; name: string };
};

export type Draft = {
  body: string;
  /** Agreed words, which WhatsApp lets through at any time; absent: the worker’s own. */
  isTemplate?: boolean;
  caseNumbers: readonly string[];
};

/** A child that a text may name by mistake: anyone on the worker's list or the contact's. */
export type NameableChild = { caseNumber: string; name: string; names: readonly string[] };

export type QuestionSurroundings = {
  now: Date;
  /** The authority's own numbers, E.164. */
  officialNumbers: ReadonlySet<string>;
  nameable: readonly NameableChild[];
  /** Attribution's own reader of names: which of these people a text names, and the words it used. */
  namesIn(text: string, people: readonly NameableChild[]): { caseNumber: string; words: string }[];
  /** Oversight's rules for what workers write: the words each one found. */
  conductIn(text: string): { rule: string; words: string }[];
};

const TEXTS_WITHOUT_QUESTION = 3;

/** Ways of promising what a social worker cannot promise. */
const SECRECY = [
  /\b(?:i|we)(?:['’]?ll| will)? (?:will )?(?:not|never) tell (?:anyone|anybody|a soul|them|him|her|mum|dad|your \w+)\b/i,
  /\b(?:won['’]?t|wont|will not) (?:tell|say anything to|let on to) (?:anyone|anybody|a soul|them|him|her|mum|dad|your \w+)\b/i,
  /\bkeep (?:this|it|that) (?:a )?(?:secret|quiet|private|confidential|to myself|between (?:us|you and me|ourselves))\b/i,
  /\b(?:our|a) (?:little )?secret\b/i,
  /\b(?:just |only )?between (?:you and me|us|ourselves)\b/i,
  /\boff the record\b/i,
  /\bno ?one (?:will|needs to|has to) (?:ever )?know\b/i,
];

/** Everything to ask about this draft, most serious first; empty: it goes at once. */
export function questionsAbout(
  recipient: Recipient,
  draft: Draft,
  around: QuestionSurroundings,
): Question[] {
  return [
    ...otherChildren(draft, around),
    ...supervised(recipient, draft),
    ...otherEyes(recipient),
    ...personalNumbers(draft, around),
    ...secrecy(draft),
    ...conduct(draft, around),
    ...hours(recipient, around),
    ...length(draft),
  ];
}

function otherChildren({ body, caseNumbers }: Draft, around: QuestionSurroundings): Question[] {
  const others = around.nameable.filter(({ caseNumber }) => !caseNumbers.includes(caseNumber));
  return around.namesIn(body, others).flatMap(({ caseNumber, words }) => {
    const child = others.find((other) => other.caseNumber === caseNumber);
    if (!child) return [];
    return [
      {
        key: `names-another-child:${caseNumber}`,
        code: 'names-another-child' as const,
        what: `It names ${words}.`,
        why: 'You did not select this child. What you write about one family must not reach another.',
        addChild: { caseNumber, name: child.name },
      },
    ];
  });
}

function supervised(recipient: Recipient, draft: Draft): Question[] {
  return recipient.children
    .filter((child) => draft.caseNumbers.includes(child.caseNumber))
    .filter((child) => child.contactPermitted === 'supervised')
    .map((child) => ({
      key: `supervised-contact:${child.caseNumber}`,
      code: 'supervised-contact',
      what: `Contact with ${child.name} is supervised.`,
      why: `Check that your message arranges nothing outside what was agreed with ${firstName(recipient.contact?.name ?? '')}.`,
    }));
}

function otherEyes({ arrangement, contact, holders }: Recipient): Question[] {
  const name = contact?.name ?? 'This person';
  const others = holders.filter(({ contactId }) => contactId !== contact?.contactId);
  const shared: Question[] = others.map((other) => ({
    key: `shared-phone:${other.contactId}`,
    code: 'shared-phone',
    what: `${other.name} uses this phone too.`,
    why: `Write nothing that only ${firstName(name)} should read.`,
  }));
  if (!arrangement?.quiet) return shared;
  return [
    ...shared,
    {
      key: 'quiet',
      code: 'quiet',
      what: `A text on the wrong screen can harm ${name}.`,
      why: arrangement.note ?? 'It was agreed that nothing goes to this phone without need.',
    },
  ];
}

function personalNumbers({ body }: Draft, around: QuestionSurroundings): Question[] {
  return unofficialNumbers(body, around.officialNumbers).map((number) => ({
    key: `personal-number:${number.replace(/\D/g, '')}`,
    code: 'personal-number',
    what: `It gives a number that is not official: ${readableAddress(number)}.`,
    why: 'Families should only have the team’s own number.',
  }));
}

function secrecy({ body }: Draft): Question[] {
  const words = SECRECY.map((pattern) => pattern.exec(body)?.[0]).find((found) => found);
  if (words === undefined) return [];
  return [
    {
      key: 'promises-secrecy',
      code: 'promises-secrecy',
      what: `It seems to promise secrecy: “${words}”.`,
      why: 'You may have to share what keeps a child safe, and the family can see the record.',
    },
  ];
}

function conduct({ body }: Draft, around: QuestionSurroundings): Question[] {
  return around.conductIn(body).map(({ rule, words }) => ({
    key: `conduct:${rule}`,
    code: 'conduct',
    what: `Read it once more: “${words}”.`,
    why: 'Every text is professional contact and stays on the child’s record.',
  }));
}

function hours({ arrangement, contact }: Recipient, { now }: QuestionSurroundings): Question[] {
  if (!arrangement || withinAgreedHours(arrangement, now)) return [];
  return [
    {
      key: 'outside-hours',
      code: 'outside-hours',
      what: 'It is outside the agreed hours.',
      why: `You agreed ${agreedHours(arrangement) ?? 'other hours'} with ${firstName(contact?.name ?? 'the family')}.`,
    },
  ];
}

function length({ body }: Draft): Question[] {
  const { segments } = countSegments(body);
  if (segments <= TEXTS_WITHOUT_QUESTION) return [];
  return [
    {
      key: 'long',
      code: 'long',
      what: `It is long: it sends as ${segments} texts.`,
      why: 'A call, or a shorter text, is easier to take in.',
    },
  ];
}
