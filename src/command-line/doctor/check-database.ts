// The database's part of `casethread doctor`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { type Inspection, inspectDatabase } from '../../database/inspect.ts';
import { openDatabaseAccess } from '../../database/prepare.ts';
import type { Finding } from '../../messaging/adapter.ts';
import { explainFailure } from '../failure.ts';

const OLDEST_VERSION = 15;
const MOST_SKEW_MS = 2_000;

/** Starts the embedded server for as long as it looks, where it does not run. Migrates nothing. */
export async function* checkDatabase(config: Config): AsyncGenerator<Finding> {
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, 'postgres'))) {
    yield { ok: true, words: 'Database: none yet. "npm start" makes it.' };
    return;
  }
  try {
    const access = await openDatabaseAccess(config);
    try {
      yield* describe(await inspectDatabase(access.ownerUrl, access.appUrl));
    } finally {
      await access.stop();
    }
  } catch (error) {
    const words =
      explainFailure(error) ?? (error instanceof Error ? error.message : 'unknown error');
    yield { ok: false, words: `Database: ${words}` };
  }
}

function* describe(state: Inspection): Generator<Finding> {
  yield state.majorVersion >= OLDEST_VERSION
    ? { ok: true, words: `Database: PostgreSQL ${state.version} answers.` }
    : {
        ok: false,
        words: `Database: PostgreSQL ${state.version} is too old. Use ${OLDEST_VERSION} or newer.`,
      };
  if (state.foreign.length > 0) {
    yield {
      ok: false,
      words:
        `Database: ${state.foreign.join(', ')} came from another version of Casethread. ` +
        'Run the newest version that was used on this database.',
    };
  } else if (state.pending.length > 0) {
    yield {
      ok: false,
      words: `Database: ${state.pending.join(', ')} not applied yet. "npm start" applies it.`,
    };
  } else {
    yield { ok: true, words: 'Database: up to date.' };
  }
  yield describeProtection(state.unprotected);
  const skew = Math.round(state.clockSkewMs / 100) / 10;
  yield Math.abs(state.clockSkewMs) <= MOST_SKEW_MS
    ? { ok: true, words: 'Clock: the same here and in the database.' }
    : {
        ok: false,
        words: `Clock: the database is ${skew} seconds from this machine. Set both by NTP.`,
      };
  for (const { stage, problem, count } of state.setAside) {
    yield {
      ok: false,
      words:
        `Set aside: ${count} in ${stage} (${problem}). They are kept. ` +
        'Report this with the newest lines of the log.',
    };
  }
  for (const words of state.openAlarms) yield { ok: false, words: `Alarm: ${words}` };
}

function describeProtection(unprotected: Inspection['unprotected']): Finding {
  if (unprotected === null) {
    return {
      ok: false,
      words:
        'Database: the application’s role cannot log in. "npm start" makes it in a demonstration; ' +
        'in production, check DATABASE_APP_URL.',
    };
  }
  if (unprotected.length === 0) {
    const words = 'Database: what is kept cannot be altered or erased by the application.';
    return { ok: true, words };
  }
  return {
    ok: false,
    words:
      `Database: ${unprotected.join(', ')} could be altered. Run "npm start" to set the rights ` +
      'again, and ask whoever manages the database who switched the triggers off.',
  };
}
