// Reading what was decided: in the supervision that is open, in the supervision file, and on a
// child's record. One table stands behind all three, so they never differ.
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';
import { type DecidedLine, LINE_KINDS } from './line.ts';

const time = z.string().transform((text) => new Date(text));
const decision = z.object({
  kind: z.enum(['decision', 'addition']),
  words: z.string(),
  action: z.string().nullable(),
  byName: z.string(),
  byRole: z.string().nullable(),
  at: time,
});
const row = z.object({
  id: z.string(),
  kind: z.enum(LINE_KINDS),
  key: z.string(),
  heading: z.string(),
  detail: z.string(),
  caseNumbers: z.array(z.string()),
  at: z.date(),
  decisions: z.array(decision),
});

const LINES = `SELECT l.id, l.kind, l.subject_key AS key, l.heading, l.detail,
    l.case_numbers AS "caseNumbers", l.subject_at AS at, said.decisions
  FROM supervision_line l CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('kind', d.kind, 'words', d.words, 'action', d.action,
      'byName', coalesce(w.name, d.decided_by), 'byRole', w.role, 'at', d.decided_at)
      ORDER BY d.sequence) AS decisions
    FROM supervision_decision d LEFT JOIN LATERAL (SELECT name, role FROM worker p
      WHERE p.worker_id = d.decided_by ORDER BY p.valid_from DESC LIMIT 1) w ON true
    WHERE d.line_id = l.id) said`;

function toLines(rows: readonly unknown[]): DecidedLine[] {
  return z
    .array(row)
    .parse(rows)
    .flatMap(({ decisions, ...line }) => {
      const [first, ...additions] = decisions;
      return first === undefined ? [] : [{ ...line, decision: first, additions }];
    });
}

/** What was decided in a supervision, in the order of the decisions. */
export async function readDecidedLines(
  connection: Queryable,
  supervisionId: string,
): Promise<DecidedLine[]> {
  const { rows } = await connection.query(
    `${LINES} WHERE l.supervision_id = $1 AND said.decisions IS NOT NULL
     ORDER BY (said.decisions -> 0 ->> 'at')::timestamptz, l.id`,
    [supervisionId],
  );
  return toLines(rows);
}

/** The newest decisions about a child, for the child's record. */
export async function readDecisionsOfChild(
  connection: Queryable,
  caseNumber: string,
  limit: number,
): Promise<{ lines: DecidedLine[]; more: boolean }> {
  const { rows } = await connection.query(
    `${LINES} WHERE l.case_numbers @> ARRAY[$1::text] AND said.decisions IS NOT NULL
     ORDER BY (said.decisions -> 0 ->> 'at')::timestamptz DESC, l.id LIMIT $2`,
    [caseNumber, limit + 1],
  );
  const lines = toLines(rows);
  return { lines: lines.slice(0, limit), more: lines.length > limit };
}

export type Standing = {
  /** The supervision that is begun and not finished; null: none. */
  openId: string | null;
  lastAt: Date | null;
  /** Names of the lines that the last one left undecided. */
  carried: string[];
};

/** Where supervision with a worker stands. */
export async function readStanding(connection: Queryable, workerId: string): Promise<Standing> {
  const { rows } = await connection.query<Standing>(
    `SELECT (SELECT v.id FROM supervision v WHERE v.worker_id = $1 AND NOT EXISTS
         (SELECT FROM supervision_end e WHERE e.supervision_id = v.id)
         ORDER BY v.sequence DESC LIMIT 1)::text AS "openId",
       last.finished_at AS "lastAt", coalesce(last.undecided, '{}') AS carried
     FROM (SELECT 1) one LEFT JOIN LATERAL (
       SELECT e.finished_at, e.undecided FROM supervision v
       JOIN supervision_end e ON e.supervision_id = v.id
       WHERE v.worker_id = $1 ORDER BY v.sequence DESC LIMIT 1) last ON true`,
    [workerId],
  );
  return rows[0] ?? { openId: null, lastAt: null, carried: [] };
}

export type PastSupervision = {
  id: string;
  finishedAt: Date;
  finishedByName: string;
  decided: number;
  undecided: number;
};

/** The supervision file of a worker, newest first. */
export async function listPastSupervisions(
  connection: Queryable,
  workerId: string,
): Promise<PastSupervision[]> {
  const { rows } = await connection.query<PastSupervision>(
    `SELECT v.id, e.finished_at AS "finishedAt", cardinality(e.undecided) AS undecided,
       coalesce((SELECT name FROM worker p WHERE p.worker_id = e.finished_by
         ORDER BY p.valid_from DESC LIMIT 1), e.finished_by) AS "finishedByName",
       (SELECT count(*)::int FROM supervision_line l JOIN supervision_decision d
          ON d.line_id = l.id AND d.kind = 'decision' WHERE l.supervision_id = v.id) AS decided
     FROM supervision v JOIN supervision_end e ON e.supervision_id = v.id
     WHERE v.worker_id = $1 ORDER BY v.sequence DESC`,
    [workerId],
  );
  return rows;
}
