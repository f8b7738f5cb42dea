// Whose inbox a piece of work is in, as SQL. It goes to whoever can finish it: the worker asked, if
// they still stand on the record; else whoever leads it now; else the manager (Coventry 6.1: what
// an absent worker holds is within the manager's reach).
import { findReach, type SubSelect, visibleCasesSql } from '../access/access-store.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Queryable } from '../database/client.ts';

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
