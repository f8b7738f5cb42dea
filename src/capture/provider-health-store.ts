// What is known of each provider's webhooks. Counts and times only.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import type { Queryable } from '../database/client.ts';

/** What one process counted since it last wrote. */
export type Tally = {
  refused: number;
  /** Refusals before the first accepted one: they continue the run that the table knows. */
  before: number;
  /** The longest run that began in this tally. */
  longest: number;
  /** Refusals since the last accepted one, when there was one. */
  after: number;
  lastRefusedAt: Date | null;
  lastAcceptedAt: Date | null;
  notUnderstood: number;
};

/** Five in a row raise an alarm (contracts section 7). */
const TOO_MANY = 5;
/** Long enough to be seen by a person, also when genuine webhooks come between. */
const QUIET_MS = 60 * 60_000;

/** Adds a tally to the table, and raises or clears what follows from it. Call in a transaction. */
export async function writeTally(
  connection: Queryable,
  provider: string,
  tally: Tally,
  now: Date,
): Promise<void> {
  const { before, wasRefusedAt } = await readRun(connection, provider);
  const reached = before + tally.before;
  await connection.query(
    `INSERT INTO provider_health AS health
       (provider, refused_total, refused_in_a_row, last_refused_at, last_accepted_at)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (provider) DO UPDATE SET
       refused_total = health.refused_total + EXCLUDED.refused_total,
       refused_in_a_row = EXCLUDED.refused_in_a_row,
       last_refused_at = COALESCE(EXCLUDED.last_refused_at, health.last_refused_at),
       last_accepted_at = COALESCE(EXCLUDED.last_accepted_at, health.last_accepted_at)`,
    [
      provider,
      tally.refused,
      tally.lastAcceptedAt === null ? reached : tally.after,
      tally.lastRefusedAt,
      tally.lastAcceptedAt,
    ],
  );
  if (Math.max(reached, tally.longest) >= TOO_MANY && tally.refused > 0) {
    await raiseAlarm(connection, {
      kind: 'signature-failures',
      subject: provider,
      words:
        `At least ${TOO_MANY} requests in a row were not signed by ${provider}. Nothing of them was kept. ` +
        `Either somebody is trying to forge messages, or the token or the public address is wrong and ` +
        'real messages are being refused. Ask your IT team to run "npx casethread doctor" today.',
      at: now,
    });
  } else if (tally.lastAcceptedAt && tally.refused === 0 && isQuiet(wasRefusedAt, now)) {
    await clearAlarm(connection, 'signature-failures', provider, now);
  }
  if (tally.notUnderstood > 0) {
    await raiseAlarm(connection, {
      kind: 'not-understood',
      subject: provider,
      words:
        `A message from ${provider} could not be read. Its exact bytes are kept. ` +
        'Ask your IT team to look at the newest delivery marked "not-understood".',
      at: now,
    });
  }
}

async function readRun(connection: Queryable, provider: string) {
  const { rows } = await connection.query<{ run: number; at: Date | null }>(
    `SELECT refused_in_a_row AS run, last_refused_at AS at FROM provider_health
     WHERE provider = $1 FOR UPDATE`,
    [provider],
  );
  return { before: rows[0]?.run ?? 0, wasRefusedAt: rows[0]?.at ?? null };
}

function isQuiet(refusedAt: Date | null, now: Date): boolean {
  return refusedAt === null || now.getTime() - refusedAt.getTime() > QUIET_MS;
}

/** A provider does not take our credentials: nothing goes out, and nothing missed is found. */
export async function raiseCredentialsRefused(
  connection: Queryable,
  provider: string,
  at: Date,
): Promise<void> {
  await raiseAlarm(connection, {
    kind: 'credentials-refused',
    subject: provider,
    words:
      `${provider} refuses our credentials. Messages that arrive are still kept, but nothing can be sent, ` +
      'attachments are not fetched and missed messages are not found. ' +
      'Ask your IT team to run "npx casethread doctor" now.',
    at,
  });
}

/** The provider took our credentials again. */
export async function clearCredentialsRefused(
  connection: Queryable,
  provider: string,
  at: Date,
): Promise<void> {
  await clearAlarm(connection, 'credentials-refused', provider, at);
}
