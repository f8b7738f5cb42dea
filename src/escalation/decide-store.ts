// A manager decides. Decisions are added and never replaced; of two who decide at once, the second
// is shown the first's decision and keeps their own words.
import { randomUUID } from 'node:crypto';
import type { Database, Queryable } from '../database/client.ts';
import { reportBreach } from '../record/breach-store.ts';
import { type Decision, goesOnRecord } from './item.ts';
import { lockItem, updateItem } from './item-store.ts';
import { insertNotice } from './notice-store.ts';
import { acknowledge } from './pass-on.ts';

export type NewDecision = {
  itemId: string;
  decision: Decision;
  reason: string;
  followUp: { words: string; on: string } | null;
  decidedBy: string;
  at: Date;
  /** How many decisions were on the page when it was shown. */
  seen: number;
};

export type Decided =
  | { outcome: 'decided'; onRecord: boolean; caseNumbers: string[] }
  /** Somebody was first: nothing was written. */
  | { outcome: 'decided-meanwhile' };

export async function decide(database: Database, given: NewDecision): Promise<Decided> {
  return database.transaction(async (connection) => {
    const item = await lockItem(connection, given.itemId, { skipLocked: false });
    if (item === null) throw new Error('An item that was shown is not there.');
    if ((await countDecisions(connection, given.itemId)) > given.seen) {
      return { outcome: 'decided-meanwhile' };
    }
    const { decision, decidedBy, at, itemId, reason } = given;
    // Whoever decides has it: nobody else is asked any more.
    const held =
      item.state === 'open' && item.acknowledgedAt === null && item.lane === 'urgent'
        ? await acknowledge(connection, item, decidedBy, at)
        : item;
    const onRecord = goesOnRecord(item.kind, decision);
    await insertDecision(connection, { ...given, onRecord });
    await updateItem(connection, { ...held, state: 'decided', decidedAt: at, acknowledgeBy: null });
    const about = await readAbout(connection, itemId);
    if (decision === 'breach') {
      const { messageIds } = about;
      await reportBreach(connection, { messageIds, reason, openedBy: decidedBy, at });
    }
    if (onRecord) {
      for (const workerId of about.workers.filter((worker) => worker !== decidedBy)) {
        const path = `/conversations/${item.conversationId}`;
        await insertNotice(connection, { itemId, workerId, kind: 'decided', path, at });
      }
    }
    return { outcome: 'decided', onRecord, caseNumbers: about.caseNumbers };
  });
}

async function countDecisions(connection: Queryable, itemId: string): Promise<number> {
  const { rows } = await connection.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM oversight_decision WHERE item_id = $1',
    [itemId],
  );
  return rows[0]?.count ?? 0;
}

async function insertDecision(
  connection: Queryable,
  {
    itemId,
    decision,
    reason,
    followUp,
    decidedBy,
    at,
    onRecord,
  }: NewDecision & { onRecord: boolean },
): Promise<void> {
  await connection.query(
    `INSERT INTO oversight_decision (id, item_id, decision, reason, follow_up, follow_up_on,
       on_record, decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      randomUUID(),
      itemId,
      decision,
      reason,
      followUp?.words ?? null,
      followUp?.on ?? null,
      onRecord,
      decidedBy,
      at,
    ],
  );
}

type About = { messageIds: string[]; caseNumbers: string[]; workers: string[] };

/** The flagged messages, their children, and who is asked about the recordings they are on. */
async function readAbout(connection: Queryable, itemId: string): Promise<About> {
  const { rows } = await connection.query<About>(
    `WITH flagged AS (
       SELECT DISTINCT f.message_id AS id FROM oversight_item_flag j
       JOIN flag f ON f.id = j.flag_id WHERE j.item_id = $1)
     SELECT ARRAY(SELECT id FROM flagged) AS "messageIds",
       ARRAY(SELECT DISTINCT unnest(t.case_numbers) FROM current_attribution t
         WHERE t.message_id IN (SELECT id FROM flagged)) AS "caseNumbers",
       ARRAY(SELECT DISTINCT r.worker_id FROM contact_recording r
         JOIN recording_message rm ON rm.recording_id = r.id
         WHERE rm.message_id IN (SELECT id FROM flagged) AND r.worker_id IS NOT NULL
           AND r.state IN ('awaiting-context', 'complete')) AS workers`,
    [itemId],
  );
  return rows[0] ?? { messageIds: [], caseNumbers: [], workers: [] };
}

/** What was to be followed up was done. False: it was done before, or is no follow-up of this item. */
export async function finishFollowUp(
  connection: Queryable,
  done: { itemId: string; decisionId: string; words: string; doneBy: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `INSERT INTO oversight_follow_up (decision_id, words, done_by, done_at)
     SELECT d.id, $3, $4, $5 FROM oversight_decision d
     WHERE d.id = $1 AND d.item_id = $2 AND d.follow_up_on IS NOT NULL
     ON CONFLICT DO NOTHING`,
    [done.decisionId, done.itemId, done.words, done.doneBy, done.at],
  );
  return (rowCount ?? 0) > 0;
}
