// The demonstration: fictitious families and four weeks of messages up to now, through the same doors
// as an authority's own import. Only `start` loads it, and only into an empty database.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordAudit } from '../../src/access/audit-store.ts';
import type { Capture } from '../../src/capture/capture.ts';
import type { KeepMedia } from '../../src/command-line/import-history/copy-media.ts';
import { importHistory } from '../../src/command-line/import-history/import-history.ts';
import type { Database } from '../../src/database/client.ts';
import { agreeTemplate } from '../../src/delivery/template-store.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { importPeople } from '../../src/people/import/import-people.ts';
import type { Nation } from '../../src/record/working-days.ts';
import { SIMULATED_CONTENTS } from '../../src/simulator/contents.ts';
import { lockDemonstration, readState, unlockDemonstration } from './demo-store.ts';
import { begumRahman } from './families/begum-rahman.ts';
import { delgado } from './families/delgado.ts';
import { griffiths } from './families/griffiths.ts';
import { loweOkafor } from './families/lowe-okafor.ts';
import { marshBrennan } from './families/marsh-brennan.ts';
import { others } from './families/others.ts';
import { price } from './families/price.ts';
import { writeFiles } from './files.ts';
import { keepOversight } from './oversight.ts';
import { keepPlans } from './plans.ts';
import { completeRecordings, keepFailedSends } from './workers-part.ts';

export const FAMILIES = [griffiths, loweOkafor, begumRahman, marshBrennan, price, delgado, others];

const BEGUN = 'demonstration-begun';
const LOADED = 'demonstration-loaded';

export type DemonstrationOptions = {
  database: Database;
  clock: Clock;
  capture: Capture;
  /** Runs the stages until nothing waits. */
  drain: () => Promise<unknown>;
  keepMedia: KeepMedia;
  nation: Nation;
};

/**
 * Loads the demonstration into an empty database; one that a stopped process left half loaded is
 * finished as of the time it was begun. Returns false when the database holds anything already.
 */
export async function loadDemonstration(options: DemonstrationOptions): Promise<boolean> {
  const { database, clock } = options;
  const connection = await database.pool.connect();
  try {
    await lockDemonstration(connection);
    const found = await readState(connection, BEGUN, LOADED);
    if (found.state === 'occupied') return false;
    const now = found.state === 'begun' ? found.at : clock();
    if (found.state === 'empty') await note(database, BEGUN, now);
    await load(options, now);
    await note(database, LOADED, now);
    return true;
  } finally {
    await unlockDemonstration(connection).catch(() => {});
    connection.release();
  }
}

async function load(options: DemonstrationOptions, now: Date): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'casethread-demonstration-'));
  const at = { ...options, clock: () => now };
  try {
    const history = await writeFiles(folder, FAMILIES, now);
    requireTaken(await importPeople(folder, { ...at, dryRun: false }));
    requireTaken(await importHistory(history, { ...at, dryRun: false, onProgress: () => {} }));
    await completeRecordings(options.database, FAMILIES, now);
    await keepFailedSends(options.database, FAMILIES, now);
    await keepPlans(options.database, now);
    await keepOversight(options.database, at);
    for (const agreed of SIMULATED_CONTENTS) {
      await agreeTemplate(options.database.pool, agreed, { by: 'system:start', at: now });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function requireTaken({ outcome }: { outcome: string }): void {
  if (outcome !== 'imported') throw new Error(`The demonstration was not taken: ${outcome}.`);
}

function note(database: Database, action: string, at: Date): Promise<void> {
  return recordAudit(database.pool, {
    at,
    actor: 'system:start',
    action,
    subjectKind: 'demonstration',
    subjectId: 'demonstration',
    caseNumbers: [],
  });
}
