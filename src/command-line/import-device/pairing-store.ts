// Which line of the file is which captured message: one to one, and only when nothing speaks against
// it. What stays without a partner is imported: a duplicate can be seen, a lost message cannot.
import type { Queryable } from '../../database/client.ts';

/** One round: pairs what `past` and `captured` have in common, in order, and takes it out of play. */
async function pairBy(
  connection: Queryable,
  round: { past: string; captured: string; pastWhere: string; capturedWhere: string },
): Promise<void> {
  await connection.query(`
    WITH past AS (
      SELECT place, ${round.past} AS same, row_number() OVER (PARTITION BY ${round.past} ORDER BY place) AS n
      FROM past_message WHERE paired_with IS NULL AND ${round.pastWhere}),
    kept AS (
      SELECT message_id, ${round.captured} AS same,
        row_number() OVER (PARTITION BY ${round.captured} ORDER BY at, sequence) AS n
      FROM captured_message WHERE NOT taken AND ${round.capturedWhere}),
    pair AS (SELECT place, message_id FROM past JOIN kept USING (same, n)),
    taken AS (
      UPDATE captured_message SET taken = true FROM pair
      WHERE pair.message_id = captured_message.message_id)
    UPDATE past_message SET paired_with = pair.message_id, how = 'captured' FROM pair
    WHERE pair.place = past_message.place`);
}

/** Decides for every line of the file what it is: new, kept before, or captured from elsewhere. */
export async function pairMessages(connection: Queryable): Promise<void> {
  await connection.query('ANALYZE captured_message');
  // Kept by an earlier import, under the id that follows from what the line is.
  await connection.query(`
    WITH again AS (
      UPDATE past_message SET paired_with = captured_message.message_id, how = 'kept-before'
      FROM captured_message WHERE captured_message.message_id = past_message.message_id
      RETURNING captured_message.message_id)
    UPDATE captured_message SET taken = true WHERE message_id IN (SELECT message_id FROM again)`);
  // The same words in the same minute, and the very same attachments or none.
  await pairBy(connection, {
    past: 'ROW(key, media_key)',
    captured: 'ROW(key, media_key)',
    pastWhere: `media_key <> 'unknown'`,
    capturedWhere: `media_key <> 'unknown'`,
  });
  // The very same attachments in the same minute: an iPhone leaves their words out.
  await pairBy(connection, {
    past: 'ROW(slot, media_key)',
    captured: 'ROW(slot, media_key)',
    pastWhere: `media_key NOT IN ('none', 'unknown') AND NOT has_words`,
    capturedWhere: `media_key NOT IN ('none', 'unknown')`,
  });
  // The file says only that there was an attachment: nothing of it can be lost.
  await pairBy(connection, {
    past: 'key',
    captured: 'key',
    pastWhere: `media_key = 'unknown'`,
    capturedWhere: `media_key <> 'none'`,
  });
  await pairBy(connection, {
    past: 'slot',
    captured: 'slot',
    pastWhere: `media_key = 'unknown' AND NOT has_words`,
    capturedWhere: `media_key <> 'none'`,
  });
  await pairChanged(connection);
  await connection.query(`UPDATE past_message SET how = 'new' WHERE how IS NULL`);
}

/**
 * Words that were changed or taken back later are other words now. They are the captured message of
 * that minute when as many are left on both sides, and nothing else is left there.
 */
async function pairChanged(connection: Queryable): Promise<void> {
  await connection.query(`
    CREATE TEMPORARY TABLE changed_slot AS
    SELECT slot FROM (
      SELECT slot, count(*) AS past, bool_and(mark IS NOT NULL) AS changed FROM past_message
      WHERE paired_with IS NULL GROUP BY slot) AS left_over
    WHERE changed AND past = (SELECT count(*) FROM captured_message
      WHERE NOT taken AND captured_message.slot = left_over.slot)`);
  await pairBy(connection, {
    past: 'slot',
    captured: 'slot',
    pastWhere: 'slot IN (SELECT slot FROM changed_slot)',
    capturedWhere: 'slot IN (SELECT slot FROM changed_slot)',
  });
}

/** Lines that are imported although something like them was captured; for a person to look at. */
export async function readLookAlikes(
  connection: Queryable,
  limit: number,
): Promise<{ count: number; first: { line: number; isSameMinute: boolean }[] }> {
  const { rows } = await connection.query<{ line: number; isSameMinute: boolean; count: string }>(
    `SELECT line, "isSameMinute", count(*) OVER () AS count FROM (
       SELECT line,
         EXISTS (SELECT FROM captured_message AS kept WHERE kept.key = past.key) AS "isSameMinute",
         EXISTS (SELECT FROM captured_message AS kept WHERE NOT taken AND kept.words = past.words
           AND kept.at BETWEEN past.at - interval '2 minutes' AND past.at + interval '2 minutes') AS near
       FROM past_message AS past WHERE how = 'new') AS looked
     WHERE "isSameMinute" OR near ORDER BY line LIMIT $1`,
    [limit],
  );
  return { count: Number(rows[0]?.count ?? 0), first: rows };
}
