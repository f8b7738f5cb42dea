// WhatsApp's own ids, and the addresses that the record knows: E.164, or an opaque id.

/** A person by number, a person by opaque id ("lid"), a group, or nothing that is ever read. */
export type ChatId =
  | { kind: 'number'; number: string }
  | { kind: 'opaque'; id: string }
  | { kind: 'group'; id: string }
  | { kind: 'other' };

/** What an id of WhatsApp's names: 447700900123@c.us, 1234@lid, 1234-5678@g.us, status@broadcast … */
export function readChatId(id: string): ChatId {
  const [, user = '', server = ''] = /^([^@]*)@([a-z.]+)$/.exec(id) ?? [];
  // A linked device writes as 447700900123:7@c.us.
  const digits = user.replace(/:\d+$/, '');
  if ((server === 'c.us' || server === 's.whatsapp.net') && /^[1-9]\d{4,19}$/.test(digits)) {
    return { kind: 'number', number: `+${digits}` };
  }
  if (server === 'lid' && /^\d+$/.test(digits)) return { kind: 'opaque', id: `${digits}@lid` };
  if (server === 'g.us') return { kind: 'group', id };
  return { kind: 'other' };
}

/** A person's address; whatever else it names, as it is. */
export function personAddress(id: string): string {
  const read = readChatId(id);
  return read.kind === 'number' ? read.number : read.kind === 'opaque' ? read.id : id;
}
