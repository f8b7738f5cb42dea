// The "Which child?" page over real HTTP, with the whole road behind it running meanwhile.
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { whichChildPage } from '../../src/web/pages/which-child/index.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { type Road, road } from './road.ts';
import { theBrennans } from './sending.ts';
import { type Client, type TestServer, testServer } from './server.ts';

export const NOW = new Date('2026-03-12T15:05:00Z');

export type WhichChildWorld = {
  testing: TestDatabase;
  server: TestServer;
  priya: Client;
  way: Road;
  /** The newest question's address. */
  question(): Promise<string>;
  /** Kelly says neither child's name: a question. Returns its address. */
  bear(): Promise<string>;
  /** The same with a word that can only be a name, and that no record has. */
  boops(): Promise<string>;
  /** Sends the form of the page at this address. */
  answer(
    address: string,
    fields: Record<string, string | string[]>,
    client?: Client,
  ): ReturnType<Client['post']>;
  /** Every message's decision, in the order they came. */
  decisions(): Promise<{ state: string; caseNumbers: string[]; method: string | null }[]>;
};

export async function whichChildWorld(): Promise<WhichChildWorld> {
  const testing = await testDatabase();
  const { database } = testing;
  await theBrennans(database);
  const clock = () => NOW;
  const way = road(database, clock);
  const server = await testServer({ database, clock, pages: [whichChildPage] });
  const priya = await server.signIn('P');
  keepDraining(way);
  const question = async () => {
    const [newest] = await database.prisma.openQuestion.findMany({ orderBy: { askedAt: 'desc' } });
    return `/conversations/${newest?.conversationId}/questions/${newest?.id}`;
  };
  const asked = async (body: string) => {
    await way.text(body, '2026-03-12T14:51:00Z');
    return question();
  };
  return {
    testing,
    server,
    priya,
    way,
    question,
    bear: () => asked('Bear been sick again n wont go school today'),
    boops: () => asked('school rang, Boops been sick again'),
    answer: async (address, fields, client = priya) => {
      const { html } = await client.get(address);
      return client.post(address, { message: messagesIn(html), action: 'save', ...fields });
    },
    decisions: () =>
      database.prisma.currentAttribution.findMany({ orderBy: { occurredAt: 'asc' } }),
  };
}

/** The queue of the running product: what a page waits for is done meanwhile. */
function keepDraining(way: Road): void {
  let running = true;
  const drained = (async () => {
    while (running) {
      await way.drain();
      await delay(20);
    }
  })();
  onTestFinished(async () => {
    running = false;
    await drained;
  });
}

const messagesIn = (html: string) =>
  [...html.matchAll(/name="message"[^>]*value="([^"]+)"/g)].map(([, id = '']) => id);
