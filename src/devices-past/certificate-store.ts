// Certificates: what may be deleted on a device, as it was when somebody asked.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';

const noted = z.object({ count: z.number() });
const report = z.object({ messages: z.number(), findings: z.object({ notUnderstood: noted }) });

export type ImportFacts = {
  id: string;
  sequence: string;
  kind: string;
  fileName: string;
  fileSha256: string;
  officialNumber: string;
  counterpart: string | null;
  device: string | null;
  importedBy: string;
  at: Date;
  notUnderstood: number;
  /** In the file. */
  expected: number;
  /** Of them kept or found kept, up to now. */
  messages: number;
  firstAt: Date | null;
  lastAt: Date | null;
};

/** An import by its id or its reference (D12), with what its file held; undefined: there is none. */
export async function findImport(
  connection: Queryable,
  reference: string,
): Promise<ImportFacts | undefined> {
  const { rows } = await connection.query(
    `SELECT device_import.id, device_import.sequence, device_import.kind, file_name AS "fileName",
       encode(file_sha256, 'hex') AS "fileSha256", device_import.official_number AS "officialNumber",
       device_import.counterpart, device, imported_by AS "importedBy", device_import.at,
       (SELECT report FROM device_import_report WHERE import_id = device_import.id
        ORDER BY device_import_report.sequence DESC LIMIT 1) AS report,
       count(message.id)::int AS messages, min(occurred_at) AS "firstAt", max(occurred_at) AS "lastAt"
     FROM device_import
     LEFT JOIN device_import_message ON import_id = device_import.id
     LEFT JOIN message ON message.id = message_id
     WHERE device_import.id::text = $1 OR 'D' || device_import.sequence = upper($1)
     GROUP BY device_import.id`,
    [reference],
  );
  return rows.map(({ report: found, ...row }) => {
    const { messages: expected, findings } = report.parse(found);
    return { ...row, expected, notUnderstood: findings.notUnderstood.count };
  })[0];
}

/** Ids of the import's messages, in order, after the one given. */
export async function readImportedIds(
  connection: Queryable,
  importId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT message_id AS id FROM device_import_message
     WHERE import_id = $1 AND ($2::uuid IS NULL OR message_id > $2) ORDER BY message_id LIMIT $3`,
    [importId, after, limit],
  );
  return rows.map(({ id }) => id);
}

export type NewCertificate = {
  importId: string;
  granted: boolean;
  messages: number;
  firstAt: Date | null;
  lastAt: Date | null;
  reasons: readonly string[];
  issuedTo: string;
  at: Date;
};

/** Keeps what was said, and returns its running number. */
export async function insertCertificate(
  connection: Queryable,
  given: NewCertificate,
): Promise<string> {
  const { rows } = await connection.query<{ sequence: string }>(
    `INSERT INTO device_certificate (id, import_id, granted, messages, first_at, last_at, reasons,
       issued_to, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING sequence`,
    [
      randomUUID(),
      given.importId,
      given.granted,
      given.messages,
      given.firstAt,
      given.lastAt,
      [...given.reasons],
      given.issuedTo,
      given.at,
    ],
  );
  return rows[0]?.sequence ?? '';
}
