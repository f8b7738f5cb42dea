// Who imported what from which device, and which messages stand in it.
import type { Queryable } from '../database/client.ts';
import { derivedId } from '../messaging/identity.ts';

export type NewDeviceImport = {
  kind: string;
  fileName: string;
  fileBytes: number;
  fileSha256: string;
  channel: string;
  officialNumber: string;
  counterpart: string | null;
  device: string | null;
  importedBy: string;
  at: Date;
};

/** The same file for the same number from the same device by the same person is the same import. */
export function importIdOf(given: NewDeviceImport): string {
  const { kind, fileSha256, officialNumber, counterpart, device, importedBy } = given;
  const who = [counterpart ?? '', device ?? '', importedBy];
  return derivedId('device-import', kind, fileSha256, officialNumber, ...who);
}

/** Notes an import and what was found in its file; again, when it was found before, nothing. */
export async function recordImport(
  connection: Queryable,
  given: NewDeviceImport,
  report: object,
): Promise<{ id: string; reference: string }> {
  const id = importIdOf(given);
  await connection.query(
    `INSERT INTO device_import (id, kind, file_name, file_bytes, file_sha256, channel, official_number,
       counterpart, device, imported_by, at)
     VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [
      id,
      given.kind,
      given.fileName,
      given.fileBytes,
      given.fileSha256,
      given.channel,
      given.officialNumber,
      given.counterpart,
      given.device,
      given.importedBy,
      given.at,
    ],
  );
  await connection.query(
    `INSERT INTO device_import_report (id, import_id, report, at)
     SELECT gen_random_uuid(), $1, $2::jsonb, $3
     WHERE $2::jsonb IS DISTINCT FROM (SELECT report FROM device_import_report
       WHERE import_id = $1 ORDER BY sequence DESC LIMIT 1)`,
    [id, JSON.stringify(report), given.at],
  );
  const { rows } = await connection.query<{ sequence: string }>(
    'SELECT sequence FROM device_import WHERE id = $1',
    [id],
  );
  return { id, reference: importReference(rows[0]?.sequence ?? '') };
}

/** What people call an import by: D and its running number. */
export function importReference(sequence: string): string {
  return `D${sequence}`;
}

export type LinkedMessage = { messageId: string; how: 'imported' | 'captured'; line: number };

/** Marks messages as standing in the import's file. Call inside the transaction that keeps them. */
export async function linkMessages(
  connection: Queryable,
  importId: string,
  links: readonly LinkedMessage[],
): Promise<void> {
  await connection.query(
    `INSERT INTO device_import_message (import_id, message_id, how, line)
     SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::int[]) ON CONFLICT DO NOTHING`,
    [
      importId,
      links.map(({ messageId }) => messageId),
      links.map(({ how }) => how),
      links.map(({ line }) => line),
    ],
  );
}

/** Who a device's file may be about: the names of the contacts with this number, and of our workers. */
export async function readNames(
  connection: Queryable,
  counterpart: string,
): Promise<{ contacts: string[]; workers: string[] }> {
  const { rows } = await connection.query<{ contacts: string[]; workers: string[] }>(
    `SELECT
       ARRAY(SELECT unnest(name || also_known_as) FROM contact WHERE contact_id IN
         (SELECT contact_id FROM contact_identifier WHERE address = $1)) AS contacts,
       ARRAY(SELECT DISTINCT name FROM worker) AS workers`,
    [counterpart],
  );
  return rows[0] ?? { contacts: [], workers: [] };
}

/** True when there is, or was, a worker with this id. */
export async function isWorker(connection: Queryable, workerId: string): Promise<boolean> {
  const { rowCount } = await connection.query('SELECT FROM worker WHERE worker_id = $1 LIMIT 1', [
    workerId,
  ]);
  return rowCount === 1;
}

/** True when the number is one of the authority's own on the channel. */
export async function isOfficialNumber(
  connection: Queryable,
  channel: string,
  address: string,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    'SELECT FROM official_number WHERE channel = $1 AND address = $2',
    [channel, address],
  );
  return rowCount === 1;
}
