// Words that a worker had put on the wrong child's record stay there, out of sight. Whoever wrote
// them is offered them again where the messages stand now; nobody else is.
import type { Queryable } from '../database/client.ts';
import type { DraftFields } from './draft-store.ts';

/**
 * What this worker wrote on recordings that these messages were moved away from, as the form's
 * fields; null when they wrote nothing.
 */
export async function readCarriedWords(
  connection: Queryable,
  recordingId: string,
  workerId: string,
): Promise<DraftFields | null> {
  const { rows } = await connection.query<{ kind: string; source: string | null; text: string }>(
    `SELECT s.kind, s.source, s.text FROM statement s
     WHERE s.author = $2 AND s.corrects_id IS NULL AND s.recording_id IN (
       SELECT old.recording_id FROM recording_message here
       JOIN recording_message old ON old.message_id = here.message_id
       JOIN contact_recording r ON r.id = old.recording_id AND r.state = 'withdrawn'
       WHERE here.recording_id = $1)
     ORDER BY s.sequence`,
    [recordingId, workerId],
  );
  if (rows.length === 0) return null;
  const fields: Record<string, string> = {};
  for (const { kind, source, text } of rows) {
    fields[kind] = fields[kind] ? `${fields[kind]}\n${text}` : text;
    const sourceField = kind === 'hearsay' ? 'source' : 'view-source';
    if (source !== null) fields[sourceField] ??= source;
  }
  return fields;
}
