// Who stands where on a day, as SQL that the read models share.

/** A row of allocation or worker that is in force on the day in parameter `day`. */
export const inForce = (row: string, day: string): string =>
  `${row}.valid_from <= ${day}::date AND (${row}.valid_to IS NULL OR ${row}.valid_to >= ${day}::date)`;

/** Everyone whose number it was when the question (alias q) was asked: a phone may be shared. */
export const HOLDERS = `ARRAY(
  SELECT DISTINCT k.name FROM contact_identifier i JOIN contact k USING (contact_id)
  WHERE i.channel = replace(q.channel, '-device', '') AND i.address = q.counterpart
    AND ${inForce('i', `(q.asked_at AT TIME ZONE 'Europe/London')`)}
  ORDER BY k.name)`;

/** Whether `worker` holds a post today. */
export const holdsPost = (worker: string, day: string): string =>
  `EXISTS (SELECT FROM worker p WHERE p.worker_id = ${worker} AND ${inForce('p', day)})`;
