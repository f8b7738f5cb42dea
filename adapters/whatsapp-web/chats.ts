// Which chats there are and whom they are with, before anything in them is read.
import type { Client } from 'whatsapp-web.js';
import { readChatId } from './address.ts';

/** A chat, or somebody in one, in the record's addresses. */
export type Who = { kind: 'person' | 'group'; addresses: readonly string[] };

export type Chats = {
  /** Whom an id stands for; null: broadcasts, channels and whatever else is never read. */
  who(id: string): Promise<Who | null>;
  /** Every chat's id and when something last happened there (Unix seconds). */
  list(): Promise<{ id: string; t: number | null }[]>;
  groupsNamed(name: string): Promise<string[]>;
};

type Model = { id: { _serialized: string }; t?: number; formattedTitle?: string };

export function chatsOf(client: Client): Chats {
  const numbers = new Map<string, string>();

  /** WhatsApp's own record of which number an opaque id stands for; nothing is guessed. */
  async function numberOf(opaque: string): Promise<string | null> {
    const known = numbers.get(opaque);
    if (known !== undefined) return known;
    const [found] = await client.getContactLidAndPhone([opaque]).catch(() => []);
    const read = readChatId(found?.pn ?? '');
    if (read.kind !== 'number') return null;
    numbers.set(opaque, read.number);
    return read.number;
  }

  return {
    who: async (id) => {
      const read = readChatId(id);
      if (read.kind === 'number') return { kind: 'person', addresses: [read.number] };
      if (read.kind === 'group') return { kind: 'group', addresses: [read.id] };
      if (read.kind === 'other') return null;
      const number = await numberOf(read.id);
      return { kind: 'person', addresses: number === null ? [read.id] : [number, read.id] };
    },
    list: async () =>
      (await client.pupPage?.evaluate(() => {
        const read: (module: string) => { Chat: { getModelsArray(): Model[] } } = Reflect.get(
          window,
          'require',
        );
        const chats = read('WAWebCollections').Chat.getModelsArray();
        return chats.map(({ id, t }) => ({ id: id._serialized, t: t ?? null }));
      })) ?? [],
    groupsNamed: async (name) =>
      (await client.pupPage?.evaluate((wanted) => {
        const read: (module: string) => { Chat: { getModelsArray(): Model[] } } = Reflect.get(
          window,
          'require',
        );
        return read('WAWebCollections')
          .Chat.getModelsArray()
          .filter(
            ({ id, formattedTitle }) =>
              id._serialized.endsWith('@g.us') && formattedTitle === wanted,
          )
          .map(({ id }) => id._serialized);
      }, name)) ?? [],
  };
}
