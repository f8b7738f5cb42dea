// How each team is prompted in a chat platform: its channel, and whether message text is shown.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import type { SurfaceKind } from '../messaging/surface.ts';
import { inForce } from '../people/standing-store.ts';

export type SurfaceSetting = {
  surface: SurfaceKind;
  team: string;
  /** Where it is said, without content, that something waits for nobody in post; null: nowhere. */
  channelId: string | null;
  /** allocated: message text goes to allocated workers' own chats; nobody: to no chat at all. */
  words: 'allocated' | 'nobody';
};

/** Before anybody has set anything. */
export const UNSET: Pick<SurfaceSetting, 'channelId' | 'words'> = {
  channelId: null,
  words: 'allocated',
};

/** The newest setting of every team that has one. */
export async function listSettings(
  connection: Queryable,
  surface: SurfaceKind,
): Promise<ReadonlyMap<string, SurfaceSetting>> {
  const { rows } = await connection.query<SurfaceSetting>(
    `SELECT DISTINCT ON (team) surface, team, channel_id AS "channelId", words
     FROM surface_setting WHERE surface = $1 ORDER BY team, sequence DESC`,
    [surface],
  );
  return new Map(rows.map((row) => [row.team, row]));
}

/** Keeps a setting; the ones before stay in the log. */
export async function keepSetting(
  connection: Queryable,
  setting: SurfaceSetting,
  by: { workerId: string; at: Date },
): Promise<void> {
  await connection.query(
    `INSERT INTO surface_setting (id, surface, team, channel_id, words, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      randomUUID(),
      setting.surface,
      setting.team,
      setting.channelId,
      setting.words,
      by.workerId,
      by.at,
    ],
  );
}

/** The teams that people are in today, by name. */
export async function listTeams(connection: Queryable, today: string): Promise<string[]> {
  const { rows } = await connection.query<{ team: string }>(
    `SELECT DISTINCT team FROM worker w WHERE ${inForce('w', '$1')} ORDER BY team`,
    [today],
  );
  return rows.map(({ team }) => team);
}
