// Reads what is known about a conversation's counterpart today: Europe/London, both ends inclusive.
import type { Queryable } from '../database/client.ts';
import { CHANNELS, type Channel } from '../messaging/message.ts';
import type { NameableChild } from './questions.ts';
import type { Arrangement, Holder, LinkedChild, Recipient, RecordStatus } from './recipient.ts';

export type RecipientQuestion = {
  conversationId: string;
  /** Whom the worker chose among the holders of a shared address; null: nobody was chosen. */
  contactId: string | null;
  /** The day in Europe/London, 2026-03-12. */
  today: string;
  /** Which of these children the worker who writes may see. */
  visibleCases(caseNumbers: readonly string[]): Promise<ReadonlySet<string>>;
};

const IN_FORCE = (table: string, day: string) =>
  `${table}.valid_from <= ${day}::date AND (${table}.valid_to IS NULL OR ${table}.valid_to >= ${day}::date)`;

const READ_CONVERSATION = `
SELECT c.channel, c.counterpart, c.official_number, n.label, n.team,
  opt.kind AS opt, (SELECT m.body FROM message m WHERE m.id = opt.message_id) AS opt_word,
  (SELECT m.occurred_at FROM message m WHERE m.conversation_id = c.id AND m.direction = 'inbound'
     AND m.kind = 'message' ORDER BY m.occurred_at DESC LIMIT 1) AS last_wrote_at
FROM conversation c
LEFT JOIN LATERAL (SELECT kind, message_id FROM opt_event WHERE conversation_id = c.id
  ORDER BY sequence DESC LIMIT 1) AS opt ON true
LEFT JOIN official_number n ON n.address = c.official_number
  AND n.channel = replace(c.channel, '-device', '')
WHERE c.id = $1`;

const READ_HOLDERS = `
SELECT i.contact_id, k.name, bool_or(i.verified) AS verified, k.language, k.communication_needs
FROM contact_identifier i JOIN contact k USING (contact_id)
WHERE i.channel = replace($1, '-device', '') AND i.address = $2 AND ${IN_FORCE('i', '$3')}
GROUP BY i.contact_id, k.name, k.language, k.communication_needs ORDER BY k.name, i.contact_id`;

const READ_CHILDREN = `
SELECT r.contact_id, c.case_number, c.name, c.preferred_name, c.also_known_as,
  to_char(c.date_of_birth, 'YYYY-MM-DD') AS date_of_birth, c.status, r.relationship, r.parental_responsibility, r.contact_permitted,
  ARRAY(SELECT a.name FROM child_alias a WHERE a.case_number = c.case_number) AS aliases
FROM relationship r JOIN child c USING (case_number)
WHERE r.contact_id = ANY($1) AND ${IN_FORCE('r', '$2')}
ORDER BY c.date_of_birth, c.case_number`;

/** Null: there is no such conversation. */
export async function readRecipient(
  connection: Queryable,
  question: RecipientQuestion,
): Promise<Recipient | null> {
  const { rows } = await connection.query(READ_CONVERSATION, [question.conversationId]);
  const [row] = rows;
  if (!row) return null;
  const holders = await connection.query(READ_HOLDERS, [
    row.channel,
    row.counterpart,
    question.today,
  ]);
  const chosen =
    holders.rows.length === 1
      ? holders.rows[0]
      : holders.rows.find((holder) => holder.contact_id === question.contactId);
  const links = await connection.query(READ_CHILDREN, [
    holders.rows.map((holder) => holder.contact_id),
    question.today,
  ]);
  const mine = links.rows.filter((link) => link.contact_id === chosen?.contact_id);
  const visible = await question.visibleCases(mine.map((link) => link.case_number));
  return {
    conversationId: question.conversationId,
    channel: channelOf(row.channel),
    counterpart: row.counterpart,
    officialNumber: row.official_number,
    sender:
      row.label === null
        ? null
        : { address: row.official_number, label: row.label, team: row.team },
    holders: holders.rows.map(toHolder),
    contact: chosen
      ? {
          ...toHolder(chosen),
          language: chosen.language,
          communicationNeeds: chosen.communication_needs,
        }
      : null,
    children: mine.map((link) => toChild(link, visible)),
    notPermittedHolders: new Map(
      links.rows
        .filter((link) => link.contact_id !== chosen?.contact_id && link.contact_permitted === 'no')
        .map((link) => [
          link.case_number,
          holders.rows.find((holder) => holder.contact_id === link.contact_id)?.name ?? '',
        ]),
    ),
    optedOut: row.opt === 'stop',
    stopWord: row.opt === 'stop' ? row.opt_word : null,
    lastWroteAt: row.last_wrote_at,
    arrangement: chosen ? await readArrangement(connection, chosen.contact_id) : null,
  };
}

function channelOf(value: string): Channel {
  const channel = CHANNELS.find((known) => known === value);
  if (!channel) throw new Error(`The database holds a channel that nobody knows: ${value}.`);
  return channel;
}

function toHolder(row: { contact_id: string; name: string; verified: boolean }): Holder {
  return { contactId: row.contact_id, name: row.name, verified: row.verified };
}

type ChildRow = {
  case_number: string;
  name: string;
  preferred_name: string | null;
  also_known_as: string[];
  aliases: string[];
  date_of_birth: string;
  status: RecordStatus;
  relationship: string;
  parental_responsibility: boolean;
  contact_permitted: 'yes' | 'supervised' | 'no';
};

function toChild(row: ChildRow, visible: ReadonlySet<string>): LinkedChild {
  return {
    caseNumber: row.case_number,
    name: row.name,
    names: namesOf(row),
    dateOfBirth: new Date(row.date_of_birth),
    status: row.status,
    relationship: row.relationship,
    parentalResponsibility: row.parental_responsibility,
    contactPermitted: row.contact_permitted,
    visible: visible.has(row.case_number),
  };
}

type NameRow = Pick<ChildRow, 'name' | 'preferred_name' | 'also_known_as' | 'aliases'>;

function namesOf(row: NameRow): string[] {
  return [row.name, row.preferred_name, ...row.also_known_as, ...row.aliases].filter(
    (name) => name !== null,
  );
}

/** The newest arrangement with a contact; null when nothing was ever agreed. */
async function readArrangement(
  connection: Queryable,
  contactId: string,
): Promise<Arrangement | null> {
  const { rows } = await connection.query(
    `SELECT quiet, hours_from AS "hoursFrom", hours_to AS "hoursTo", days,
       notice_withheld_reason AS "noticeWithheldReason", note
     FROM contact_arrangement WHERE contact_id = $1 ORDER BY sequence DESC LIMIT 1`,
    [contactId],
  );
  return rows[0] ?? null;
}

/** The authority's own numbers, for telling an official number in a text from any other. */
export async function readOfficialNumbers(connection: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ address: string }>(
    'SELECT DISTINCT address FROM official_number',
  );
  return new Set(rows.map(({ address }) => address));
}

/**
 * The children a worker could name by mistake: those allocated to them today, those linked to the
 * contact, and everyone who lives with one of the latter.
 */
export async function readNameableChildren(
  connection: Queryable,
  workerId: string,
  linked: readonly string[],
  today: string,
): Promise<NameableChild[]> {
  const { rows } = await connection.query<NameRow & { case_number: string }>(
    `SELECT c.case_number, c.name, c.preferred_name, c.also_known_as,
       ARRAY(SELECT a.name FROM child_alias a WHERE a.case_number = c.case_number) AS aliases
     FROM child c
     WHERE c.case_number = ANY($2)
        OR c.case_number IN (SELECT a.case_number FROM allocation a
                             WHERE a.worker_id = $1 AND ${IN_FORCE('a', '$3')})
        OR c.household IN (SELECT household FROM child WHERE case_number = ANY($2))`,
    [workerId, linked, today],
  );
  return rows.map((row) => ({
    caseNumber: row.case_number,
    name: row.name,
    names: namesOf(row),
  }));
}
