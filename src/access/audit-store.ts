// Who saw or did what. Written before the page is shown, in the same request (Coventry 5.7).
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';

export type NewAuditEvent = {
  at: Date;
  /** A worker's id, or `system:<command>`. */
  actor: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  caseNumbers: readonly string[];
  /** Counts, reasons and ids; never message content. */
  detail?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
};

/** Writes one audit event. Throws when it cannot be written: what is not audited is not shown. */
export async function recordAudit(connection: Queryable, event: NewAuditEvent): Promise<void> {
  await connection.query(
    `INSERT INTO audit_event (id, at, actor, action, subject_kind, subject_id, case_numbers, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      randomUUID(),
      event.at,
      event.actor,
      event.action,
      event.subjectKind,
      event.subjectId,
      [...event.caseNumbers],
      JSON.stringify(event.detail ?? {}),
    ],
  );
}
