// Which of the two people in a chat is the authority. Found on evidence, or asked; never guessed.
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { UnusableFile } from '../past-message.ts';
import { comparableName } from '../plain-text.ts';

export type SideClues = {
  /** Everybody who wrote, as the phone names them, with the first line of each. */
  senders: ReadonlyMap<string, number>;
  /** Senders of words that only the phone's owner can have written ("You deleted this message"). */
  ownWords: ReadonlySet<string>;
  /** Names that stand before notices: on an iPhone the other person's. */
  noticeNames: ReadonlySet<string>;
  /** Names of the zip and of the chat file: "WhatsApp Chat with Kelly.txt". */
  fileNames: readonly string[];
  counterpart: string;
  /** Names of the contact with this number, as the record has them. */
  contactNames: readonly string[];
  /** Names of our workers. */
  workerNames: readonly string[];
  /** What the person said: the name of our side in this chat. */
  ourName: string | null;
};

/** Our side's name as the chat has it; null when our side wrote nothing. Throws UnusableFile. */
export function findOurName(clues: SideClues): string | null {
  const names = [...clues.senders.keys()];
  if (names.length > 2) throw new UnusableFile(...groupWords(clues.senders));
  const given = clues.ourName === null ? null : comparableName(clues.ourName);
  if (given !== null) {
    const ours = names.find((name) => comparableName(name) === given);
    if (ours !== undefined) return ours;
    if (names.length < 2) return null;
    throw new UnusableFile(
      `Nobody in this chat is called “${clues.ourName}”. It has: ${quoted(names)}. Nothing was imported.`,
      'Give --our-name exactly as the chat has it.',
    );
  }
  const ours = names.filter((name) => isOurs(name, clues));
  const theirs = names.filter((name) => isTheirs(name, clues));
  const contradiction = ours.some((name) => theirs.includes(name));
  if (!contradiction && ours.length <= 1 && theirs.length <= 1) {
    const [our] = ours;
    const [their] = theirs;
    if (our !== undefined) return our;
    if (their !== undefined) return names.find((name) => name !== their) ?? null;
  }
  throw new UnusableFile(
    `Nothing in this export says which side is the authority’s: ${quoted(names)}. Nothing was imported.`,
    'Say whose phone it was: run this again with --our-name and the name of our side in this chat.',
  );
}

function isOurs(name: string, { ownWords, workerNames }: SideClues): boolean {
  return ownWords.has(name) || workerNames.some((worker) => isSameName(worker, name));
}

function isTheirs(name: string, clues: SideClues): boolean {
  const number = parsePhoneNumberFromString(name, 'GB')?.number;
  return (
    number === clues.counterpart ||
    clues.noticeNames.has(name) ||
    clues.contactNames.some((contact) => isSameName(contact, name)) ||
    clues.fileNames.some((file) => isNamedBy(file, name))
  );
}

function isSameName(some: string, other: string): boolean {
  return comparableName(some) === comparableName(other);
}

/** "WhatsApp Chat with Kelly.txt", "WhatsApp Chat - Kelly.zip", "Discussion WhatsApp avec Kelly.txt". */
function isNamedBy(fileName: string, name: string): boolean {
  const title = comparableName(fileName.replace(/(\.(txt|zip))+$/i, '').replaceAll('_', ' '))
    .replace(/ \(\d+\)$/, '')
    .replaceAll(/\s+/g, ' ');
  const own = comparableName(name).replaceAll('_', ' ');
  return title.includes('whatsapp') && (title.endsWith(` ${own}`) || title.startsWith(`${own} `));
}

function groupWords(senders: ReadonlyMap<string, number>): string[] {
  const shown = [...senders].slice(0, 5).map(([name, line]) => `“${name}” (line ${line})`);
  const more = senders.size > shown.length ? ` and ${senders.size - shown.length} more` : '';
  return [
    `This is an export of a group: ${senders.size} people write in it, ${shown.join(', ')}${more}.`,
    'Only a chat between our number and one other person can be imported. Nothing was imported.',
  ];
}

function quoted(names: readonly string[]): string {
  return names.length === 0 ? 'nobody wrote' : names.map((name) => `“${name}”`).join(' and ');
}
