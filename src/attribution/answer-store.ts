// A person says which child. Kept with its work in one transaction; the stage decides anew from it.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Database, Queryable } from '../database/client.ts';
import { addStageWork, wakeStages } from '../database/stage-work.ts';

export type Surface = 'web' | 'slack' | 'teams';

export type Answer = {
  questionId: string;
  workerId: string;
  /** A manager may decide that even an urgent message is not casework. */
  isManager: boolean;
  /** Empty: not casework, and then a reason goes with it. */
  caseNumbers: readonly string[];
  reason: string | null;
  surface: Surface;
  at: Date;
};

export type Answered =
  | { outcome: 'answered'; conversationId: string }
  /** Somebody was first: nothing was changed. */
  | { outcome: 'answered-before'; by: string; at: Date; surface: string; caseNumbers: string[] }
  /** Not casework, but a message of it may be about harm: a manager decides. */
  | { outcome: 'passed-to-manager'; conversationId: string }
  | { outcome: 'no-such-question' };

/** Answers a question for its messages received before now. */
export async function answerQuestion(database: Database, answer: Answer): Promise<Answered> {
  return database.transaction(async (connection) => {
    const question = await lockQuestion(connection, answer.questionId);
    if (!question) return earlierAnswer(connection, answer.questionId);
    const { conversationId } = question;
    const refused = answer.caseNumbers.length === 0;
    if (refused && !answer.isManager && (await isUrgent(connection, question.messageIds))) {
      await insertChoice(connection, { ...answer, ...question, kind: 'ask-manager' });
      return { outcome: 'passed-to-manager', conversationId };
    }
    await insertChoice(connection, { ...answer, ...question, kind: 'answer' });
    return { outcome: 'answered', conversationId };
  });
}

/** "I don't know": the question stays open, for the manager. */
export async function askManager(
  database: Database,
  asked: Pick<Answer, 'questionId' | 'workerId' | 'reason' | 'surface' | 'at'>,
): Promise<Answered> {
  return database.transaction(async (connection) => {
    const question = await lockQuestion(connection, asked.questionId);
    if (!question) return earlierAnswer(connection, asked.questionId);
    await insertChoice(connection, { ...asked, ...question, caseNumbers: [], kind: 'ask-manager' });
    return { outcome: 'passed-to-manager', conversationId: question.conversationId };
  });
}

export type Correction = Omit<Answer, 'questionId' | 'isManager' | 'reason'> & {
  conversationId: string;
  messageIds: readonly string[];
  reason: string;
};

/**
 * Corrects decisions: the new one supersedes, the old record keeps a marker (Coventry 4.5a).
 * Returns false when a message is not of this conversation; nothing is changed then.
 */
export async function correctAttribution(
  database: Database,
  correction: Correction,
): Promise<boolean> {
  return database.transaction(async (connection) => {
    const { rowCount } = await connection.query(
      `SELECT 1 FROM current_attribution
       WHERE message_id = ANY($1::uuid[]) AND conversation_id = $2`,
      [correction.messageIds, correction.conversationId],
    );
    if (rowCount !== correction.messageIds.length || rowCount === 0) return false;
    await insertChoice(connection, { ...correction, questionId: null, kind: 'correction' });
    return true;
  });
}

/** What the program itself sent to one of us: on no child's record, and nobody is asked. */
export async function sayNotCasework(
  connection: pg.PoolClient,
  said: { conversationId: string; messageId: string; reason: string; at: Date },
): Promise<void> {
  const { conversationId, messageId, reason, at } = said;
  await insertChoice(connection, {
    kind: 'answer',
    conversationId,
    questionId: null,
    messageIds: [messageId],
    workerId: 'system',
    caseNumbers: [],
    reason,
    surface: 'web',
    at,
  });
}

type Waiting = { conversationId: string; messageIds: string[] };

async function lockQuestion(
  connection: pg.PoolClient,
  questionId: string,
): Promise<Waiting | undefined> {
  // Of two people who answer at once, the second sees the first one's answer.
  await connection.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [questionId]);
  const { rows } = await connection.query<Waiting>(
    `SELECT question.conversation_id AS "conversationId",
       ARRAY(SELECT message_id FROM current_attribution AS waiting
             WHERE waiting.question_id = question.id
               AND waiting.state IN ('awaiting-worker', 'unmatched')
             ORDER BY occurred_at) AS "messageIds"
     FROM open_question AS question
     WHERE id = $1 AND NOT EXISTS (
       SELECT FROM stage_work JOIN attribution_choice AS choice ON choice.id = subject_id
       WHERE stage = 'attribution' AND subject_kind = 'choice' AND set_aside_at IS NULL
         AND choice.question_id = question.id AND choice.kind = 'answer')`,
    [questionId],
  );
  return rows[0];
}

async function isUrgent(connection: Queryable, messageIds: readonly string[]): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT 1 FROM flag WHERE message_id = ANY($1::uuid[]) AND severity = 'urgent' LIMIT 1`,
    [messageIds],
  );
  return rowCount !== 0;
}

async function earlierAnswer(connection: Queryable, questionId: string): Promise<Answered> {
  const { rows } = await connection.query<{
    by: string;
    at: Date;
    surface: string;
    caseNumbers: string[];
  }>(
    `SELECT worker_id AS by, at, surface, case_numbers AS "caseNumbers" FROM attribution_choice
     WHERE question_id = $1 AND kind = 'answer' ORDER BY recorded_at DESC LIMIT 1`,
    [questionId],
  );
  const [earlier] = rows;
  return earlier ? { outcome: 'answered-before', ...earlier } : { outcome: 'no-such-question' };
}

type NewChoice = {
  kind: 'answer' | 'correction' | 'ask-manager';
  conversationId: string;
  questionId: string | null;
  messageIds: readonly string[];
  workerId: string;
  caseNumbers: readonly string[];
  reason: string | null;
  surface: Surface;
  at: Date;
};

async function insertChoice(connection: pg.PoolClient, choice: NewChoice): Promise<void> {
  const id = randomUUID();
  await connection.query(
    `INSERT INTO attribution_choice (id, conversation_id, kind, question_id, message_ids, worker_id,
       case_numbers, reason, at, origin, surface)
     VALUES ($1, $2, $3, $4, $5::uuid[], $6, $7, $8, $9, 'live', $10)`,
    [
      id,
      choice.conversationId,
      choice.kind,
      choice.questionId,
      [...choice.messageIds],
      choice.workerId,
      [...choice.caseNumbers],
      choice.reason,
      choice.at,
      choice.surface,
    ],
  );
  await addStageWork(connection, [
    {
      stage: 'attribution',
      subjectKind: 'choice',
      subjectId: id,
      conversationId: choice.conversationId,
    },
  ]);
  await wakeStages(connection);
}
