// People as sign-in needs them: those in post, and whom an identity provider's subject is.
import type { Queryable } from '../database/client.ts';
import { findViewer } from './access-store.ts';
import type { Identity, SignInFacts } from './sign-in.ts';
import type { Viewer } from './viewer.ts';

const VIEWER_COLUMNS = `worker_id AS "workerId", name, role, team, manager_id AS "managerId"`;
/** One row for each worker in post on the day $1: of two posts on a day, the newer. */
const IN_POST = `SELECT DISTINCT ON (worker_id) ${VIEWER_COLUMNS}, email FROM worker
  WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) ORDER BY worker_id, valid_from DESC`;

/** What decides whether this identity may sign in today. */
export async function findSignInFacts(
  connection: Queryable,
  identity: Identity,
  today: string,
): Promise<SignInFacts> {
  const link = await connection.query<{ workerId: string }>(
    'SELECT worker_id AS "workerId" FROM worker_subject WHERE issuer = $1 AND subject = $2',
    [identity.issuer, identity.subject],
  );
  const workerId = link.rows[0]?.workerId;
  if (workerId !== undefined) {
    const viewer = await findViewer(connection, workerId, today);
    return { linked: { workerId, viewer }, byEmail: [] };
  }
  const { rows } = await connection.query<Viewer>(
    `SELECT "workerId", name, role, team, "managerId" FROM (${IN_POST}) post
     WHERE lower(email) = lower($2)`,
    [today, identity.email ?? ''],
  );
  return { linked: null, byEmail: rows };
}

/** Remembers whom this subject is, so that a change of e-mail address does not lock them out. */
export async function linkSubject(
  connection: Queryable,
  identity: Identity,
  workerId: string,
  at: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO worker_subject (issuer, subject, worker_id, linked_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (issuer, subject) DO NOTHING`,
    [identity.issuer, identity.subject, workerId, at],
  );
}

export type PeopleInPost = {
  people: (Viewer & { waiting: number; urgent: number; late: number })[];
  /** How many there are in all, with this search. */
  total: number;
};

/**
 * Everyone in post, with what waits for each: recordings that need context, and questions about
 * children allocated to them. `search` is part of a name, team or worker id; empty: everyone.
 */
export async function listPeopleInPost(
  connection: Queryable,
  query: { today: string; now: Date; search: string; offset: number; limit: number },
): Promise<PeopleInPost> {
  const { rows } = await connection.query<PeopleInPost['people'][number] & { total: string }>(
    `WITH found AS (
       SELECT *, count(*) OVER () AS total FROM (${IN_POST}) post
       WHERE strpos(lower(concat_ws(' ', name, team, "workerId", role)), lower($3)) > 0
       ORDER BY array_position(ARRAY['worker', 'manager', 'information-governance', 'auditor',
         'administrator'], role), team, name, "workerId"
       LIMIT $4 OFFSET $5
     )
     SELECT found.*, r.urgent::int, r.late::int, (r.waiting + q.waiting)::int AS waiting FROM found
     CROSS JOIN LATERAL (
       SELECT count(*) AS waiting, count(*) FILTER (WHERE urgent_at IS NOT NULL) AS urgent,
         count(*) FILTER (WHERE due_at < $2) AS late
       FROM contact_recording WHERE worker_id = "workerId" AND state = 'awaiting-context'
     ) r
     CROSS JOIN LATERAL (
       SELECT count(*) AS waiting FROM open_question WHERE case_numbers && ARRAY(
         SELECT case_number FROM allocation a WHERE a.worker_id = "workerId"
           AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1))
     ) q`,
    [query.today, query.now, query.search, query.limit, query.offset],
  );
  return { people: rows, total: Number(rows[0]?.total ?? 0) };
}
