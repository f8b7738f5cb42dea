import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import { messageHash } from './canonical.ts';

export type CopyPart = {
  part: 'body' | 'media';
  /** An attachment's place in its message; 0 for the words. */
  position: number;
  /** Where the provider has an attachment; null for the words. */
  source: string | null;
  /** What our own bytes of an attachment hash to; null for the words. */
  sha256: string | null;
};

export type DueCopy = {
  messageId: string;
  externalId: string;
  seenAt: Date;
  parts: CopyPart[];
};

/** Where a look through the copies goes on. */
export type Place = { seenAt: Date; externalId: string };

/**
 * Messages that both sides have held since before `before`, of which something is still at the
 * provider: kept whole here, with every attachment, found in the provider's own ledger.
 */
const DUE = `
SELECT m.*, l.seen_at, to_jsonb(ARRAY(
    SELECT p FROM (
      SELECT 'body' AS part, 0 AS position, NULL AS source, NULL AS sha256 WHERE m.body <> ''
      UNION ALL
      SELECT 'media', a.position, a.source, f.sha256
      FROM message_media a JOIN media_fetch f ON f.media_id = a.id
      WHERE a.message_id = m.id AND a.source NOT LIKE 'data:%' AND a.source NOT LIKE 'no-address:%'
      ORDER BY 1, 2
    ) AS p
    WHERE NOT EXISTS (SELECT FROM provider_redaction r
      WHERE r.message_id = m.id AND r.part = p.part AND r.position = p.position)
  )) AS parts
FROM ledger_entry l JOIN message m ON m.id = l.message_id
JOIN delivery d ON d.id = m.delivery_id
WHERE l.provider = $1 AND l.kind = 'message' AND l.seen_at < $2 AND m.recorded_at < $2
  AND (l.seen_at, l.external_id) > ($3, $4)
  AND d.sha256 = sha256(d.raw)
  AND NOT EXISTS (SELECT FROM media_fetch f WHERE f.message_id = m.id AND f.state <> 'stored')
  AND m.media_count = (SELECT count(*) FROM media_fetch f WHERE f.message_id = m.id)
  AND (SELECT count(*) FROM provider_redaction r WHERE r.message_id = m.id)
    < m.media_count + (m.body <> '')::int
ORDER BY l.seen_at, l.external_id LIMIT $5`;

/** The next copies that may go, oldest first. One whose own hash does not fit is left out. */
export async function readDueCopies(
  connection: Queryable,
  provider: string,
  before: Date,
  after: Place | null,
  limit: number,
): Promise<{ due: DueCopy[]; last: Place | null }> {
  const { rows } = await connection.query(DUE, [
    provider,
    before,
    after?.seenAt ?? new Date(0),
    after?.externalId ?? '',
    limit,
  ]);
  const last = rows.at(-1);
  return {
    due: rows
      .filter((row) => row.parts.length > 0 && row.sha256.equals(hashOf(row)))
      .map((row) => ({
        messageId: row.id,
        externalId: row.external_id,
        seenAt: row.seen_at,
        parts: row.parts,
      })),
    last:
      last && rows.length === limit ? { seenAt: last.seen_at, externalId: last.external_id } : null,
  };
}

/** As capture took it over the message. */
function hashOf(row: Record<string, never>): Buffer {
  return messageHash({
    channel: row.channel ?? '',
    externalId: row.external_id ?? '',
    kind: row.kind ?? '',
    direction: row.direction ?? '',
    officialNumber: row.official_number ?? '',
    counterpart: row.counterpart ?? '',
    author: row.author ?? '',
    workerId: row.worker_id ?? null,
    body: row.body ?? '',
    profileName: row.profile_name ?? null,
    inReplyTo: row.in_reply_to ?? null,
    sentAt: row.sent_at ?? null,
    receivedAt: row.received_at ?? new Date(0),
    mediaCount: row.media_count ?? 0,
  });
}

/** It is gone at the provider. */
export async function noteRemoved(
  connection: Queryable,
  messageId: string,
  { part, position }: CopyPart,
  at: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO provider_redaction (id, message_id, part, position, at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [randomUUID(), messageId, part, position, at],
  );
}
