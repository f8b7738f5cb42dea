// The worker's words go on the record: append-only, in one transaction, never twice.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { recordAudit } from '../access/audit-store.ts';
import type { Database } from '../database/client.ts';
import { wakePrompts } from '../database/prompt-wake.ts';
import type { ContextSubmission, NewStatement } from './context.ts';

/** Where a worker answered. */
export type Surface = 'web' | 'slack' | 'teams';

export type Completion = {
  recordingId: string;
  workerId: string;
  surface: Surface;
  submission: ContextSubmission;
  /** How many messages the worker saw: nobody completes what they have not read. */
  seenMessages: number;
  at: Date;
};

export type CompletionOutcome =
  | { outcome: 'completed' }
  | { outcome: 'already-complete'; by: string; at: Date; surface: string }
  | { outcome: 'messages-added'; messages: number }
  /** A message was found to be about harm meanwhile. */
  | { outcome: 'statement-needed' }
  /** Its messages stand somewhere else now. */
  | { outcome: 'moved' };

/**
 * Completes a recording with the worker's statements and, where there is one, the significant
 * event. Everything is written or nothing is. Asking twice with the same words is one completion.
 */
export async function completeRecording(
  database: Database,
  completion: Completion,
): Promise<CompletionOutcome> {
  return database.transaction(async (connection) => {
    const recording = await lock(connection, completion.recordingId);
    if (recording === null) return { outcome: 'moved' };
    if (recording.state === 'complete') return alreadyComplete(connection, completion);
    if (recording.messageCount !== completion.seenMessages) {
      return { outcome: 'messages-added', messages: recording.messageCount };
    }
    if (recording.urgentAt !== null && completion.submission.statements.length === 0) {
      return { outcome: 'statement-needed' };
    }
    await write(connection, recording, completion);
    await connection.query(
      `INSERT INTO recording_completion (id, recording_id, worker_id, surface, at)
       VALUES ($1, $2, $3, $4, $5)`,
      [randomUUID(), recording.id, completion.workerId, completion.surface, completion.at],
    );
    await connection.query(
      `UPDATE contact_recording SET state = 'complete', completed_at = $2, completed_by = $3
       WHERE id = $1`,
      [recording.id, completion.at, completion.workerId],
    );
    await audit(connection, recording, completion, 'complete');
    // What stands in a worker's chat about this recording is settled.
    await wakePrompts(connection);
    return { outcome: 'completed' };
  });
}

/** Adds words to a recording that is complete: they stand after those already there. */
export async function addContext(
  database: Database,
  addition: Completion,
): Promise<'added' | 'not-complete'> {
  return database.transaction(async (connection) => {
    const recording = await lock(connection, addition.recordingId);
    if (recording === null || recording.state !== 'complete') return 'not-complete';
    const words = addition.submission.statements;
    if (!(await wroteTheSame(connection, addition, words))) {
      await write(connection, recording, addition);
      await audit(connection, recording, addition, 'add-context');
    }
    return 'added';
  });
}

type Locked = {
  id: string;
  caseNumber: string;
  state: string;
  messageCount: number;
  urgentAt: Date | null;
};

async function lock(connection: pg.PoolClient, id: string): Promise<Locked | null> {
  const { rows } = await connection.query<Locked>(
    `SELECT id, case_number AS "caseNumber", state, message_count AS "messageCount",
       urgent_at AS "urgentAt"
     FROM contact_recording WHERE id = $1 AND state IN ('awaiting-context', 'complete') FOR UPDATE`,
    [id],
  );
  return rows[0] ?? null;
}

async function alreadyComplete(
  connection: pg.PoolClient,
  completion: Completion,
): Promise<CompletionOutcome> {
  const { rows } = await connection.query<{ workerId: string; at: Date; surface: string }>(
    `SELECT worker_id AS "workerId", at, surface FROM recording_completion
     WHERE recording_id = $1 ORDER BY at LIMIT 1`,
    [completion.recordingId],
  );
  const [first] = rows;
  if (first === undefined) throw new Error('A complete recording has no completion.');
  const own = first.workerId === completion.workerId;
  if (own && (await wroteTheSame(connection, completion, completion.submission.statements))) {
    return { outcome: 'completed' };
  }
  return { outcome: 'already-complete', by: first.workerId, at: first.at, surface: first.surface };
}

/** A button pressed twice: every word and the event stand on the record already, by the same hand. */
async function wroteTheSame(
  connection: pg.PoolClient,
  { recordingId, workerId, submission }: Completion,
  statements: readonly NewStatement[],
): Promise<boolean> {
  const { rows } = await connection.query<{ kind: string; text: string }>(
    'SELECT kind, text FROM statement WHERE recording_id = $1 AND author = $2',
    [recordingId, workerId],
  );
  const stands = statements.every(({ kind, text }) =>
    rows.some((row) => row.kind === kind && row.text === text),
  );
  if (!stands || submission.significantEvent === null) return stands;
  const { rowCount } = await connection.query(
    'SELECT 1 FROM significant_event WHERE recording_id = $1 AND author = $2 AND wording = $3',
    [recordingId, workerId, submission.significantEvent.wording],
  );
  return rowCount !== 0;
}

async function write(
  connection: pg.PoolClient,
  recording: Locked,
  { workerId, submission, at }: Completion,
): Promise<void> {
  for (const { kind, source, text } of submission.statements) {
    await connection.query(
      `INSERT INTO statement (id, recording_id, kind, source, text, author, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [randomUUID(), recording.id, kind, source, text, workerId, at],
    );
  }
  const event = submission.significantEvent;
  if (event !== null) {
    await connection.query(
      `INSERT INTO significant_event (id, recording_id, case_number, occurred_on, wording, author, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        randomUUID(),
        recording.id,
        recording.caseNumber,
        event.occurredOn,
        event.wording,
        workerId,
        at,
      ],
    );
  }
  await connection.query(
    `DELETE FROM draft WHERE worker_id = $1 AND form = 'recording' AND subject_id = $2`,
    [workerId, recording.id],
  );
}

async function audit(
  connection: pg.PoolClient,
  recording: Locked,
  { workerId, surface, submission, at }: Completion,
  action: 'complete' | 'add-context',
): Promise<void> {
  await recordAudit(connection, {
    at,
    actor: workerId,
    action,
    subjectKind: 'recording',
    subjectId: recording.id,
    caseNumbers: [recording.caseNumber],
    detail: {
      surface,
      statements: submission.statements.length,
      significantEvent: submission.significantEvent !== null,
    },
  });
}
