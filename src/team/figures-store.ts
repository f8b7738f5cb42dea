// What a manager sees of a team: counts by person and by week. Never by child.
import type { Queryable } from '../database/client.ts';
import type { Span } from './weeks.ts';

export type TeamMember = { workerId: string; name: string; role: string };

/** Those of these workers who hold a post in this team that day, in alphabetical order. */
export async function readMembers(
  connection: Queryable,
  team: string,
  reach: readonly string[],
  today: string,
): Promise<TeamMember[]> {
  const { rows } = await connection.query<TeamMember>(
    `SELECT * FROM (
       SELECT DISTINCT ON (worker_id) worker_id AS "workerId", name, role, team FROM worker
       WHERE worker_id = ANY($2) AND role IN ('worker', 'manager')
         AND valid_from <= $3::date AND (valid_to IS NULL OR valid_to >= $3::date)
       ORDER BY worker_id, valid_from DESC) post
     WHERE team = $1 ORDER BY split_part(name, ' ', -1), name, "workerId"`,
    [team, reach, today],
  );
  return rows.map(({ workerId, name, role }) => ({ workerId, name, role }));
}

/** The teams of these workers today, by name. */
export async function readTeams(
  connection: Queryable,
  reach: readonly string[],
  today: string,
): Promise<string[]> {
  const { rows } = await connection.query<{ team: string }>(
    `SELECT DISTINCT team FROM worker WHERE worker_id = ANY($1)
       AND role IN ('worker', 'manager')
       AND valid_from <= $2::date AND (valid_to IS NULL OR valid_to >= $2::date)
     ORDER BY team`,
    [reach, today],
  );
  return rows.map(({ team }) => team);
}

export type Timeliness = { due: number; onTime: number };
export type WeekTimeliness = {
  from: Date;
  /** Due within two working days, and within 24 hours. */
  routine: Timeliness;
  urgent: Timeliness;
};

const COUNTED = `r.worker_id = ANY($1) AND r.state IN ('awaiting-context', 'complete')`;
const ON_TIME = `r.completed_at <= r.due_at`;

/**
 * Recordings by the week in which they fell due, of those that are complete or past their time: one
 * that is not yet due is neither on time nor late.
 */
export async function readWeeklyTimeliness(
  connection: Queryable,
  workerIds: readonly string[],
  weeks: readonly Span[],
  now: Date,
): Promise<WeekTimeliness[]> {
  const { rows } = await connection.query(
    `SELECT w.from,
       count(r.id) FILTER (WHERE r.urgent_at IS NULL)::int AS "routineDue",
       count(r.id) FILTER (WHERE r.urgent_at IS NULL AND ${ON_TIME})::int AS "routineOnTime",
       count(r.id) FILTER (WHERE r.urgent_at IS NOT NULL)::int AS "urgentDue",
       count(r.id) FILTER (WHERE r.urgent_at IS NOT NULL AND ${ON_TIME})::int AS "urgentOnTime"
     FROM unnest($2::timestamptz[], $3::timestamptz[]) AS w ("from", until)
     LEFT JOIN contact_recording r ON ${COUNTED} AND r.due_at >= w.from AND r.due_at < w.until
       AND (r.due_at < $4 OR r.completed_at IS NOT NULL)
     GROUP BY w.from ORDER BY w.from`,
    [workerIds, weeks.map(({ from }) => from), weeks.map(({ until }) => until), now],
  );
  return rows.map((row) => ({
    from: row.from,
    routine: { due: row.routineDue, onTime: row.routineOnTime },
    urgent: { due: row.urgentDue, onTime: row.urgentOnTime },
  }));
}

export type PersonFigures = {
  workerId: string;
  /** Children allocated today. */
  children: number;
  /** Recordings that wait for context, and those of them past their time. */
  waiting: number;
  overdue: number;
  /** Of recordings that fell due since `since`. */
  timeliness: Timeliness;
};

export async function readPersonFigures(
  connection: Queryable,
  workerIds: readonly string[],
  { since, now, today }: { since: Date; now: Date; today: string },
): Promise<PersonFigures[]> {
  const { rows } = await connection.query(
    `SELECT w.worker_id AS "workerId",
       (SELECT count(DISTINCT a.case_number)::int FROM allocation a
        WHERE a.worker_id = w.worker_id AND a.valid_from <= $4::date
          AND (a.valid_to IS NULL OR a.valid_to >= $4::date)) AS children,
       open.waiting, open.overdue, timely.due, timely."onTime"
     FROM unnest($1::text[]) AS w (worker_id)
     CROSS JOIN LATERAL (SELECT count(*)::int AS waiting,
         count(*) FILTER (WHERE r.due_at < $3)::int AS overdue
       FROM contact_recording r
       WHERE r.worker_id = w.worker_id AND r.state = 'awaiting-context') open
     CROSS JOIN LATERAL (SELECT count(*)::int AS due,
         count(*) FILTER (WHERE ${ON_TIME})::int AS "onTime"
       FROM contact_recording r
       WHERE r.worker_id = w.worker_id AND r.state IN ('awaiting-context', 'complete')
         AND r.due_at >= $2 AND (r.due_at < $3 OR r.completed_at IS NOT NULL)) timely`,
    [workerIds, since, now, today],
  );
  return rows.map(({ due, onTime, ...row }) => ({ ...row, timeliness: { due, onTime } }));
}

/** A question unanswered for longer than this is a number that a manager acts on. */
export const QUESTION_HOURS = 4;
const HOUR_MS = 3_600_000;

/**
 * Messages that have waited for a child for over four hours: those about the team's children, and
 * those of unknown senders to its numbers.
 */
export async function countWaitingForChild(
  connection: Queryable,
  {
    team,
    workerIds,
    now,
    today,
  }: { team: string; workerIds: readonly string[]; now: Date; today: string },
): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    `SELECT coalesce(sum(q.message_count), 0)::int AS count FROM open_question q
     WHERE q.asked_at < $3 AND (
       q.case_numbers && ARRAY(SELECT a.case_number FROM allocation a WHERE a.worker_id = ANY($2)
         AND a.valid_from <= $4::date AND (a.valid_to IS NULL OR a.valid_to >= $4::date))
       OR (q.case_numbers = '{}' AND EXISTS (SELECT FROM official_number n
         WHERE n.address = q.official_number AND n.channel = replace(q.channel, '-device', '')
           AND n.team = $1)))`,
    [team, workerIds, new Date(now.getTime() - QUESTION_HOURS * HOUR_MS), today],
  );
  return rows[0]?.count ?? 0;
}
