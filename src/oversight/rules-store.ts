// The authority's versions of the rules, which of them is in force, and the past messages they are tried on.
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../database/client.ts';
import type { FlagSubject } from './flag.ts';
import { NO_CHANGES, type RuleChanges, ruleChanges } from './rule-change.ts';

export type RuleVersion = {
  id: string;
  number: number;
  changes: RuleChanges;
  summary: string;
  madeBy: string;
  madeByName: string;
  madeAt: Date;
  /** When it took force last; null: it never did. */
  takenAt: Date | null;
};

export type InForce = {
  /** Null: the shipped rules as they are. */
  versionId: string | null;
  number: number | null;
  /** Null: what is kept cannot be read as changes; the shipped rules do until somebody mends it. */
  changes: RuleChanges | null;
  reason: string;
  takenByName: string;
  takenAt: Date | null;
};

const NAME = (column: string): string =>
  `coalesce((SELECT name FROM worker w WHERE w.worker_id = ${column}
     ORDER BY valid_from DESC LIMIT 1), 'Casethread')`;

/** The rules in force. */
export async function readInForce(connection: Queryable): Promise<InForce> {
  const { rows } = await connection.query(
    `SELECT force.version_id AS "versionId", version.sequence::int AS number, version.changes,
       force.reason, ${NAME('force.taken_by')} AS "takenByName", force.taken_at AS "takenAt"
     FROM rule_version_in_force force LEFT JOIN rule_version version ON version.id = force.version_id
     ORDER BY force.sequence DESC LIMIT 1`,
  );
  const [row] = rows;
  if (row === undefined || row.versionId === null) {
    return {
      versionId: null,
      number: null,
      changes: NO_CHANGES,
      reason: row?.reason ?? '',
      takenByName: row?.takenByName ?? 'Casethread',
      takenAt: row?.takenAt ?? null,
    };
  }
  return { ...row, changes: ruleChanges.safeParse(row.changes).data ?? null };
}

/** The newest versions, drafts too. */
export async function listVersions(connection: Queryable): Promise<RuleVersion[]> {
  const { rows } = await connection.query(`${VERSION} ORDER BY version.sequence DESC LIMIT 50`);
  return rows.flatMap(versionOf);
}

/** One version; null where there is none, or it cannot be read. */
export async function readVersion(connection: Queryable, id: string): Promise<RuleVersion | null> {
  const { rows } = await connection.query(`${VERSION} WHERE version.id = $1`, [id]);
  return rows.flatMap(versionOf)[0] ?? null;
}

const VERSION = `SELECT version.id, version.sequence::int AS number, version.changes,
    version.summary, version.made_by AS "madeBy", ${NAME('version.made_by')} AS "madeByName",
    version.made_at AS "madeAt",
    (SELECT max(taken_at) FROM rule_version_in_force f WHERE f.version_id = version.id) AS "takenAt"
  FROM rule_version version`;

function versionOf(row: RuleVersion): RuleVersion[] {
  const changes = ruleChanges.safeParse(row.changes).data;
  return changes === undefined ? [] : [{ ...row, changes }];
}

/** Keeps a version; it is a draft until it takes force. Returns its id. */
export async function saveVersion(
  connection: Queryable,
  version: { changes: RuleChanges; summary: string; madeBy: string; madeAt: Date },
): Promise<string> {
  const id = randomUUID();
  await connection.query(
    `INSERT INTO rule_version (id, changes, summary, made_by, made_at) VALUES ($1, $2, $3, $4, $5)`,
    [id, JSON.stringify(version.changes), version.summary, version.madeBy, version.madeAt],
  );
  return id;
}

/** From now on this version is in force; null: the shipped rules as they are. */
export async function takeForce(
  connection: Queryable,
  act: { versionId: string | null; reason: string; takenBy: string; takenAt: Date },
): Promise<void> {
  await connection.query(
    `INSERT INTO rule_version_in_force (id, version_id, reason, taken_by, taken_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [randomUUID(), act.versionId, act.reason, act.takenBy, act.takenAt],
  );
}

export type PastMessage = FlagSubject & {
  messageId: string;
  conversationId: string;
  caseNumbers: string[];
  at: Date;
};

/** The newest messages since a moment, with the children they are about. */
export async function readPastMessages(
  connection: Queryable,
  since: Date,
  atMost: number,
): Promise<PastMessage[]> {
  const { rows } = await connection.query<PastMessage>(
    `SELECT message.id AS "messageId", message.conversation_id AS "conversationId",
       message.direction, message.body AS text, message.occurred_at AS at,
       coalesce(current.case_numbers, '{}') AS "caseNumbers"
     FROM message LEFT JOIN current_attribution current ON current.message_id = message.id
     WHERE message.occurred_at >= $1 AND message.body <> ''
     ORDER BY message.occurred_at DESC LIMIT $2`,
    [since, atMost],
  );
  return rows;
}

/** Messages since a moment, and their edits, as work for the oversight stage. Returns how many. */
export async function listToReadAgain(
  connection: Queryable,
  since: Date,
): Promise<{ subjectId: string; conversationId: string }[]> {
  const { rows } = await connection.query<{ subjectId: string; conversationId: string }>(
    `SELECT id AS "subjectId", conversation_id AS "conversationId" FROM message
     WHERE occurred_at >= $1 ORDER BY sequence`,
    [since],
  );
  return rows;
}
