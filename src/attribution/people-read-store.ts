// Reads the people around each conversation's address, a batch at a time. Rows of every date come:
// what counts is decided as of each message.
import type { Queryable } from '../database/client.ts';
import { wordsToLookUp } from './names/namesakes.ts';
import { indexPeople, type PeopleIndex } from './names/people-index.ts';
import { readWords } from './text/message-words.ts';
import type {
  ChildFact,
  IdentifierFact,
  MessageEvent,
  NamedPerson,
  Namesake,
  PeopleFacts,
  RelationshipFact,
} from './types.ts';
import type { ConversationWork } from './work-read-store.ts';

type AddressFacts = { [Part in keyof PeopleFacts]: PeopleFacts[Part][number][] };

/** The people of each conversation, ready for finding their names. */
export async function readPeople(
  connection: Queryable,
  work: readonly ConversationWork[],
): Promise<Map<string, PeopleIndex>> {
  const facts = new Map<string, AddressFacts>();
  for (const { counterpart } of work) facts.set(counterpart, noFacts());
  const addresses = [...facts.keys()];
  await addHolders(connection, addresses, facts);
  await addChildren(connection, addresses, facts);
  await addAdults(connection, addresses, facts);
  const workers = await readWorkers(connection, work, addresses);
  return new Map(
    work.map(({ conversationId, counterpart }) => [
      conversationId,
      indexPeople({
        ...(facts.get(counterpart) ?? noFacts()),
        workers: workers.get(conversationId) ?? [],
      }),
    ]),
  );
}

function noFacts(): AddressFacts {
  return {
    identifiers: [],
    holders: [],
    relationships: [],
    children: [],
    adults: [],
    workers: [],
  };
}

async function addHolders(
  connection: Queryable,
  addresses: readonly string[],
  facts: ReadonlyMap<string, AddressFacts>,
): Promise<void> {
  const identifiers = await connection.query<IdentifierFact & { address: string }>(
    `SELECT address, contact_id AS "contactId", channel, verified,
       valid_from::text AS "from", valid_to::text AS "to"
     FROM contact_identifier WHERE address = ANY($1) ORDER BY contact_id, valid_from`,
    [addresses],
  );
  for (const { address, ...row } of identifiers.rows) facts.get(address)?.identifiers.push(row);
  const holders = await connection.query<NamedPerson & { address: string }>(
    `SELECT address, contact_id AS id, name, also_known_as AS "alsoKnownAs"
     FROM (SELECT DISTINCT address, contact_id FROM contact_identifier WHERE address = ANY($1)) held
     JOIN contact USING (contact_id) ORDER BY contact_id`,
    [addresses],
  );
  for (const { address, ...row } of holders.rows) facts.get(address)?.holders.push(row);
  const relationships = await connection.query<RelationshipFact & { address: string }>(
    `SELECT address, contact_id AS "contactId", case_number AS "caseNumber", relationship AS kind,
       valid_from::text AS "from", valid_to::text AS "to"
     FROM (SELECT DISTINCT address, contact_id FROM contact_identifier WHERE address = ANY($1)) held
     JOIN relationship USING (contact_id) ORDER BY contact_id, case_number, valid_from`,
    [addresses],
  );
  for (const { address, ...row } of relationships.rows) facts.get(address)?.relationships.push(row);
}

/** Children ever linked to a holder of the address, by address. */
const LINKED = `SELECT DISTINCT address, case_number FROM contact_identifier
  JOIN relationship USING (contact_id) WHERE address = ANY($1)`;

async function addChildren(
  connection: Queryable,
  addresses: readonly string[],
  facts: ReadonlyMap<string, AddressFacts>,
): Promise<void> {
  const { rows } = await connection.query<
    Omit<ChildFact, 'aliases'> & { address: string; aliases: { name: string; from: string }[] }
  >(
    `WITH linked AS MATERIALIZED (${LINKED}),
     wanted AS (
       SELECT address, case_number FROM linked
       UNION
       SELECT linked.address, sibling.case_number FROM linked
       JOIN child USING (case_number) JOIN child AS sibling ON sibling.household = child.household
     )
     SELECT address, case_number AS "caseNumber", name, preferred_name AS "preferredName",
       also_known_as AS "alsoKnownAs", date_of_birth::text AS "dateOfBirth", sex, household, status,
       closed::text AS closed,
       COALESCE((SELECT json_agg(json_build_object('name', alias.name, 'from', recorded_at))
                 FROM child_alias AS alias WHERE alias.case_number = child.case_number), '[]')
         AS aliases
     FROM wanted JOIN child USING (case_number) ORDER BY case_number`,
    [addresses],
  );
  for (const { address, aliases, ...row } of rows) {
    facts.get(address)?.children.push({
      ...row,
      aliases: aliases.map(({ name, from }) => ({ name, from: Date.parse(from) })),
    });
  }
}

async function addAdults(
  connection: Queryable,
  addresses: readonly string[],
  facts: ReadonlyMap<string, AddressFacts>,
): Promise<void> {
  const { rows } = await connection.query<NamedPerson & { address: string }>(
    `WITH linked AS MATERIALIZED (${LINKED}),
     around AS (
       SELECT DISTINCT address, contact_id FROM linked JOIN relationship USING (case_number)
       EXCEPT
       SELECT address, contact_id FROM contact_identifier WHERE address = ANY($1)
     )
     SELECT address, contact_id AS id, name, also_known_as AS "alsoKnownAs"
     FROM around JOIN contact USING (contact_id) ORDER BY contact_id`,
    [addresses],
  );
  for (const { address, ...row } of rows) facts.get(address)?.adults.push(row);
}

/** Workers allocated to the linked children, those who write here, and the official number's own. */
async function readWorkers(
  connection: Queryable,
  work: readonly ConversationWork[],
  addresses: readonly string[],
): Promise<Map<string, NamedPerson[]>> {
  const writers = work.flatMap(({ conversationId, fresh }) =>
    fresh.flatMap(({ event }) =>
      event.type !== 'choice' && event.workerId !== null
        ? [{ conversationId, workerId: event.workerId }]
        : [],
    ),
  );
  const { rows } = await connection.query<{ conversationId: string; id: string; name: string }>(
    `WITH linked AS MATERIALIZED (${LINKED}),
     asked AS (
       SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[])
         AS row (conversation_id, address, official_number, channel)
     ),
     wanted AS (
       SELECT conversation_id, worker_id
       FROM asked JOIN linked USING (address) JOIN allocation USING (case_number)
       UNION
       SELECT conversation_id, worker_id FROM asked
       JOIN official_number AS ours
         ON ours.address = asked.official_number AND ours.channel = asked.channel
       WHERE worker_id IS NOT NULL
       UNION
       SELECT * FROM unnest($6::uuid[], $7::text[])
       UNION
       SELECT conversation_id, worker_id FROM scope_event
       WHERE conversation_id = ANY($2::uuid[])
     )
     SELECT DISTINCT ON (conversation_id, worker_id)
       conversation_id AS "conversationId", worker_id AS id, name
     FROM wanted JOIN worker USING (worker_id)
     ORDER BY conversation_id, worker_id, valid_from DESC`,
    [
      addresses,
      work.map((one) => one.conversationId),
      work.map((one) => one.counterpart),
      work.map((one) => one.officialNumber),
      work.map((one) => one.channel),
      writers.map((writer) => writer.conversationId),
      writers.map((writer) => writer.workerId),
    ],
  );
  const byConversation = new Map<string, NamedPerson[]>();
  for (const { conversationId, ...person } of rows) {
    const list = byConversation.get(conversationId) ?? [];
    list.push({ ...person, alsoKnownAs: [] });
    byConversation.set(conversationId, list);
  }
  return byConversation;
}

/** Of those who share one name-word with a message, this many are enough to know that there are others. */
const ENOUGH = 5;

/**
 * Children elsewhere in the authority whose names share a word with each message: some for each
 * word, and everyone who shares two. By index, so the authority's size does not matter.
 */
export async function readNamesakes(
  connection: Queryable,
  messages: readonly { event: MessageEvent; around: ReadonlySet<string> }[],
): Promise<Map<string, Namesake[]>> {
  const asked = messages.flatMap(({ event, around }) =>
    wordsToLookUp(readWords(event.body)).map((word) => ({ id: event.id, word, around })),
  );
  const found = new Map<string, Namesake[]>();
  if (asked.length === 0) return found;
  const aroundOf = new Map(messages.map(({ event, around }) => [event.id, around]));
  const { rows } = await connection.query<{ id: string; caseNumber: string }>(
    `WITH asked AS MATERIALIZED (
       SELECT * FROM unnest($1::uuid[], $2::text[]) AS row (id, token)
     )
     SELECT id, case_number AS "caseNumber" FROM asked CROSS JOIN LATERAL (
       SELECT case_number FROM child_name_token WHERE token = asked.token
       ORDER BY case_number LIMIT $3) AS some
     UNION
     SELECT id, case_number FROM asked JOIN child_name_token USING (token)
     GROUP BY id, case_number HAVING count(DISTINCT token) >= 2`,
    [asked.map(({ id }) => id), asked.map(({ word }) => word), ENOUGH + AROUND_AT_MOST],
  );
  const elsewhere = rows.filter((row) => !aroundOf.get(row.id)?.has(row.caseNumber));
  const children = await readChildren(connection, [
    ...new Set(elsewhere.map(({ caseNumber }) => caseNumber)),
  ]);
  for (const { id, caseNumber } of elsewhere) {
    const child = children.get(caseNumber);
    if (!child) continue;
    const list = found.get(id) ?? [];
    list.push(child);
    found.set(id, list);
  }
  for (const list of found.values()) list.sort((a, b) => (a.caseNumber < b.caseNumber ? -1 : 1));
  return found;
}

/** Room for the sender's own children among those who share a word. */
const AROUND_AT_MOST = 10;

async function readChildren(
  connection: Queryable,
  caseNumbers: readonly string[],
): Promise<Map<string, Namesake>> {
  const { rows } = await connection.query<Namesake>(
    `SELECT case_number AS "caseNumber", name, preferred_name AS "preferredName",
       also_known_as AS "alsoKnownAs", date_of_birth::text AS "dateOfBirth", status
     FROM child WHERE case_number = ANY($1)`,
    [caseNumbers],
  );
  return new Map(rows.map((row) => [row.caseNumber, row]));
}
