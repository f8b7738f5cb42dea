// Supervisions and what was decided in them. Each decision is written once, in one act, to the
// supervision file and to the record of every child it is about (Cardiff & Vale 6).
import { randomUUID } from 'node:crypto';
import { recordAudit } from '../access/audit-store.ts';
import type { Queryable } from '../database/client.ts';
import type { Decision, LineWords } from './line.ts';

/** Two managers at once, or one in two windows: one after the other. In the caller's transaction. */
async function lockWorker(connection: Queryable, workerId: string): Promise<void> {
  await connection.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('supervision:' || $1, 0))`,
    [workerId],
  );
}

/** The supervision that is open with this worker, begun now where there is none. */
async function openSupervision(
  connection: Queryable,
  { workerId, by, at }: { workerId: string; by: string; at: Date },
): Promise<string> {
  await lockWorker(connection, workerId);
  const { rows } = await connection.query<{ id: string }>(
    `SELECT v.id FROM supervision v WHERE v.worker_id = $1
       AND NOT EXISTS (SELECT FROM supervision_end e WHERE e.supervision_id = v.id)
     ORDER BY v.sequence DESC LIMIT 1`,
    [workerId],
  );
  if (rows[0]) return rows[0].id;
  const id = randomUUID();
  await connection.query(
    'INSERT INTO supervision (id, worker_id, begun_by, begun_at) VALUES ($1, $2, $3, $4)',
    [id, workerId, by, at],
  );
  return id;
}

type Act = { workerId: string; by: string; at: Date };

async function keepLine(
  connection: Queryable,
  supervisionId: string,
  { kind, key, heading, detail, caseNumbers, at: subjectAt }: LineWords,
  { by, at }: Act,
): Promise<string> {
  await connection.query(
    `INSERT INTO supervision_line (id, supervision_id, kind, subject_key, heading, detail,
       case_numbers, subject_at, added_by, added_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (supervision_id, kind, subject_key) DO NOTHING`,
    [randomUUID(), supervisionId, kind, key, heading, detail, caseNumbers, subjectAt, by, at],
  );
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM supervision_line
     WHERE supervision_id = $1 AND kind = $2 AND subject_key = $3`,
    [supervisionId, kind, key],
  );
  return rows[0]?.id ?? '';
}

export type DecisionWords = { words: string; action: string | null };

export type DecideOutcome =
  | { outcome: 'decided'; lineId: string }
  /** Somebody was first: theirs stands, and these words can be added to it. */
  | { outcome: 'decided-before'; lineId: string; decision: Decision };

/**
 * Decides a line, once. What follows from it (a correction agreed, a plan renewed) the caller does in
 * the same transaction, when the outcome is `decided`.
 */
export async function decideLine(
  connection: Queryable,
  line: LineWords,
  { words, action }: DecisionWords,
  act: Act,
): Promise<DecideOutcome> {
  const supervisionId = await openSupervision(connection, act);
  const lineId = await keepLine(connection, supervisionId, line, act);
  const { rowCount } = await connection.query(
    `INSERT INTO supervision_decision (id, line_id, kind, words, action, decided_by, decided_at)
     VALUES ($1, $2, 'decision', $3, $4, $5, $6)
     ON CONFLICT (line_id) WHERE kind = 'decision' DO NOTHING`,
    [randomUUID(), lineId, words, action, act.by, act.at],
  );
  if (rowCount === 0) {
    const decision = await readFirstDecision(connection, lineId);
    if (decision === null) throw new Error('A decision that stood in the way is not there.');
    return { outcome: 'decided-before', lineId, decision };
  }
  await auditLine(connection, 'supervision-decision', lineId, line.caseNumbers, act);
  return { outcome: 'decided', lineId };
}

/** Adds words to a decision of this worker's supervision. False: there is no such decision. */
export async function addToDecision(
  connection: Queryable,
  lineId: string,
  { words, action }: DecisionWords,
  act: Act,
): Promise<boolean> {
  const { rows } = await connection.query<{ caseNumbers: string[] }>(
    `SELECT l.case_numbers AS "caseNumbers" FROM supervision_line l
     JOIN supervision v ON v.id = l.supervision_id
     JOIN supervision_decision d ON d.line_id = l.id AND d.kind = 'decision'
     WHERE l.id = $1 AND v.worker_id = $2`,
    [lineId, act.workerId],
  );
  const [line] = rows;
  if (line === undefined) return false;
  await connection.query(
    `INSERT INTO supervision_decision (id, line_id, kind, words, action, decided_by, decided_at)
     VALUES ($1, $2, 'addition', $3, $4, $5, $6)`,
    [randomUUID(), lineId, words, action, act.by, act.at],
  );
  await auditLine(connection, 'supervision-addition', lineId, line.caseNumbers, act);
  return true;
}

/** Puts a line of one's own on the agenda. */
export async function addOwnLine(
  connection: Queryable,
  line: Pick<LineWords, 'heading' | 'caseNumbers'>,
  act: Act,
): Promise<void> {
  const supervisionId = await openSupervision(connection, act);
  const key = randomUUID();
  const own = { ...line, kind: 'own' as const, key, detail: '', at: act.at };
  const lineId = await keepLine(connection, supervisionId, own, act);
  await auditLine(connection, 'supervision-line', lineId, line.caseNumbers, act);
}

/** Ends the supervision that is open; lines left undecided are named, and come back next time. */
export async function finishSupervision(
  connection: Queryable,
  undecided: readonly string[],
  act: Act,
): Promise<void> {
  const supervisionId = await openSupervision(connection, act);
  await connection.query(
    `INSERT INTO supervision_end (supervision_id, undecided, finished_by, finished_at)
     VALUES ($1, $2, $3, $4) ON CONFLICT (supervision_id) DO NOTHING`,
    [supervisionId, undecided, act.by, act.at],
  );
  await recordAudit(connection, {
    at: act.at,
    actor: act.by,
    action: 'finish-supervision',
    subjectKind: 'supervision',
    subjectId: supervisionId,
    caseNumbers: [],
    detail: { undecided: undecided.length },
  });
}

async function auditLine(
  connection: Queryable,
  action: string,
  lineId: string,
  caseNumbers: readonly string[],
  { by, at, workerId }: Act,
): Promise<void> {
  await recordAudit(connection, {
    at,
    actor: by,
    action,
    subjectKind: 'supervision',
    subjectId: lineId,
    caseNumbers,
    detail: { with: workerId },
  });
}

async function readFirstDecision(connection: Queryable, lineId: string): Promise<Decision | null> {
  const { rows } = await connection.query<Decision>(
    `SELECT d.words, d.action, coalesce(w.name, d.decided_by) AS "byName", w.role AS "byRole",
       d.decided_at AS at
     FROM supervision_decision d LEFT JOIN LATERAL (SELECT name, role FROM worker p
       WHERE p.worker_id = d.decided_by ORDER BY p.valid_from DESC LIMIT 1) w ON true
     WHERE d.line_id = $1 AND d.kind = 'decision'`,
    [lineId],
  );
  return rows[0] ?? null;
}
