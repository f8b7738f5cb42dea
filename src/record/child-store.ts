// The people around a child, for the child's page; and finding a child among those one may see.
import type { Queryable } from '../database/client.ts';
import { type CasesQuery, type ListPage, PAGE_SIZE } from './list-store.ts';

export type PersonOnRecord = {
  contactId: string;
  name: string;
  relationship: string;
  parentalResponsibility: boolean;
  /** yes, supervised, no */
  contactPermitted: string;
  language: string | null;
  communicationNeeds: string | null;
  /** Others who use an address of theirs today. */
  sharesWith: readonly string[];
};

/** Contacts with a relationship in force on that day: parental responsibility first, then by name. */
export async function readPeopleOnRecord(
  connection: Queryable,
  caseNumber: string,
  today: string,
): Promise<PersonOnRecord[]> {
  const { rows } = await connection.query<PersonOnRecord>(
    `SELECT p.contact_id AS "contactId", p.name, r.relationship,
       r.parental_responsibility AS "parentalResponsibility",
       r.contact_permitted AS "contactPermitted", p.language,
       p.communication_needs AS "communicationNeeds",
       ARRAY(SELECT DISTINCT other.name FROM contact_identifier own
         JOIN contact_identifier shared ON shared.channel = own.channel
           AND shared.address = own.address AND shared.contact_id <> own.contact_id
           AND shared.valid_from <= $2 AND (shared.valid_to IS NULL OR shared.valid_to >= $2)
         JOIN contact other ON other.contact_id = shared.contact_id
         JOIN relationship linked ON linked.contact_id = other.contact_id
           AND linked.case_number = $1
         WHERE own.contact_id = p.contact_id AND own.valid_from <= $2
           AND (own.valid_to IS NULL OR own.valid_to >= $2)) AS "sharesWith"
     FROM relationship r JOIN contact p ON p.contact_id = r.contact_id
     WHERE r.case_number = $1 AND r.valid_from <= $2 AND (r.valid_to IS NULL OR r.valid_to >= $2)
     ORDER BY r.parental_responsibility DESC, p.name`,
    [caseNumber, today],
  );
  return rows;
}

export type AllocatedWorker = { name: string; role: string; since: string };

/** Who is allocated on that day: lead first. `since` is a day. */
export async function readAllocated(
  connection: Queryable,
  caseNumber: string,
  today: string,
): Promise<AllocatedWorker[]> {
  const { rows } = await connection.query<AllocatedWorker>(
    `SELECT coalesce(w.name, a.worker_id) AS name, a.role, a.valid_from::text AS since
     FROM allocation a LEFT JOIN LATERAL (SELECT name FROM worker v
       WHERE v.worker_id = a.worker_id ORDER BY v.valid_from DESC LIMIT 1) w ON true
     WHERE a.case_number = $1 AND a.valid_from <= $2 AND (a.valid_to IS NULL OR a.valid_to >= $2)
     ORDER BY CASE a.role WHEN 'lead' THEN 0 WHEN 'co-worker' THEN 1 ELSE 2 END, a.valid_from`,
    [caseNumber, today],
  );
  return rows;
}

/** Case numbers of other children who have a parent in common on that day: brothers and sisters. */
export async function findSiblings(
  connection: Queryable,
  caseNumber: string,
  today: string,
): Promise<string[]> {
  const { rows } = await connection.query<{ caseNumber: string }>(
    `SELECT DISTINCT other.case_number AS "caseNumber"
     FROM relationship own JOIN relationship other ON other.contact_id = own.contact_id
     WHERE own.case_number = $1 AND other.case_number <> $1
       AND own.relationship = ANY($3) AND other.relationship = ANY($3)
       AND own.valid_from <= $2 AND (own.valid_to IS NULL OR own.valid_to >= $2)
       AND other.valid_from <= $2 AND (other.valid_to IS NULL OR other.valid_to >= $2)`,
    [caseNumber, today, ['mother', 'father', 'parent']],
  );
  return rows.map((row) => row.caseNumber);
}

export type ListedChild = {
  caseNumber: string;
  name: string;
  preferredName: string | null;
  alsoKnownAs: readonly string[];
  /** A day: midnight UTC. */
  dateOfBirth: Date;
  status: string;
  /** Lead worker today. */
  leadName: string | null;
  /** Recordings that wait for context, and whether one may be about harm or is late. */
  waiting: number;
  urgent: boolean;
  late: boolean;
};

/**
 * Children among those the viewer may see, by name: all of them, or those whose name, other name
 * or case number begins with the words sought. `after` is the last case number of the page before.
 */
export async function listChildren(
  connection: Queryable,
  cases: CasesQuery,
  { sought, after, today, now }: { sought: string; after: string | null; today: string; now: Date },
): Promise<ListPage<ListedChild>> {
  const visible = await cases(5);
  const { rows } = await connection.query<ListedChild & { born: string }>(
    `WITH page AS (
       SELECT c.* FROM child c
       WHERE c.case_number IN (${visible.sql})
         AND ($1::text = '' OR c.case_number ILIKE $1 || '%'
           OR (' ' || c.name || ' ' || coalesce(c.preferred_name, '') || ' '
             || array_to_string(c.also_known_as, ' ')) ILIKE '% ' || $1 || '%')
         AND ($2::text IS NULL OR (c.name, c.case_number) >
           (SELECT name, case_number FROM child WHERE case_number = $2))
       ORDER BY c.name, c.case_number LIMIT ${PAGE_SIZE + 1}
     )
     SELECT c.case_number AS "caseNumber", c.name, c.preferred_name AS "preferredName",
       c.also_known_as AS "alsoKnownAs", c.date_of_birth::text AS born, c.status,
       (SELECT w.name FROM allocation a JOIN worker w ON w.worker_id = a.worker_id
        WHERE a.case_number = c.case_number AND a.role = 'lead' AND a.valid_from <= $3
          AND (a.valid_to IS NULL OR a.valid_to >= $3)
        ORDER BY a.valid_from DESC, w.valid_from DESC LIMIT 1) AS "leadName",
       open.waiting, open.urgent, open.late
     FROM page c CROSS JOIN LATERAL (
       SELECT count(*)::int AS waiting, coalesce(bool_or(r.urgent_at IS NOT NULL), false) AS urgent,
         coalesce(bool_or(r.due_at < $4), false) AS late
       FROM contact_recording r
       WHERE r.case_number = c.case_number AND r.state = 'awaiting-context') open
     ORDER BY c.name, c.case_number`,
    [likeWords(sought), after, today, now, ...visible.values],
  );
  return {
    rows: rows
      .slice(0, PAGE_SIZE)
      .map(({ born, ...row }) => ({ ...row, dateOfBirth: new Date(`${born}T00:00:00Z`) })),
    more: rows.length > PAGE_SIZE,
  };
}

/** What is sought means itself: % and _ are ordinary characters. */
function likeWords(sought: string): string {
  return sought
    .trim()
    .replaceAll('\0', '')
    .replace(/[\\%_]/g, (special) => `\\${special}`);
}

/** How many recordings stand on a child's record, markers included. */
export async function countRecordings(connection: Queryable, caseNumber: string): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM contact_recording
     WHERE case_number = $1 AND state <> 'joined'`,
    [caseNumber],
  );
  return rows[0]?.count ?? 0;
}
