// The frame around every page, with one page in it, for the people of two children.
import { createTestDatabase, type TestDatabase } from './database.ts';
import { aChild, aWorker } from './records.ts';
import { samplePage } from './sample-page.ts';
import { startTestServer, type TestServer } from './server.ts';

export const MINUTE = 60_000;
const START = new Date('2026-03-12T09:00:00Z');

export type SampleServer = {
  testing: TestDatabase;
  server: TestServer;
  /** What was written on the page. */
  saved: string[];
  now(): Date;
  /** Moves the clock to so long after the start. */
  after(milliseconds: number): void;
  /** The clock at the start, and nothing written. */
  anew(): void;
  close(): Promise<void>;
};

/** For `beforeAll`; `anew` in `beforeEach`, `close` in `afterAll`. */
export async function startSampleServer(): Promise<SampleServer> {
  const saved: string[] = [];
  let now = START;
  const testing = await createTestDatabase();
  const { database } = testing;
  await aWorker(database, 'W1', { name: 'Priya Nair', managerId: 'W4' });
  await aWorker(database, 'W2', { name: 'Tom Adeyemi' });
  await aWorker(database, 'W4', { name: 'Helen Marsh', role: 'manager' });
  await aWorker(database, 'W5', { name: 'Idris Vaughan', role: 'information-governance' });
  await aWorker(database, 'W9', { name: 'Left Already', validTo: '2026-03-12' });
  await aChild(database, 'CT-1', { name: 'Alfie Brennan', lead: 'W1' });
  await aChild(database, 'CT-2', { name: 'Tomos Pugh', lead: 'W2' });
  const server = await startTestServer({ database, clock: () => now, pages: [samplePage(saved)] });
  return {
    testing,
    server,
    saved,
    now: () => now,
    after: (milliseconds) => {
      now = new Date(START.getTime() + milliseconds);
    },
    anew: () => {
      now = START;
      saved.length = 0;
    },
    close: async () => {
      await server.close();
      await testing.drop();
    },
  };
}
