// Counts of a month by team, for publication. They name nobody: no child, no family, no worker.
import type { Queryable } from '../database/client.ts';
import type { Span } from './weeks.ts';

export type TeamCounts = {
  /** Null: what no team's worker was asked about, or came to a number of nobody's. */
  team: string | null;
  routineOnTime: number;
  routineLate: number;
  urgentOnTime: number;
  urgentLate: number;
  received: number;
  sent: number;
};

/**
 * Recordings that fell due in the month, and messages that passed in it, by team. Teams where neither
 * was are left out: they say nothing of anybody.
 */
export async function readTeamCounts(
  connection: Queryable,
  { from, until }: Span,
): Promise<TeamCounts[]> {
  const { rows } = await connection.query<TeamCounts>(
    `WITH recordings AS (
       SELECT (SELECT w.team FROM worker w WHERE w.worker_id = r.worker_id
           AND w.valid_from <= (r.due_at AT TIME ZONE 'Europe/London')::date
           ORDER BY w.valid_from DESC LIMIT 1) AS team,
         r.urgent_at IS NOT NULL AS urgent,
         coalesce(r.completed_at <= r.due_at, false) AS "onTime"
       FROM contact_recording r
       WHERE r.state IN ('awaiting-context', 'complete') AND r.due_at >= $1 AND r.due_at < $2
     ), messages AS (
       SELECT n.team, m.direction FROM message m
       LEFT JOIN official_number n ON n.address = m.official_number
         AND n.channel = replace(m.channel, '-device', '')
       WHERE m.occurred_at >= $1 AND m.occurred_at < $2 AND m.kind = 'message'
     ), teams AS (
       SELECT team FROM recordings UNION SELECT team FROM messages
     )
     SELECT t.team,
       coalesce(r."routineOnTime", 0)::int AS "routineOnTime",
       coalesce(r."routineLate", 0)::int AS "routineLate",
       coalesce(r."urgentOnTime", 0)::int AS "urgentOnTime",
       coalesce(r."urgentLate", 0)::int AS "urgentLate",
       coalesce(m.received, 0)::int AS received, coalesce(m.sent, 0)::int AS sent
     FROM teams t
     LEFT JOIN (SELECT team, count(*) FILTER (WHERE NOT urgent AND "onTime") AS "routineOnTime",
         count(*) FILTER (WHERE NOT urgent AND NOT "onTime") AS "routineLate",
         count(*) FILTER (WHERE urgent AND "onTime") AS "urgentOnTime",
         count(*) FILTER (WHERE urgent AND NOT "onTime") AS "urgentLate"
       FROM recordings GROUP BY team) r ON r.team IS NOT DISTINCT FROM t.team
     LEFT JOIN (SELECT team, count(*) FILTER (WHERE direction = 'inbound') AS received,
         count(*) FILTER (WHERE direction = 'outbound') AS sent
       FROM messages GROUP BY team) m ON m.team IS NOT DISTINCT FROM t.team
     ORDER BY t.team NULLS LAST`,
    [from, until],
  );
  return rows;
}
