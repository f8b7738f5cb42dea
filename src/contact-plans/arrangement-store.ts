// What was agreed with a contact whatever the child: quiet, hours, and a recording notice withheld by
// a manager (Coventry 4.2c: a decision to delay telling the family has its reason and its name).
import { randomUUID } from 'node:crypto';
import { recordAudit } from '../access/audit-store.ts';
import type { Queryable } from '../database/client.ts';

export type WithheldNotice = { reason: string; reviewOn: string; by: string; byName: string };

export type KeptArrangement = {
  quiet: boolean;
  note: string | null;
  hoursFrom: string | null;
  hoursTo: string | null;
  days: readonly number[];
  /** Null: the family is told as usual. */
  notice: WithheldNotice | null;
  setByName: string;
  setAt: Date;
};

const NAME = (id: string) => `coalesce((SELECT name FROM worker w WHERE w.worker_id = ${id}
  ORDER BY w.valid_from DESC LIMIT 1), ${id})`;

/** The newest arrangement with a contact; null when nothing was ever agreed. */
export async function readKeptArrangement(
  connection: Queryable,
  contactId: string,
): Promise<KeptArrangement | null> {
  const { rows } = await connection.query(
    `SELECT quiet, note, hours_from AS "hoursFrom", hours_to AS "hoursTo", days,
       notice_withheld_reason AS reason, notice_review_on::text AS "reviewOn",
       coalesce(notice_withheld_by, set_by) AS by,
       ${NAME('coalesce(notice_withheld_by, set_by)')} AS "byName",
       ${NAME('set_by')} AS "setByName", set_at AS "setAt"
     FROM contact_arrangement WHERE contact_id = $1 ORDER BY sequence DESC LIMIT 1`,
    [contactId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { reason, reviewOn, by, byName, ...rest } = row;
  return { ...rest, notice: reason === null ? null : { reason, reviewOn, by, byName } };
}

export type NewArrangement = {
  contactId: string;
  quiet: boolean;
  note: string | null;
  hoursFrom: string | null;
  hoursTo: string | null;
  days: readonly number[];
  /** undefined: as it was. Only a manager may say otherwise: the caller has checked. */
  notice: Pick<WithheldNotice, 'reason' | 'reviewOn'> | null | undefined;
  by: string;
  at: Date;
  /** The children on whose records the contact stands, for the audit. */
  caseNumbers: readonly string[];
};

/** Keeps an arrangement above the ones before it. In the caller's transaction. */
export async function keepArrangement(
  connection: Queryable,
  arrangement: NewArrangement,
): Promise<void> {
  const { contactId, quiet, note, hoursFrom, hoursTo, days, by, at } = arrangement;
  // Two people at once: what the other left as it was is read after they have finished.
  await connection.query('SELECT 1 FROM contact WHERE contact_id = $1 FOR UPDATE', [contactId]);
  const before = await readKeptArrangement(connection, contactId);
  const notice =
    arrangement.notice === undefined
      ? (before?.notice ?? null)
      : arrangement.notice && { ...arrangement.notice, by };
  await connection.query(
    `INSERT INTO contact_arrangement (id, contact_id, quiet, hours_from, hours_to, days,
       notice_withheld_reason, notice_review_on, notice_withheld_by, note, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      randomUUID(),
      contactId,
      quiet,
      hoursFrom,
      hoursTo,
      days,
      notice?.reason ?? null,
      notice?.reviewOn ?? null,
      notice?.by ?? null,
      note,
      by,
      at,
    ],
  );
  await recordAudit(connection, {
    at,
    actor: by,
    action: 'set-arrangement',
    subjectKind: 'contact',
    subjectId: contactId,
    caseNumbers: arrangement.caseNumbers,
    detail: { quiet, noticeWithheld: notice !== null },
  });
}

export type NoticeToReview = {
  contactId: string;
  contactName: string;
  caseNumbers: string[];
  reason: string;
  reviewOn: string;
  byName: string;
};

/** Withheld notices whose review day has come, for contacts of children this worker leads today. */
export async function listNoticesToReview(
  connection: Queryable,
  { workerId, today }: { workerId: string; today: string },
): Promise<NoticeToReview[]> {
  const { rows } = await connection.query<NoticeToReview>(
    `WITH linked AS (
       SELECT r.contact_id, array_agg(DISTINCT a.case_number) AS cases
       FROM allocation a JOIN relationship r ON r.case_number = a.case_number
       WHERE a.worker_id = $1 AND a.role = 'lead'
         AND a.valid_from <= $2::date AND (a.valid_to IS NULL OR a.valid_to >= $2::date)
         AND r.valid_from <= $2::date AND (r.valid_to IS NULL OR r.valid_to >= $2::date)
       GROUP BY r.contact_id
     )
     SELECT l.contact_id AS "contactId", k.name AS "contactName", l.cases AS "caseNumbers",
       n.notice_withheld_reason AS reason, n.notice_review_on::text AS "reviewOn",
       ${NAME('coalesce(n.notice_withheld_by, n.set_by)')} AS "byName"
     FROM linked l JOIN contact k ON k.contact_id = l.contact_id
     CROSS JOIN LATERAL (SELECT * FROM contact_arrangement x WHERE x.contact_id = l.contact_id
       ORDER BY x.sequence DESC LIMIT 1) n
     WHERE n.notice_withheld_reason IS NOT NULL AND n.notice_review_on <= $2::date
     ORDER BY n.notice_review_on, k.name`,
    [workerId, today],
  );
  return rows;
}
