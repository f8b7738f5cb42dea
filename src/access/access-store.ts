// The facts that the rules of access need, and the same rules as SQL for whole lists.
// `access-store.test.ts` proves on random worlds that the two agree.
import type { Queryable } from '../database/client.ts';
import type { ChildForAccess, ConversationForAccess, Reach } from './rules.ts';
import type { Viewer } from './viewer.ts';

/** A sub-select with parameters, to be put into a larger statement. */
export type SubSelect = { sql: string; values: unknown[] };

/** The worker as they are on that day (2026-03-12), or null when they hold no post then. */
export async function findViewer(
  connection: Queryable,
  workerId: string,
  today: string,
): Promise<Viewer | null> {
  const { rows } = await connection.query<Viewer>(
    `SELECT worker_id AS "workerId", name, role, team, manager_id AS "managerId" FROM worker
     WHERE worker_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2)
     ORDER BY valid_from DESC LIMIT 1`,
    [workerId, today],
  );
  return rows[0] ?? null;
}

/**
 * Whom the viewer manages. A worker who has left counts by their last post: what an absent worker
 * holds stays within the manager's reach (Coventry 6.1).
 */
export async function findReach(
  connection: Queryable,
  viewer: Viewer,
  today: string,
): Promise<Reach> {
  if (viewer.role !== 'manager') {
    return { everyone: new Set([viewer.workerId]), direct: new Set() };
  }
  const { rows } = await connection.query<{ workerId: string; direct: boolean }>(
    `WITH RECURSIVE post AS (
       SELECT DISTINCT ON (worker_id) worker_id, team, manager_id FROM worker
       WHERE valid_from <= $3 ORDER BY worker_id, valid_from DESC
     ), below AS (
       SELECT worker_id FROM post WHERE manager_id = $1
       UNION SELECT post.worker_id FROM post JOIN below ON post.manager_id = below.worker_id
     )
     SELECT worker_id AS "workerId", coalesce(manager_id = $1, false) AS direct FROM post
     WHERE team = $2 OR worker_id = $1 OR worker_id IN (SELECT worker_id FROM below)`,
    [viewer.workerId, viewer.team, today],
  );
  return {
    everyone: new Set(rows.map((row) => row.workerId)),
    direct: new Set(rows.filter((row) => row.direct).map((row) => row.workerId)),
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const inForce = (allocation: string, today: string) =>
  `${allocation}.valid_from <= ${today} AND (${allocation}.valid_to IS NULL OR ${allocation}.valid_to >= ${today})`;

/** Who stands on each of these children's records. Case numbers that do not exist are left out. */
export async function findChildrenForAccess(
  connection: Queryable,
  caseNumbers: readonly string[],
  today: string,
): Promise<ChildForAccess[]> {
  const standings = `coalesce(json_agg(json_build_object('workerId', a.worker_id, 'role', a.role)), '[]')`;
  const { rows } = await connection.query<ChildForAccess>(
    `SELECT c.case_number AS "caseNumber", c.status, held.standings AS current, ended.standings AS last
     FROM child c
     CROSS JOIN LATERAL (
       SELECT ${standings} AS standings FROM allocation a
       WHERE a.case_number = c.case_number AND ${inForce('a', '$2')}
     ) held
     CROSS JOIN LATERAL (
       SELECT ${standings} AS standings FROM allocation a
       WHERE a.case_number = c.case_number AND a.valid_to = (
         SELECT max(e.valid_to) FROM allocation e
         WHERE e.case_number = c.case_number AND e.valid_to < $2 AND e.valid_from <= $2)
     ) ended
     WHERE c.case_number = ANY($1)`,
    [caseNumbers, today],
  );
  return rows;
}

/** What the rules need to know of a conversation, or null when there is none with this id. */
export async function findConversationForAccess(
  connection: Queryable,
  conversationId: string,
  today: string,
): Promise<ConversationForAccess | null> {
  if (!UUID.test(conversationId)) return null;
  const found = await findConversationsForAccess(connection, [conversationId], today);
  return found.get(conversationId.toLowerCase()) ?? null;
}

/** The same for several conversations, by id; those that do not exist are left out. */
export async function findConversationsForAccess(
  connection: Queryable,
  conversationIds: readonly string[],
  today: string,
): Promise<Map<string, ConversationForAccess>> {
  const { rows } = await connection.query<ConversationForAccess & { id: string }>(
    `SELECT c.id, held.cases AS "caseNumbers", known.known AS "contactKnown",
       EXISTS (SELECT FROM allocation a WHERE a.case_number = ANY(held.cases)
               AND ${inForce('a', '$2')}) AS attended,
       (SELECT json_build_object('workerId', n.worker_id, 'team', n.team) FROM official_number n
        WHERE n.address = c.official_number AND n.channel = replace(c.channel, '-device', '')
          AND EXISTS (${MANAGER_OF_TEAM})) AS number
     FROM conversation c
     CROSS JOIN LATERAL (
       SELECT ARRAY(SELECT i.contact_id FROM contact_identifier i
         WHERE i.channel = replace(c.channel, '-device', '') AND i.address = c.counterpart
           AND ${inForce('i', '$2')}) AS contacts
     ) holders
     LEFT JOIN registered_conversation recorded ON recorded.conversation_id = c.id
     CROSS JOIN LATERAL (
       SELECT holders.contacts <> '{}' OR recorded.conversation_id IS NOT NULL AS known) known
     CROSS JOIN LATERAL (
       SELECT ARRAY(
         SELECT unnest(t.case_numbers) FROM current_attribution t WHERE t.conversation_id = c.id
         UNION SELECT unnest(recorded.case_numbers)
         UNION SELECT r.case_number FROM relationship r
         WHERE r.contact_id = ANY(holders.contacts) AND ${inForce('r', '$2')}) AS cases
     ) held
     WHERE c.id = ANY($1::uuid[])`,
    [conversationIds, today],
  );
  return new Map(rows.map(({ id, ...conversation }) => [id, conversation]));
}

const MANAGER_OF_TEAM = `SELECT FROM worker w WHERE w.team = n.team AND w.role = 'manager' AND ${inForce('w', '$2')}`;

/**
 * The case numbers that the viewer may see, as a sub-select whose parameters start at
 * `$firstParameter`. The same rules as `maySeeChild`, for lists over all children.
 */
export function visibleCasesSql(
  viewer: Viewer,
  reach: Reach,
  today: string,
  firstParameter: number,
): SubSelect {
  switch (viewer.role) {
    case 'administrator':
    case 'auditor':
      return { sql: 'SELECT NULL::text WHERE false', values: [] };
    case 'information-governance':
      return { sql: `SELECT case_number FROM child WHERE status <> 'restricted'`, values: [] };
    case 'worker':
    case 'manager':
      return casesOfReach(viewer, reach, today, firstParameter);
  }
}

function casesOfReach(viewer: Viewer, reach: Reach, today: string, first: number): SubSelect {
  const [self, everyone, direct, day] = [0, 1, 2, 3].map((offset) => `$${first + offset}`);
  const date = `${day}::date`;
  const isManager = viewer.role === 'manager';
  const held = `SELECT a.case_number FROM allocation a JOIN child c ON c.case_number = a.case_number
    WHERE a.worker_id = ANY(${everyone}::text[]) AND ${inForce('a', date)}
      AND (c.status IN ('open', 'closed') OR a.worker_id = ${self}::text
        OR (a.role = 'lead' AND a.worker_id = ANY(${direct}::text[])))`;
  const ended = `SELECT a.case_number FROM allocation a JOIN child c ON c.case_number = a.case_number
    WHERE a.worker_id = ANY(${everyone}::text[]) AND a.valid_to < ${date} AND a.valid_from <= ${date}
      AND c.status IN (${isManager ? `'closed', 'open'` : `'closed'`})
      AND NOT EXISTS (SELECT FROM allocation n WHERE n.case_number = a.case_number
        AND n.valid_from <= ${date}
        AND (n.valid_to IS NULL OR n.valid_to >= ${date} OR n.valid_to > a.valid_to))`;
  const never = `SELECT c.case_number FROM child c WHERE c.status = 'open'
    AND coalesce(c.allocated_from, 'infinity') > ${date}`;
  return {
    sql: [held, ended, ...(isManager ? [never] : [])].join('\nUNION ALL\n'),
    values: [viewer.workerId, [...reach.everyone], [...reach.direct], today],
  };
}

/** The newest name of a worker, whether in post or not; null when there was never one. */
export async function findWorkerName(
  connection: Queryable,
  workerId: string,
): Promise<string | null> {
  const { rows } = await connection.query<{ name: string }>(
    'SELECT name FROM worker WHERE worker_id = $1 ORDER BY valid_from DESC LIMIT 1',
    [workerId],
  );
  return rows[0]?.name ?? null;
}
