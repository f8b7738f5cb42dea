// The conversation page over real HTTP, with the Brennans and a fake provider behind it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { mediaFiles } from '../../src/capture/media-files.ts';
import { conversationPage } from '../../src/web/pages/conversation/index.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { CONVERSATION, sendingWorld, theBrennans } from './sending.ts';
import { type Client, type TestServer, testServer } from './server.ts';

export const NOW = new Date('2026-03-12T15:05:00Z');
export const PATH = `/conversations/${CONVERSATION}`;

export type ConversationWorld = {
  testing: TestDatabase;
  server: TestServer;
  /** Signed in: allocated to both children. */
  priya: Client;
  dataDir: string;
  /** What a person reads on a page. */
  read(path?: string, client?: Client): Promise<string>;
};

export async function conversationWorld(): Promise<ConversationWorld> {
  const testing = await testDatabase();
  const { database } = testing;
  await theBrennans(database);
  const dataDir = await mkdtemp(join(tmpdir(), 'casethread-media-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const { sending } = await sendingWorld(database);
  const server = await testServer({
    database,
    clock: () => NOW,
    pages: [conversationPage({ sending, media: mediaFiles(dataDir) })],
  });
  const priya = await server.signIn('P');
  return {
    testing,
    server,
    priya,
    dataDir,
    read: async (path = PATH, client = priya) => (await client.get(path)).text,
  };
}

/** The value of a hidden field on a page. */
export function field(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
}
