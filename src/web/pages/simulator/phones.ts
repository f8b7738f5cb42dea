// What the page shows: up to three phones, each with what is on its screen and whom it can write to.
import { createHash } from 'node:crypto';
import type { Queryable } from '../../../database/client.ts';
import { capital, when } from '../../../format/dates.ts';
import { phone as shownNumber } from '../../../format/phone.ts';
import { listOf } from '../../../format/words.ts';
import { unknownNumber } from '../../../simulator/phone-number.ts';
import {
  type KnownPhone,
  type Line,
  type OnPhone,
  readKnownPhones,
  readLines,
  readPhone,
} from '../../../simulator/phones-store.ts';
import { content, lastWords, lineWords, providedWords, sharedWith } from './content.ts';

export type Phone = {
  address: string;
  name: string;
  note: string;
  messages: {
    sid: string;
    own: boolean;
    who: string;
    text: string;
    photo: boolean;
    meta: string;
  }[];
  lines: { value: string; text: string; selected: boolean }[];
};

export type Phones = {
  phones: Phone[];
  choices: { value: string; text: string; selected: boolean }[];
  /** What the provider did last. */
  last: string;
  /** Changes when anything on the phones does. */
  token: string;
};

const ON_A_SCREEN = 20;
/** Where a message goes when the authority has no number: Casethread must keep that too. */
const NOBODYS_LINE: Line = { channel: 'sms', address: '+447700900900', label: content.noLine };

/** The phones with these addresses, or the first two and an unknown one when none are named. */
export async function readPhones(
  connection: Queryable,
  addresses: readonly string[],
  { now, today }: { now: Date; today: string },
): Promise<Phones> {
  const known = await readKnownPhones(connection, today);
  const registered = await readLines(connection);
  const lines = registered.length > 0 ? registered : [NOBODYS_LINE];
  const stranger = unknownNumber(known);
  const shown = addresses.length > 0 ? addresses : byDefault(known, stranger);
  const screens = await Promise.all(
    shown.map((address) => readPhone(connection, address, ON_A_SCREEN)),
  );
  const phones = shown.map((address, index) => {
    const holder = known.find((each) => each.address === address);
    return phoneOf(address, holder, screens[index] ?? [], lines, now);
  });
  const choices = [
    ...known.map(choiceOf),
    choiceOf({ address: stranger, names: [], channels: [] }),
  ];
  return {
    phones,
    choices: choices.map((choice) => ({ ...choice, selected: choice.value === shown[0] })),
    last: lastOf(screens.flat()),
    token: createHash('sha256').update(JSON.stringify(screens)).digest('hex').slice(0, 16),
  };
}

function byDefault(known: readonly KnownPhone[], stranger: string): string[] {
  return [...known.slice(0, 2).map(({ address }) => address), stranger];
}

function choiceOf({ address, names }: KnownPhone) {
  return { value: address, text: `${listOf(holders(names), 'and')}, ${shownNumber(address)}` };
}

function holders(names: readonly string[]): readonly string[] {
  return names.length > 0 ? names : [content.unknown];
}

function phoneOf(
  address: string,
  holder: KnownPhone | undefined,
  screen: readonly OnPhone[],
  lines: readonly Line[],
  now: Date,
): Phone {
  const [name = content.unknown, ...others] = holder?.names ?? [];
  const shared = others.length > 0 ? sharedWith(listOf(others, 'and')) : '';
  const note = holder ? shared : content.nobodyMet;
  const chosen = lineFor(screen, holder, lines);
  return {
    address,
    name,
    note: [shownNumber(address), note].filter(Boolean).join('. '),
    messages: screen.map((message) => bubbleOf(message, name, lines, now)),
    lines: lines.map((line) => ({
      value: `${line.channel} ${line.address}`,
      text: lineWords(line.label, line.channel, shownNumber(line.address)),
      selected: line === chosen,
    })),
  };
}

/** Whom they wrote with last, else a number of the channel that they are known on. */
function lineFor(
  screen: readonly OnPhone[],
  holder: KnownPhone | undefined,
  lines: readonly Line[],
): Line | undefined {
  const last = screen.at(-1);
  return (
    lines.find((line) => line.channel === last?.channel && line.address === last.officialNumber) ??
    lines.find(({ channel }) => holder?.channels.includes(channel)) ??
    lines[0]
  );
}

function bubbleOf(message: OnPhone, name: string, lines: readonly Line[], now: Date) {
  const own = message.direction === 'inbound';
  const { officialNumber, channel } = message;
  const line = lines.find((each) => each.address === officialNumber && each.channel === channel);
  const by = message.channel === 'whatsapp' ? ['WhatsApp'] : [];
  const provided = own ? [providedWords(message)] : [];
  return {
    sid: message.sid,
    own,
    who: own ? name : (line?.label ?? shownNumber(officialNumber)),
    text: message.body,
    photo: message.attachments > 0,
    meta: [capital(when(message.at, now)), ...by, ...provided].join('. '),
  };
}

function lastOf(messages: readonly OnPhone[]): string {
  const [last] = messages
    .filter(({ deliveries, direction }) => deliveries !== null && direction === 'inbound')
    .sort((one, other) => other.at.getTime() - one.at.getTime());
  return last ? lastWords(last) : content.nothingSent;
}
