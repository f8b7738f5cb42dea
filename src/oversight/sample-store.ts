// Messages that nothing flagged, drawn at random, and what managers made of them.
import { randomUUID } from 'node:crypto';
import type { SubSelect } from '../access/access-store.ts';
import type { Queryable } from '../database/client.ts';

/** While nobody has set a rate. */
export const SHIPPED_RATE = 3;

/** How many unflagged messages of each worker and week are drawn; 0: none. */
export async function readSampleRate(connection: Queryable): Promise<number> {
  const { rows } = await connection.query<{ rate: number }>(
    `SELECT per_worker_a_week AS rate FROM sample_rate ORDER BY sequence DESC LIMIT 1`,
  );
  return rows[0]?.rate ?? SHIPPED_RATE;
}

export async function saveSampleRate(
  connection: Queryable,
  { rate, setBy, setAt }: { rate: number; setBy: string; setAt: Date },
): Promise<void> {
  await connection.query(
    `INSERT INTO sample_rate (id, per_worker_a_week, set_by, set_at) VALUES ($1, $2, $3, $4)`,
    [randomUUID(), rate, setBy, setAt],
  );
}

export type DrawOrder = {
  /** The Monday of the week, as 2026-03-09, and the moments at which it begins and ends. */
  week: string;
  from: Date;
  to: Date;
  rate: number;
  /** What makes the draw random: the same seed draws the same messages. */
  seed: string;
  now: Date;
};

/**
 * Draws for each worker of whom that week has no sample yet. Only live messages with words, on a record, that no flag
 * stands on. In the order of a SHA-256 over seed and message: nobody can foresee it, and it can be drawn again.
 * Returns how many were drawn.
 */
export async function drawSamples(connection: Queryable, order: DrawOrder): Promise<number> {
  const { rowCount } = await connection.query(
    `WITH candidate AS (
       SELECT DISTINCT ON (message.id) message.id, message.conversation_id, recording.worker_id
       FROM message
       JOIN recording_message placed ON placed.message_id = message.id
       JOIN contact_recording recording ON recording.id = placed.recording_id
       WHERE message.occurred_at >= $2 AND message.occurred_at < $3
         AND message.origin <> 'import' AND message.body <> '' AND recording.worker_id IS NOT NULL
         AND NOT EXISTS (SELECT FROM flag WHERE flag.message_id = message.id)
         AND NOT EXISTS (SELECT FROM sample WHERE sample.message_id = message.id)
         AND NOT EXISTS (SELECT FROM sample drawn
           WHERE drawn.worker_id = recording.worker_id AND drawn.week = $1::date)
       ORDER BY message.id, recording.recorded_at
     ), ranked AS (
       SELECT *, row_number() OVER (PARTITION BY worker_id
         ORDER BY sha256(convert_to($4 || id::text, 'UTF8'))) AS place
       FROM candidate)
     INSERT INTO sample (id, message_id, conversation_id, worker_id, week, drawn_at)
     SELECT gen_random_uuid(), id, conversation_id, worker_id, $1::date, $6
     FROM ranked WHERE place <= $5
     ON CONFLICT (message_id) DO NOTHING`,
    [order.week, order.from, order.to, order.seed, order.rate, order.now],
  );
  return rowCount ?? 0;
}

export type Sample = {
  id: string;
  messageId: string;
  conversationId: string;
  workerId: string;
  workerName: string;
  direction: 'inbound' | 'outbound';
  text: string;
  at: Date;
  week: string;
  caseNumbers: string[];
  /** Null: nobody has looked yet. */
  result: SampleResult['result'] | null;
  category: string | null;
  note: string | null;
};

export type SampleResult = {
  sampleId: string;
  result: 'nothing-missed' | 'missed';
  /** What was missed. */
  category: string | null;
  note: string;
  recordedBy: string;
  recordedAt: Date;
};

const SAMPLE = `SELECT sample.id, sample.message_id AS "messageId",
    sample.conversation_id AS "conversationId", sample.worker_id AS "workerId",
    coalesce((SELECT name FROM worker w WHERE w.worker_id = sample.worker_id
      ORDER BY valid_from DESC LIMIT 1), sample.worker_id) AS "workerName",
    message.direction, message.body AS text, message.occurred_at AS at,
    to_char(sample.week, 'YYYY-MM-DD') AS week, current.case_numbers AS "caseNumbers",
    result.result, result.category, result.note
  FROM sample JOIN message ON message.id = sample.message_id
  JOIN current_attribution current ON current.message_id = sample.message_id
  LEFT JOIN sample_result result ON result.sample_id = sample.id`;

/**
 * Samples about children whom the viewer may see (`access.casesQuery(1)`), those nobody has looked at first.
 * @param of one worker's, or everybody's
 */
export async function listSamples(
  connection: Queryable,
  cases: SubSelect,
  of?: { workerId: string },
): Promise<Sample[]> {
  const next = cases.values.length + 1;
  const { rows } = await connection.query<Sample>(
    `${SAMPLE} WHERE EXISTS (SELECT FROM unnest(current.case_numbers) AS number
         WHERE number IN (${cases.sql}))
       ${of === undefined ? '' : `AND sample.worker_id = $${next}`}
     ORDER BY result.sample_id IS NOT NULL, sample.drawn_at DESC, sample.sequence DESC LIMIT 200`,
    [...cases.values, ...(of === undefined ? [] : [of.workerId])],
  );
  return rows;
}

export async function readSample(connection: Queryable, id: string): Promise<Sample | null> {
  const { rows } = await connection.query<Sample>(`${SAMPLE} WHERE sample.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Keeps what a manager made of a sample; false when somebody else was first, whose result stands. */
export async function recordSampleResult(
  connection: Queryable,
  result: SampleResult,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `INSERT INTO sample_result (sample_id, result, category, note, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sample_id) DO NOTHING`,
    [
      result.sampleId,
      result.result,
      result.category,
      result.note,
      result.recordedBy,
      result.recordedAt,
    ],
  );
  return rowCount === 1;
}

export type SampleCounts = { drawn: number; looked: number; missed: number };

/** Everything drawn so far, of all workers: counts without personal data. */
export async function countSamples(connection: Queryable): Promise<SampleCounts> {
  const { rows } = await connection.query<SampleCounts>(
    `SELECT count(*)::int AS drawn, count(result.sample_id)::int AS looked,
       count(*) FILTER (WHERE result.result = 'missed')::int AS missed
     FROM sample LEFT JOIN sample_result result ON result.sample_id = sample.id`,
  );
  return rows[0] ?? { drawn: 0, looked: 0, missed: 0 };
}
