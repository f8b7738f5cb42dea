import type { Queryable } from '../database/client.ts';
import { type Receipt, receiptOf } from './receipt.ts';

/** The receipts of these messages, by message id. A message that is not kept has none. */
export async function loadReceipts(
  connection: Queryable,
  messageIds: readonly string[],
): Promise<Map<string, Receipt>> {
  const { rows } = await connection.query(
    `SELECT m.id, m.sequence, ca.state AS attribution,
       (SELECT min(rm.added_at) FROM recording_message rm
        WHERE rm.message_id = m.id AND NOT EXISTS (SELECT 1 FROM recording_withdrawal w
          WHERE w.recording_id = rm.recording_id AND w.message_id = rm.message_id
            AND w.placed_by_id = rm.attribution_id)) AS "onRecordSince",
       CASE WHEN m.media_count = 0 THEN '[]' ELSE
         (SELECT coalesce(json_agg(json_build_object('contentType', mm.content_type,
            'state', coalesce(mf.state, 'pending'), 'reason', mf.reason) ORDER BY mm.position), '[]')
          FROM message_media mm LEFT JOIN media_fetch mf ON mf.media_id = mm.id
          WHERE mm.message_id = m.id) END AS media
     FROM message m LEFT JOIN current_attribution ca ON ca.message_id = m.id
     WHERE m.id = ANY($1::uuid[])`,
    [messageIds],
  );
  return new Map(
    rows.map((row) => [row.id, receiptOf({ ...row, sequence: BigInt(row.sequence) })]),
  );
}
