// Data minimisation: of all that is on a phone, only casework may be kept (contracts section 8).
import type { Queryable } from '../database/client.ts';
import type { DeviceChat } from '../messaging/device.ts';

/**
 * Whether what was written in a chat at that time may be kept: with a person whose WhatsApp address
 * was a known contact's on that day, or in a group registered by then; and never once the phone's
 * approval has ended, nor what was written before the phone was linked or while an administrator had
 * ended the link. Only looks: of a chat that may not be kept, nothing is written anywhere.
 */
export async function mayKeep(
  connection: Queryable,
  deviceId: string,
  { kind, addresses, at }: DeviceChat,
): Promise<boolean> {
  const { rows } = await connection.query<{ may: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM device_revocation r WHERE r.device_id = $1)
     AND $4::timestamptz >= (
       SELECT date_trunc('second', min(at)) FROM device_event
       WHERE device_id = $1 AND kind = 'linked' AND sequence > coalesce((
         SELECT max(sequence) FROM device_event WHERE device_id = $1 AND kind = 'unlinked'), 0))
     AND CASE $2
       WHEN 'person' THEN EXISTS (
         SELECT FROM contact_identifier i
         WHERE i.channel = 'whatsapp' AND i.address = ANY($3::text[])
           AND i.valid_from <= ($4::timestamptz AT TIME ZONE 'Europe/London')::date
           AND (i.valid_to IS NULL OR i.valid_to >= ($4::timestamptz AT TIME ZONE 'Europe/London')::date))
       ELSE EXISTS (
         SELECT FROM device_group g JOIN device_group_match m ON m.group_id = g.id
         WHERE g.device_id = $1 AND m.chat_id = ANY($3::text[])
           AND date_trunc('second', g.registered_at) <= $4::timestamptz
           AND NOT EXISTS (SELECT FROM device_group_withdrawal w WHERE w.group_id = g.id))
     END AS may`,
    [deviceId, kind, addresses, at],
  );
  return rows[0]?.may ?? false;
}
