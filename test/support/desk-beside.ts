// The worker's desk and prompts as the program makes them, for a platform that a test brings; the
// stages run beside, as the queue does it.
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { namesIn } from '../../src/attribution/names-in.ts';
import { openScope } from '../../src/attribution/scope-store.ts';
import type { Database } from '../../src/database/client.ts';
import { createSending } from '../../src/delivery/send.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import type { Desk, WorkerSurface } from '../../src/messaging/surface.ts';
import { createDesk } from '../../src/surfaces/desk.ts';
import { createPrompts } from '../../src/surfaces/prompt.ts';
import { type Road, road } from './road.ts';

export type DeskBeside = {
  way: Road;
  desk: Desk;
  /** The address of the pages. */
  url: string;
  /** Looks once at who is to be prompted there. */
  promptsAt(surface: WorkerSurface): () => Promise<void>;
};

export function deskBeside(
  database: Database,
  clock: Clock,
  surface: WorkerSurface['kind'],
): DeskBeside {
  const way = road(database, clock);
  const url = 'https://casethread.example';
  const common = { database, clock, nation: 'england-and-wales' as const, publicBaseUrl: url };
  const sending = createSending({
    database,
    canSend: () => true,
    namesIn,
    conductIn: () => [],
    openScope,
  });
  drainBeside(way);
  return {
    way,
    url,
    desk: createDesk({ ...common, surface, sending }),
    promptsAt: (at) => createPrompts({ ...common, surfaces: [at] }),
  };
}

/** What a desk waits for is done meanwhile. */
function drainBeside({ drain }: Road): void {
  let finished = false;
  const beside = (async () => {
    while (!finished) {
      await drain().catch(() => undefined);
      await delay(25);
    }
  })();
  onTestFinished(async () => {
    finished = true;
    await beside;
  });
}
