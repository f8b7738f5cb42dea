// What a person needs to see to say which child messages are about.
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';
import { HOLDERS, inForce } from '../people/standing-store.ts';
import { type KeptCue, readKeptCues, strangeWordsIn } from './evidence.ts';

export type AskedMessage = {
  id: string;
  sequence: bigint;
  direction: 'inbound' | 'outbound';
  kind: 'message' | 'call';
  body: string;
  occurredAt: Date;
  workerName: string | null;
  contactName: string | null;
  caseNumbers: string[];
  urgent: boolean;
};

const MESSAGE = `
  m.id, m.sequence, m.direction, m.kind, m.body, m.occurred_at AS "occurredAt",
  (SELECT p.name FROM worker p WHERE p.worker_id = m.worker_id ORDER BY p.valid_from DESC LIMIT 1)
    AS "workerName",
  (SELECT k.name FROM contact k WHERE k.contact_id = t.contact_id) AS "contactName",
  coalesce(t.case_numbers, '{}') AS "caseNumbers",
  EXISTS (SELECT FROM flag f WHERE f.message_id = m.id AND f.severity = 'urgent') AS urgent`;

type MessageRow = Omit<AskedMessage, 'sequence'> & { sequence: string };

const toMessage = (row: MessageRow): AskedMessage => ({ ...row, sequence: BigInt(row.sequence) });

export type OpenQuestion = {
  contactId: string | null;
  contactName: string | null;
  /** Everyone who is known by this number. */
  holders: string[];
  relationship: string | null;
  counterpart: string;
  channel: string;
  forManager: boolean;
  forManagerWhy: string | null;
  messages: AskedMessage[];
  reasons: string[];
  /** Words that may be a name which no record has. */
  strangeWords: string[];
  /** Every child it may concern, seen or not. */
  caseNumbers: string[];
  /** The children of the sets that attribution offers, at most five sets a message. */
  offered: string[];
  /** What was found for and against, over all its messages. */
  cues: readonly KeptCue[];
};

const setsSchema = z.array(z.array(z.string()));

/** A question that still waits in this conversation; null: there is none with this id. */
export async function readOpenQuestion(
  connection: Queryable,
  conversationId: string,
  questionId: string,
): Promise<OpenQuestion | null> {
  const questions = await connection.query(
    `SELECT q.contact_id, k.name AS contact_name, q.counterpart, q.channel, q.for_manager,
       q.for_manager_why, q.case_numbers, ${HOLDERS} AS holders,
       (SELECT r.relationship FROM relationship r
        WHERE r.contact_id = q.contact_id AND r.case_number = ANY(q.case_numbers)
        ORDER BY r.valid_from DESC LIMIT 1) AS relationship
     FROM open_question q LEFT JOIN contact k ON k.contact_id = q.contact_id
     WHERE q.id = $2 AND q.conversation_id = $1`,
    [conversationId, questionId],
  );
  const [question] = questions.rows;
  if (!question) return null;
  const { rows } = await connection.query(
    `SELECT ${MESSAGE}, d.reasons, d.cues, d.candidates
     FROM current_attribution t JOIN message m ON m.id = t.message_id
     JOIN attribution d ON d.id = t.attribution_id
     WHERE t.question_id = $1 AND t.state IN ('awaiting-worker', 'unmatched')
     ORDER BY m.occurred_at, m.sequence`,
    [questionId],
  );
  const cues = rows.flatMap((row) => readKeptCues(row.cues));
  const offered = rows.flatMap((row) => setsSchema.catch([]).parse(row.candidates).flat());
  return {
    contactId: question.contact_id,
    contactName: question.contact_name,
    holders: question.holders,
    relationship: question.relationship,
    counterpart: question.counterpart,
    channel: question.channel,
    forManager: question.for_manager,
    forManagerWhy: question.for_manager_why,
    messages: rows.map(toMessage),
    reasons: [...new Set(rows.flatMap((row): string[] => row.reasons))],
    strangeWords: strangeWordsIn(cues),
    caseNumbers: [...new Set([...question.case_numbers, ...offered])],
    offered: [...new Set(offered)],
    cues,
  };
}

export type Answered = {
  workerId: string;
  workerName: string | null;
  surface: string;
  at: Date;
  caseNumbers: string[];
};

/** The newest answer to a question that no longer waits; null: nobody ever asked it. */
export async function readAnswer(
  connection: Queryable,
  conversationId: string,
  questionId: string,
): Promise<Answered | null> {
  const { rows } = await connection.query<Answered>(
    `SELECT worker_id AS "workerId", surface, at, case_numbers AS "caseNumbers",
       (SELECT p.name FROM worker p WHERE p.worker_id = c.worker_id ORDER BY p.valid_from DESC LIMIT 1)
         AS "workerName"
     FROM attribution_choice c
     WHERE question_id = $2 AND conversation_id = $1 AND kind <> 'ask-manager'
     ORDER BY at DESC LIMIT 1`,
    [conversationId, questionId],
  );
  return rows[0] ?? null;
}

/** The messages around one that stand on the same records: what "Wrong child?" is about. */
export async function readRunAround(
  connection: Queryable,
  conversationId: string,
  messageId: string,
): Promise<AskedMessage[]> {
  const { rows } = await connection.query<MessageRow>(
    `WITH given AS (
       SELECT t.* FROM current_attribution t
       WHERE t.message_id = $2 AND t.conversation_id = $1 AND t.state IN ('attributed', 'not-casework')
     ), near AS (
       SELECT t.*, t.occurred_at - lag(t.occurred_at) OVER (ORDER BY t.occurred_at) > interval '4 hours'
           OR (t.state, t.case_numbers) IS DISTINCT FROM
              (lag(t.state) OVER (ORDER BY t.occurred_at), lag(t.case_numbers) OVER (ORDER BY t.occurred_at))
           AS starts
       FROM current_attribution t JOIN given g ON g.conversation_id = t.conversation_id
       WHERE t.occurred_at BETWEEN g.occurred_at - interval '2 days' AND g.occurred_at + interval '2 days'
     ), numbered AS (
       SELECT *, count(*) FILTER (WHERE starts) OVER (ORDER BY occurred_at, message_id) AS run FROM near
     )
     SELECT ${MESSAGE} FROM numbered t JOIN message m ON m.id = t.message_id
     WHERE t.run = (SELECT n.run FROM numbered n JOIN given g USING (message_id))
     ORDER BY m.occurred_at, m.sequence`,
    [conversationId, messageId],
  );
  return rows.map(toMessage);
}

/** The last few messages before `at`, oldest first. */
export async function readMessagesBefore(
  connection: Queryable,
  conversationId: string,
  { occurredAt, sequence }: Pick<AskedMessage, 'occurredAt' | 'sequence'>,
  limit: number,
): Promise<AskedMessage[]> {
  const { rows } = await connection.query<MessageRow>(
    `SELECT ${MESSAGE} FROM message m LEFT JOIN current_attribution t ON t.message_id = m.id
     WHERE m.conversation_id = $1 AND (m.occurred_at, m.sequence) < ($2, $3::bigint)
     ORDER BY m.occurred_at DESC, m.sequence DESC LIMIT $4`,
    [conversationId, occurredAt, sequence, limit],
  );
  return rows.map(toMessage).reverse();
}

const LOOKS_BACK = 500;

/** Earlier messages of the family that use a word, newest first. */
export async function readEarlierUses(
  connection: Queryable,
  conversationId: string,
  word: string,
  before: Date,
): Promise<AskedMessage[]> {
  const { rows } = await connection.query<MessageRow>(
    `SELECT * FROM (
       SELECT ${MESSAGE} FROM message m LEFT JOIN current_attribution t ON t.message_id = m.id
       WHERE m.conversation_id = $1 AND m.occurred_at < $2 AND m.direction = 'inbound'
       ORDER BY m.occurred_at DESC LIMIT ${LOOKS_BACK}
     ) recent WHERE recent.body ~* ('\\m' || $3 || '\\M') ORDER BY "occurredAt" DESC LIMIT 2`,
    [conversationId, before, word.replace(/[^\p{L}]/gu, '.')],
  );
  return rows.map(toMessage);
}

export type CandidateChild = {
  caseNumber: string;
  name: string;
  dateOfBirth: Date;
  status: 'open' | 'closed' | 'restricted' | 'adopted';
  /** The last message of this conversation that is about the child. */
  lastAt: Date | null;
  /** What the people known by this number are to the child: “Kelly Brennan, mother”. */
  links: readonly string[];
};

/** Oldest first, always. Ask only for children whom the viewer may see. `today`: in Europe/London. */
export async function readCandidates(
  connection: Queryable,
  conversationId: string,
  caseNumbers: readonly string[],
  today: string,
): Promise<CandidateChild[]> {
  const { rows } = await connection.query<Omit<CandidateChild, 'dateOfBirth'> & { born: string }>(
    `SELECT c.case_number AS "caseNumber", c.name, to_char(c.date_of_birth, 'YYYY-MM-DD') AS born,
       c.status, last.at AS "lastAt",
       ARRAY(SELECT k.name || ', ' || string_agg(DISTINCT r.relationship, ', ')
             FROM conversation v JOIN contact_identifier i
               ON i.channel = replace(v.channel, '-device', '') AND i.address = v.counterpart
             JOIN contact k USING (contact_id) JOIN relationship r USING (contact_id)
             WHERE v.id = $1 AND r.case_number = c.case_number
               AND ${inForce('i', '$3')} AND ${inForce('r', '$3')}
             GROUP BY k.name ORDER BY k.name) AS links
     FROM child c
     LEFT JOIN LATERAL (
       SELECT t.occurred_at AS at FROM current_attribution t
       WHERE t.conversation_id = $1 AND c.case_number = ANY(t.case_numbers)
       ORDER BY t.occurred_at DESC LIMIT 1) last ON true
     WHERE c.case_number = ANY($2) ORDER BY c.date_of_birth, c.case_number`,
    [conversationId, caseNumbers, today],
  );
  return rows.map(({ born, ...child }) => ({ ...child, dateOfBirth: new Date(born) }));
}

const MOST_FOUND = 10;

/** Children whom the viewer may see (`visible`: a sub-select from $2) by name or case number. */
export async function searchChildren(
  connection: Queryable,
  words: string,
  visible: { sql: string; values: unknown[] },
): Promise<string[]> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&').replace(/\s+/g, '%')}%`;
  const { rows } = await connection.query<{ caseNumber: string }>(
    `SELECT c.case_number AS "caseNumber" FROM child c
     WHERE c.case_number IN (${visible.sql})
       AND (c.case_number ILIKE $1 OR c.name ILIKE $1 OR c.preferred_name ILIKE $1
         OR EXISTS (SELECT FROM unnest(c.also_known_as) AS known WHERE known ILIKE $1))
     ORDER BY c.name, c.date_of_birth LIMIT ${MOST_FOUND}`,
    [pattern, ...visible.values],
  );
  return rows.map(({ caseNumber }) => caseNumber);
}

/** The recording of this child that holds one of these messages now; null: none yet. */
export async function findRecording(
  connection: Queryable,
  caseNumber: string,
  messageIds: readonly string[],
): Promise<string | null> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT r.id FROM recording_message rm JOIN contact_recording r ON r.id = rm.recording_id
     WHERE rm.message_id = ANY($2::uuid[]) AND r.case_number = $1
       AND r.state IN ('awaiting-context', 'complete')
       AND NOT EXISTS (SELECT FROM recording_withdrawal x WHERE x.recording_id = rm.recording_id
         AND x.message_id = rm.message_id AND x.placed_by_id = rm.attribution_id)
     ORDER BY r.occurred_from DESC LIMIT 1`,
    [caseNumber, messageIds],
  );
  return rows[0]?.id ?? null;
}

/** The name of the viewer's manager; null where none is known. */
export async function readManagerName(
  connection: Queryable,
  managerId: string | null,
): Promise<string | null> {
  const { rows } = await connection.query<{ name: string }>(
    'SELECT name FROM worker WHERE worker_id = $1 ORDER BY valid_from DESC LIMIT 1',
    [managerId],
  );
  return rows[0]?.name ?? null;
}
