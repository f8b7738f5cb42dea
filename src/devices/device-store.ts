// Phones registered as the authority's own, each with the approval to read it (contracts section 8).
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';

export type NewDevice = {
  /** E.164. */
  number: string;
  label: string;
  team: string;
  /** Who holds it; null: shared by the team. */
  workerId: string | null;
  approvedBy: string;
  /** 2026-03-12. */
  approvedOn: string;
  dpiaReference: string;
  registeredBy: string;
  registeredAt: Date;
};

export type Registered =
  | { outcome: 'registered'; id: string }
  /** A phone with this number is registered and its approval has not ended. */
  | { outcome: 'number-taken' };

/** Registers a phone, and its number as one of the authority's own. Call in a transaction. */
export async function registerDevice(
  connection: Queryable,
  device: NewDevice,
): Promise<Registered> {
  await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `device ${device.number}`,
  ]);
  const taken = await connection.query(
    `SELECT FROM device WHERE number = $1
     AND NOT EXISTS (SELECT FROM device_revocation r WHERE r.device_id = device.id)`,
    [device.number],
  );
  if (taken.rowCount) return { outcome: 'number-taken' };
  const id = randomUUID();
  await connection.query(
    `INSERT INTO device (id, number, label, team, worker_id, approved_by, approved_on,
       dpia_reference, registered_by, registered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8, $9, $10)`,
    [
      id,
      device.number,
      device.label,
      device.team,
      device.workerId,
      device.approvedBy,
      device.approvedOn,
      device.dpiaReference,
      device.registeredBy,
      device.registeredAt,
    ],
  );
  // Whose conversations these are follows from the number's team and worker, as for any other.
  await connection.query(
    `INSERT INTO official_number (address, channel, team, worker_id, label)
     VALUES ($1, 'whatsapp', $2, $3, $4) ON CONFLICT DO NOTHING`,
    [device.number, device.team, device.workerId, device.label],
  );
  return { outcome: 'registered', id };
}

/** Ends the approval. False when it had ended before, or there is no such phone. */
export async function revokeDevice(
  connection: Queryable,
  deviceId: string,
  revocation: { reason: string; by: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `INSERT INTO device_revocation (device_id, reason, revoked_by, revoked_at)
     SELECT id, $2, $3, $4 FROM device WHERE id = $1 ON CONFLICT DO NOTHING`,
    [deviceId, revocation.reason, revocation.by, revocation.at],
  );
  return rowCount === 1;
}

export type Device = {
  id: string;
  /** People and alarms name it by this: Phone 1. */
  sequence: number;
  number: string;
  label: string;
  team: string;
  holder: string | null;
  approver: string;
  approvedOn: Date;
  dpiaReference: string;
  registrar: string;
  registeredAt: Date;
  revokedAt: Date | null;
  revokedBy: string | null;
  revokedReason: string | null;
  /** The newest thing asked for or done to its link. */
  newest: string | null;
  newestAt: Date | null;
  state: string | null;
  code: string | null;
  wellAt: Date | null;
  heardAt: Date | null;
  comparedTo: Date | null;
};

const NAME = (id: string) =>
  `coalesce((SELECT name FROM worker w WHERE w.worker_id = ${id} ORDER BY valid_from DESC LIMIT 1), ${id})`;

const READ_DEVICES = `
SELECT d.id, d.sequence, d.number, d.label, d.team,
  CASE WHEN d.worker_id IS NOT NULL THEN ${NAME('d.worker_id')} END AS holder,
  ${NAME('d.approved_by')} AS approver, d.approved_on AS "approvedOn",
  d.dpia_reference AS "dpiaReference", ${NAME('d.registered_by')} AS registrar,
  d.registered_at AS "registeredAt", r.revoked_at AS "revokedAt",
  CASE WHEN r.device_id IS NOT NULL THEN ${NAME('r.revoked_by')} END AS "revokedBy",
  r.reason AS "revokedReason", e.kind AS newest, e.at AS "newestAt",
  l.state, l.code, l.well_at AS "wellAt", l.heard_at AS "heardAt", l.compared_to AS "comparedTo"
FROM device d
LEFT JOIN device_revocation r ON r.device_id = d.id
LEFT JOIN device_link l ON l.device_id = d.id
LEFT JOIN LATERAL (
  SELECT kind, at FROM device_event WHERE device_id = d.id ORDER BY sequence DESC LIMIT 1
) e ON true`;

/** Every phone ever registered, those in force first. */
export async function listDevices(connection: Queryable): Promise<Device[]> {
  const { rows } = await connection.query<Device>(
    `${READ_DEVICES} ORDER BY (r.device_id IS NOT NULL), d.sequence`,
  );
  return rows;
}

export async function readDevice(connection: Queryable, id: string): Promise<Device | null> {
  const { rows } = await connection.query<Device>(`${READ_DEVICES} WHERE d.id = $1`, [id]);
  return rows[0] ?? null;
}

export type Post = { workerId: string; name: string; role: string; team: string };

/** Everybody with a post on this day (2026-03-12), by name. */
export async function listPosts(connection: Queryable, today: string): Promise<Post[]> {
  const { rows } = await connection.query<Post>(
    `SELECT worker_id AS "workerId", name, role, team FROM worker
     WHERE valid_from <= $1::date AND (valid_to IS NULL OR valid_to >= $1::date)
     ORDER BY name, worker_id`,
    [today],
  );
  return rows;
}
