// Reads who stands above whom on a day, for the question who is asked next.
import type { Queryable } from '../database/client.ts';
import type { ChainFacts } from './chain.ts';

const LEVELS = 8;

export type ChainQuestion = {
  conversationId: string;
  /** The messages that were flagged. */
  messageIds: readonly string[];
  /** About our own words: the author. */
  aboutWorkerId: string | null;
  isConduct: boolean;
  /** The day in Europe/London. */
  today: string;
};

const IN_FORCE = (row: string) =>
  `${row}.valid_from <= $1::date AND (${row}.valid_to IS NULL OR ${row}.valid_to >= $1::date)`;

/** Somebody who has left counts by their last post: what they held stays with their manager. */
const POST = `post AS (
  SELECT DISTINCT ON (worker_id) worker_id, team, manager_id FROM worker
  WHERE valid_from <= $1::date ORDER BY worker_id, valid_from DESC)`;

/** Leads of the children whom the messages are about, or who are linked to the number. */
const LEADS = `
  SELECT DISTINCT a.worker_id FROM allocation a
  WHERE a.role = 'lead' AND ${IN_FORCE('a')} AND a.case_number IN (
    SELECT unnest(t.case_numbers) FROM current_attribution t WHERE t.message_id = ANY($3::uuid[])
    UNION
    SELECT r.case_number FROM conversation c
    JOIN contact_identifier i ON i.channel = replace(c.channel, '-device', '')
      AND i.address = c.counterpart AND ${IN_FORCE('i')}
    JOIN relationship r ON r.contact_id = i.contact_id AND ${IN_FORCE('r')}
    WHERE c.id = $2 AND NOT EXISTS (SELECT FROM current_attribution t
      WHERE t.message_id = ANY($3::uuid[]) AND t.case_numbers <> '{}'))`;

export async function readChainFacts(
  connection: Queryable,
  question: ChainQuestion,
): Promise<ChainFacts> {
  const { conversationId, messageIds, aboutWorkerId, isConduct, today } = question;
  const { rows } = await connection.query<{ workerId: string; level: number }>(
    `WITH RECURSIVE ${POST}, start AS (
       SELECT $4::text AS worker_id WHERE $4::text IS NOT NULL
       UNION SELECT leads.worker_id FROM (${LEADS}) leads WHERE $4::text IS NULL
     ), up AS (
       SELECT post.manager_id AS worker_id, 0 AS level FROM post JOIN start USING (worker_id)
       WHERE post.manager_id IS NOT NULL
       UNION
       SELECT post.manager_id, up.level + 1 FROM up JOIN post ON post.worker_id = up.worker_id
       WHERE post.manager_id IS NOT NULL AND up.level < ${LEVELS}
     )
     SELECT worker_id AS "workerId", min(level)::int AS level FROM up
     GROUP BY worker_id ORDER BY 2, 1`,
    [today, conversationId, messageIds, isConduct ? aboutWorkerId : null],
  );
  const levels = Map.groupBy(rows, ({ level }) => level).values();
  const upwards = [...levels].map((level) => level.map(({ workerId }) => workerId));
  const people = await readPeople(connection, question);
  return { upwards, isConduct, ...people };
}

async function readPeople(
  connection: Queryable,
  { conversationId, aboutWorkerId, isConduct, today }: ChainQuestion,
): Promise<Pick<ChainFacts, 'anyManager' | 'inPost' | 'goesAround'>> {
  const { rows } = await connection.query<{
    managers: string[];
    inPost: string[];
    around: string[];
  }>(
    `WITH RECURSIVE ${POST}, below AS (
       SELECT $3::text AS worker_id WHERE $3::text IS NOT NULL
       UNION SELECT post.worker_id FROM post JOIN below ON post.manager_id = below.worker_id
     )
     SELECT ARRAY(SELECT m.worker_id FROM worker m
         LEFT JOIN conversation c ON c.id = $2
         LEFT JOIN official_number n ON n.address = c.official_number
           AND n.channel = replace(c.channel, '-device', '') AND n.team = m.team
         WHERE m.role = 'manager' AND ${IN_FORCE('m')}
         ORDER BY n.address IS NULL, m.worker_id) AS managers,
       ARRAY(SELECT DISTINCT m.worker_id FROM worker m WHERE ${IN_FORCE('m')}) AS "inPost",
       ARRAY(SELECT worker_id FROM below) AS around`,
    [today, conversationId, isConduct ? aboutWorkerId : null],
  );
  const [row] = rows;
  return {
    anyManager: row?.managers ?? [],
    inPost: new Set(row?.inPost),
    goesAround: new Set(row?.around),
  };
}
