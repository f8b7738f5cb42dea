// Reading the audit: who saw or did what, newest first.
import type { Queryable } from '../database/client.ts';

export type AuditEntry = {
  sequence: string;
  at: Date;
  actor: string;
  /** Null: a command of the product's own. */
  actorName: string | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  caseNumbers: string[];
  reason: string | null;
};

export type AuditQuery = {
  /** A worker's id, or part of a name; empty: anyone. */
  person: string;
  /** Exactly as on the record; empty: any. */
  caseNumber: string;
  /** Days in Europe/London (2026-03-12), both included; null: no limit. */
  from: string | null;
  to: string | null;
  /** Only entries older than this sequence; null: from the newest. */
  before: string | null;
  limit: number;
};

/** One page of the audit. */
export async function listAudit(connection: Queryable, query: AuditQuery): Promise<AuditEntry[]> {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value)}`;

  if (query.person)
    conditions.push(`e.actor = ANY(${given(await actorsOf(connection, query.person))})`);
  if (query.caseNumber) conditions.push(`e.case_numbers @> ARRAY[${given(query.caseNumber)}]`);
  if (query.from)
    conditions.push(`e.at >= ${given(query.from)}::date::timestamp AT TIME ZONE 'Europe/London'`);
  if (query.to) {
    conditions.push(
      `e.at < (${given(query.to)}::date + 1)::timestamp AT TIME ZONE 'Europe/London'`,
    );
  }
  if (query.before) conditions.push(`e.sequence < ${given(query.before)}`);
  const { rows } = await connection.query<AuditEntry>(
    `SELECT e.sequence, e.at, e.actor, e.action, e.subject_kind AS "subjectKind",
       e.subject_id AS "subjectId", e.case_numbers AS "caseNumbers", e.detail->>'reason' AS reason,
       (SELECT name FROM worker w WHERE w.worker_id = e.actor ORDER BY valid_from DESC LIMIT 1) AS "actorName"
     FROM audit_event e ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY e.sequence DESC LIMIT ${given(query.limit)}`,
    values,
  );
  return rows;
}

/** The ids behind a name or an id, so that the audit's own index by actor can be used. */
async function actorsOf(connection: Queryable, person: string): Promise<string[]> {
  const { rows } = await connection.query<{ workerId: string }>(
    `SELECT DISTINCT worker_id AS "workerId" FROM worker WHERE strpos(lower(name), lower($1)) > 0`,
    [person],
  );
  return [person, ...rows.map(({ workerId }) => workerId)];
}
