// Whose inbox a piece of work is in, as SQL. It goes to whoever can finish it: the worker asked, if
// they still stand on the record; else whoever leads it now; else the manager (Coventry 6.1: what
// an absent worker holds is within the manager's reach).
import { findReach, type SubSelect, visibleCasesSql } from '../../../access/access-store.ts';
import type { Viewer } from '../../../access/viewer.ts';
import type { Queryable } from '../../../database/client.ts';

/** The parameters that every statement of the inbox starts with. */
export type Whose = {
  viewer: Viewer;
  /** The day in Europe/London. */
  today: string;
  /** Workers within the viewer's reach, the viewer left out. */
  reach: readonly string[];
  /** Case numbers that the viewer may see. */
  cases: readonly string[];
};

/** Reads once what the three lists need. */
export async function readWhose(
  connection: Queryable,
  viewer: Viewer,
  today: string,
): Promise<Whose> {
  const reach = await findReach(connection, viewer, today);
  const visible: SubSelect = visibleCasesSql(viewer, reach, today, 1);
  const { rows } = await connection.query<{ cases: string[] }>(
    `SELECT ARRAY(${visible.sql}) AS cases`,
    visible.values,
  );
  return {
    viewer,
    today,
    reach: [...reach.everyone].filter((workerId) => workerId !== viewer.workerId),
    cases: [...new Set(rows[0]?.cases)],
  };
}

/** A row of allocation or worker that is in force on the day in parameter `day`. */
export const inForce = (row: string, day: string): string =>
  `${row}.valid_from <= ${day}::date AND (${row}.valid_to IS NULL OR ${row}.valid_to >= ${day}::date)`;

/** Everyone whose number it was when the question (alias q) was asked: a phone may be shared. */
export const HOLDERS = `ARRAY(
  SELECT DISTINCT k.name FROM contact_identifier i JOIN contact k USING (contact_id)
  WHERE i.channel = replace(q.channel, '-device', '') AND i.address = q.counterpart
    AND ${inForce('i', `(q.asked_at AT TIME ZONE 'Europe/London')`)}
  ORDER BY k.name)`;

/** Whether `worker` holds a post today. */
export const holdsPost = (worker: string, day: string): string =>
  `EXISTS (SELECT FROM worker p WHERE p.worker_id = ${worker} AND ${inForce('p', day)})`;
