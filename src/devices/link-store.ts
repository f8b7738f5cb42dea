// What was asked of a phone's link, what became of it, and where it stands.
import type { Queryable } from '../database/client.ts';
import { type LinkEvent, type LinkFacts, type Wish, wishOf } from './wish.ts';

/** Who acts when no person does. */
export const READER = 'system:capture-device';

export async function noteLinkEvent(
  connection: Queryable,
  deviceId: string,
  kind: LinkEvent,
  actor: string,
  at: Date,
): Promise<void> {
  await connection.query(
    'INSERT INTO device_event (device_id, kind, actor, at) VALUES ($1, $2, $3, $4)',
    [deviceId, kind, actor, at],
  );
}

export type PhoneToRead = {
  deviceId: string;
  sequence: number;
  number: string;
  workerId: string | null;
  wish: Wish;
  /** Whether its approval is in force. */
  isApproved: boolean;
  newest: string | null;
  state: string | null;
  wellAt: Date | null;
  comparedTo: Date | null;
};

/** Every phone and what should be done with its link now. */
export async function readPhones(connection: Queryable, now: Date): Promise<PhoneToRead[]> {
  const { rows } = await connection.query<Omit<PhoneToRead, 'wish' | 'isApproved'> & LinkFacts>(
    `SELECT d.id AS "deviceId", d.sequence, d.number, d.worker_id AS "workerId",
       r.revoked_at AS "revokedAt", e.kind AS newest, e.at AS "newestAt", l.state,
       l.well_at AS "wellAt",
       coalesce(l.compared_to, CASE WHEN e.kind = 'linked' THEN e.at END) AS "comparedTo"
     FROM device d
     LEFT JOIN device_revocation r ON r.device_id = d.id
     LEFT JOIN device_link l ON l.device_id = d.id
     LEFT JOIN LATERAL (
       SELECT kind, at FROM device_event WHERE device_id = d.id ORDER BY sequence DESC LIMIT 1
     ) e ON true ORDER BY d.sequence`,
  );
  return rows.map(({ revokedAt, newestAt, ...phone }) => ({
    ...phone,
    isApproved: revokedAt === null,
    wish: wishOf({ newest: phone.newest, newestAt, revokedAt }, now),
  }));
}

export type LinkState = 'closed' | 'opening' | 'code' | 'open' | 'no-session';

/** Where the link stands now, and the code to scan while there is one. */
export async function setLinkState(
  connection: Queryable,
  deviceId: string,
  state: LinkState,
  code: string | null,
  at: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO device_link (device_id, state, code, changed_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (device_id) DO UPDATE SET state = EXCLUDED.state, code = EXCLUDED.code,
       changed_at = EXCLUDED.changed_at`,
    [deviceId, state, code, at],
  );
}

/** The heartbeat found all well. `heardAt`: when it last told us something that is kept. */
export async function noteWell(
  connection: Queryable,
  deviceId: string,
  at: Date,
  heardAt: Date | null,
): Promise<void> {
  await connection.query(
    `UPDATE device_link SET well_at = $2, heard_at = greatest(heard_at, $3) WHERE device_id = $1`,
    [deviceId, at, heardAt],
  );
}

/** Everything written on the phone up to then is kept; null: the next link begins anew. */
export async function noteCompared(
  connection: Queryable,
  deviceId: string,
  comparedTo: Date | null,
): Promise<void> {
  await connection.query('UPDATE device_link SET compared_to = $2 WHERE device_id = $1', [
    deviceId,
    comparedTo,
  ]);
}
