// Conversations of chat platforms, which a worker had recorded for certain children: reads the log of
// registrations as attribution understands it.
import type { Queryable } from '../database/client.ts';
import type { LocalDate, OpenScope } from './types.ts';

/** A conversation on its platform, by its id there. */
export type Room = {
  counterpart: string;
  channel: 'slack' | 'teams';
  from: LocalDate;
  caseNumbers: string[];
};

const SINCE = 'least(e.at, e.history_from)';

/** The platform's clock may stand behind ours: what is said at once in answer is already in scope. */
const CLOCKS_DIFFER = '5 minutes';

/** The children for whom each conversation was ever recorded, and since when. */
export async function readRooms(
  connection: Queryable,
  counterparts: readonly string[],
): Promise<Room[]> {
  if (counterparts.length === 0) return [];
  const { rows } = await connection.query<Room>(
    `SELECT e.counterpart, e.channel,
       to_char(min(${SINCE}) AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS "from",
       array_agg(DISTINCT one.case_number) AS "caseNumbers"
     FROM registered_conversation r
     JOIN registration_event e ON e.conversation_id = r.conversation_id AND e.kind = 'registered'
     CROSS JOIN LATERAL unnest(e.case_numbers) AS one (case_number)
     WHERE r.channel IN ('slack', 'teams') AND r.counterpart = ANY($1::text[])
     GROUP BY e.counterpart, e.channel`,
    [counterparts],
  );
  return rows;
}

/**
 * What each conversation is recorded for, as scopes that do not lapse: each until the next one. A stop
 * ends none of them, because nothing is kept after it but the notice that says so.
 */
export async function readRecordedScopes(
  connection: Queryable,
  conversationIds: readonly string[],
): Promise<Map<string, OpenScope[]>> {
  const { rows } = await connection.query<{
    conversationId: string;
    workerId: string;
    caseNumbers: string[];
    openedAt: Date;
    closedAt: Date | null;
  }>(
    `SELECT e.conversation_id AS "conversationId", e.worker_id AS "workerId", e.case_numbers AS "caseNumbers",
       ${SINCE} - interval '${CLOCKS_DIFFER}' AS "openedAt",
       lead(${SINCE}) OVER (PARTITION BY e.conversation_id ORDER BY e.sequence) AS "closedAt"
     FROM registration_event e WHERE e.conversation_id = ANY($1::uuid[]) AND e.kind = 'registered'
     ORDER BY e.sequence`,
    [conversationIds],
  );
  return Map.groupBy(
    rows.map(
      ({ workerId, caseNumbers, openedAt, closedAt }): OpenScope => ({
        workerId,
        caseNumbers,
        openedAt: openedAt.getTime(),
        closedAt: closedAt?.getTime() ?? null,
        lastAt: openedAt.getTime(),
        recorded: true,
      }),
    ),
    (_, place) => rows[place]?.conversationId ?? '',
  );
}
