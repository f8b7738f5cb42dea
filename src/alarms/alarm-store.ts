// What a person must see: shown on pages to managers and administrators, logged, and in metrics.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';

export const ALARM_KINDS = [
  'signature-failures',
  'credentials-refused',
  'media-backlog',
  'webhook-silent',
  'not-understood',
  'set-aside',
  'send-stuck',
  'reconcile-failed',
  'reconcile-differences',
  'number-silent',
  'disk-full',
  'clock-skew',
  'rule-broken',
  'bank-holidays-end',
  'notice-not-posted',
  'urgent-unacknowledged',
  'device-link-lost',
  'device-silent',
  'device-capture-failing',
  'surface-down',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

export type OpenAlarm = {
  id: string;
  kind: string;
  subject: string;
  words: string;
  raisedAt: Date;
  lastSeenAt: Date;
};

export type NewAlarm = {
  kind: AlarmKind;
  /** What it is about, such as a provider's name; one open alarm per kind and subject. */
  subject: string;
  /** What happened, what was kept, what to do next. No content, no names. */
  words: string;
  at: Date;
};

/** Raises an alarm, or notes that an open one of the same kind and subject was seen again. */
export async function raiseAlarm(connection: Queryable, alarm: NewAlarm): Promise<void> {
  await connection.query(
    `INSERT INTO alarm (id, kind, subject, words, raised_at, last_seen_at)
     VALUES ($1, $2, $3, $4, $5, $5)
     ON CONFLICT (kind, subject) WHERE cleared_at IS NULL
     DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at, words = EXCLUDED.words`,
    [randomUUID(), alarm.kind, alarm.subject, alarm.words, alarm.at],
  );
}

/** Clears the open alarm of this kind and subject, if there is one. */
export async function clearAlarm(
  connection: Queryable,
  kind: AlarmKind,
  subject: string,
  at: Date,
): Promise<void> {
  await connection.query(
    `UPDATE alarm SET cleared_at = $3 WHERE kind = $1 AND subject = $2 AND cleared_at IS NULL`,
    [kind, subject, at],
  );
}

/** The alarms that are open, newest first. */
export async function listOpenAlarms(connection: Queryable): Promise<OpenAlarm[]> {
  const { rows } = await connection.query<OpenAlarm>(
    `SELECT id, kind, subject, words, raised_at AS "raisedAt", last_seen_at AS "lastSeenAt"
     FROM alarm WHERE cleared_at IS NULL ORDER BY raised_at DESC LIMIT 50`,
  );
  return rows;
}
