// Group chats that an administrator registered as casework. Of any other group nothing is known.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';

export type NewGroup = { name: string; reason: string; by: string; at: Date };

export async function registerGroup(
  connection: Queryable,
  deviceId: string,
  group: NewGroup,
): Promise<string> {
  const id = randomUUID();
  await connection.query(
    `INSERT INTO device_group (id, device_id, name, reason, registered_by, registered_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, deviceId, group.name, group.reason, group.by, group.at],
  );
  return id;
}

/** False when it was withdrawn before, or is none of this phone's. */
export async function withdrawGroup(
  connection: Queryable,
  deviceId: string,
  groupId: string,
  by: string,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `INSERT INTO device_group_withdrawal (group_id, withdrawn_by, withdrawn_at)
     SELECT id, $3, $4 FROM device_group WHERE id = $2 AND device_id = $1 ON CONFLICT DO NOTHING`,
    [deviceId, groupId, by, at],
  );
  return rowCount === 1;
}

export type Group = {
  id: string;
  name: string;
  reason: string;
  registeredAt: Date;
  /** Whether the phone has one group of this name, and messages of it are kept. */
  isFound: boolean;
};

/** The phone's registered groups that are not withdrawn, by name. */
export async function listGroups(connection: Queryable, deviceId: string): Promise<Group[]> {
  const { rows } = await connection.query<Group>(
    `SELECT g.id, g.name, g.reason, g.registered_at AS "registeredAt",
       EXISTS (SELECT FROM device_group_match m WHERE m.group_id = g.id) AS "isFound"
     FROM device_group g WHERE device_id = $1
       AND NOT EXISTS (SELECT FROM device_group_withdrawal w WHERE w.group_id = g.id)
     ORDER BY g.name, g.registered_at`,
    [deviceId],
  );
  return rows;
}

/** Notes which of the phone's groups has the registered name. */
export async function matchGroup(
  connection: Queryable,
  groupId: string,
  chatId: string,
  at: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO device_group_match (group_id, chat_id, matched_at) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING`,
    [groupId, chatId, at],
  );
}
