// The rota as it was saved, version after version.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import { type Rota, rotaSchema } from './rota.ts';

export type RotaVersion = { rota: Rota; setBy: string; setByName: string; setAt: Date };

/** The newest; null while nobody has saved one. */
export async function readRota(connection: Queryable): Promise<RotaVersion | null> {
  const { rows } = await connection.query(
    `SELECT shifts, duty_name AS team, duty_phone AS phone, set_by AS "setBy", set_at AS "setAt",
       coalesce((SELECT name FROM worker w WHERE w.worker_id = set_by
         ORDER BY valid_from DESC LIMIT 1), 'Casethread') AS "setByName"
     FROM rota_version ORDER BY sequence DESC LIMIT 1`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { shifts, team, phone, setBy, setByName, setAt } = row;
  const dutyTeam = team === null ? null : { team, phone };
  return { rota: rotaSchema.parse({ shifts, dutyTeam }), setBy, setByName, setAt };
}

export async function saveRota(
  connection: Queryable,
  { shifts, dutyTeam }: Rota,
  setBy: string,
  setAt: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO rota_version (id, shifts, duty_name, duty_phone, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      randomUUID(),
      JSON.stringify(shifts),
      dutyTeam?.team ?? null,
      dutyTeam?.phone ?? null,
      setBy,
      setAt,
    ],
  );
}

export type RotaPerson = { workerId: string; name: string; team: string };

/** Managers who hold a post on this day: those who can be put on a rota. */
export async function listRotaPeople(connection: Queryable, today: string): Promise<RotaPerson[]> {
  const { rows } = await connection.query<RotaPerson>(
    `SELECT worker_id AS "workerId", name, team FROM worker
     WHERE role = 'manager' AND valid_from <= $1::date AND (valid_to IS NULL OR valid_to >= $1::date)
     ORDER BY name, worker_id`,
    [today],
  );
  return rows;
}
