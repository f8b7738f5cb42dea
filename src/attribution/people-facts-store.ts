// Reads what is on record of the people at many addresses, set by set: a few queries a batch.
import type { Queryable } from '../database/client.ts';
import { type Room, readRooms } from './room-facts-store.ts';
import type {
  ChildFact,
  IdentifierFact,
  NamedPerson,
  PeopleFacts,
  RelationshipFact,
} from './types.ts';

/** Contacts are on record for a channel of messages; a registered device reads the same WhatsApp addresses. */
const CHANNELS = ['sms', 'whatsapp', 'slack', 'teams'];

const DAY = (column: string) => `to_char(${column}, 'YYYY-MM-DD')`;
const CHILD_COLUMNS = `c.case_number AS "caseNumber", c.name, c.preferred_name AS "preferredName",
  c.also_known_as AS "alsoKnownAs", ${DAY('c.date_of_birth')} AS "dateOfBirth", c.sex, c.household,
  c.status, ${DAY('c.closed')} AS closed`;

type IdentifierRow = IdentifierFact & { address: string };

/**
 * The facts of each address. `workerIds`: workers who write in these conversations, or own their numbers.
 * `roomsOf`: the conversations of chat platforms in which somebody at an address writes.
 */
export async function readPeopleFacts(
  connection: Queryable,
  addresses: readonly string[],
  workerIds: readonly string[],
  roomsOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): Promise<Map<string, PeopleFacts>> {
  const rooms = await readRooms(
    connection,
    [...roomsOf.values()].flatMap((ids) => [...ids]),
  );
  const held = await rows<IdentifierRow>(
    connection,
    `SELECT i.contact_id AS "contactId", i.channel, i.address, i.verified,
       ${DAY('i.valid_from')} AS "from", ${DAY('i.valid_to')} AS "to"
     FROM unnest($1::text[]) AS channels (channel)
     CROSS JOIN unnest($2::text[]) AS wanted (address)
     JOIN contact_identifier i ON i.channel = channels.channel AND i.address = wanted.address`,
    [CHANNELS, addresses],
  );
  const identifiers = [...held, ...rooms.map(asIdentifier)];
  const holderIds = unique(identifiers.map((row) => row.contactId));
  const known = await rows<RelationshipFact>(
    connection,
    `SELECT contact_id AS "contactId", case_number AS "caseNumber", relationship AS kind,
       ${DAY('valid_from')} AS "from", ${DAY('valid_to')} AS "to"
     FROM relationship WHERE contact_id = ANY($1::text[])`,
    [holderIds],
  );
  const relationships = [...known, ...rooms.flatMap(asLinks)];
  const linkedIds = unique(relationships.map((row) => row.caseNumber));
  const children = await readChildren(connection, linkedIds);
  const around = await rows<{ contactId: string; caseNumber: string }>(
    connection,
    'SELECT DISTINCT contact_id AS "contactId", case_number AS "caseNumber" FROM relationship WHERE case_number = ANY($1::text[])',
    [linkedIds],
  );
  const contacts = await rows<NamedPerson>(
    connection,
    'SELECT contact_id AS id, name, also_known_as AS "alsoKnownAs" FROM contact WHERE contact_id = ANY($1::text[])',
    [unique([...holderIds, ...around.map((row) => row.contactId)])],
  );
  const allocated = await rows<NamedPerson & { caseNumber: string | null }>(
    connection,
    `SELECT DISTINCT ON (w.worker_id, a.case_number) w.worker_id AS id, w.name,
       ARRAY[]::text[] AS "alsoKnownAs", a.case_number AS "caseNumber"
     FROM worker w LEFT JOIN allocation a ON a.worker_id = w.worker_id AND a.case_number = ANY($1::text[])
     WHERE w.worker_id = ANY($2::text[]) OR a.case_number IS NOT NULL
     ORDER BY w.worker_id, a.case_number, w.valid_from DESC`,
    [linkedIds, workerIds],
  );
  return grouped(addresses, {
    identifiers,
    relationships,
    children,
    around,
    contacts,
    allocated,
    workerIds,
    rooms,
    roomsOf,
  });
}

/** What is written to a room is written to everybody in it: the room stands where one contact would. */
function asIdentifier({ counterpart, channel, from }: Room): IdentifierRow {
  return { contactId: counterpart, channel, address: counterpart, verified: true, from, to: null };
}

function asLinks({ counterpart, caseNumbers, from }: Room): RelationshipFact[] {
  return caseNumbers.map((caseNumber) => ({
    contactId: counterpart,
    caseNumber,
    kind: 'recorded conversation',
    from,
    to: null,
  }));
}

/** Linked children, the other children of their households, and the names workers recorded for them. */
async function readChildren(
  connection: Queryable,
  linkedIds: readonly string[],
): Promise<ChildFact[]> {
  const children = await rows<Omit<ChildFact, 'aliases'>>(
    connection,
    `SELECT ${CHILD_COLUMNS} FROM child c WHERE c.case_number = ANY($1::text[])
     UNION SELECT ${CHILD_COLUMNS} FROM child c WHERE c.household IN (
       SELECT household FROM child WHERE case_number = ANY($1::text[]) AND household IS NOT NULL)`,
    [linkedIds],
  );
  const aliases = await rows<{ caseNumber: string; name: string; recordedAt: Date }>(
    connection,
    'SELECT case_number AS "caseNumber", name, recorded_at AS "recordedAt" FROM child_alias WHERE case_number = ANY($1::text[])',
    [children.map((child) => child.caseNumber)],
  );
  const aliasesOf = Map.groupBy(aliases, (alias) => alias.caseNumber);
  return children.map((child) => ({
    ...child,
    aliases: (aliasesOf.get(child.caseNumber) ?? []).map(({ name, recordedAt }) => ({
      name,
      from: recordedAt.getTime(),
    })),
  }));
}

type Everything = {
  identifiers: IdentifierRow[];
  relationships: RelationshipFact[];
  children: ChildFact[];
  around: { contactId: string; caseNumber: string }[];
  contacts: NamedPerson[];
  allocated: (NamedPerson & { caseNumber: string | null })[];
  workerIds: readonly string[];
  rooms: readonly Room[];
  roomsOf: ReadonlyMap<string, ReadonlySet<string>>;
};

/** One address's share of what was read for all of them. */
function grouped(addresses: readonly string[], all: Everything): Map<string, PeopleFacts> {
  const identifiersOf = Map.groupBy(all.identifiers, (row) => row.address);
  const linksOf = Map.groupBy(all.relationships, (row) => row.contactId);
  const childOf = new Map(all.children.map((child) => [child.caseNumber, child]));
  const householdOf = Map.groupBy(all.children, (child) => child.household);
  const contactsOf = Map.groupBy(all.around, (row) => row.caseNumber);
  const contactOf = new Map(all.contacts.map((contact) => [contact.id, contact]));
  const workersOf = Map.groupBy(all.allocated, (row) => row.caseNumber);
  const writers = all.allocated.filter((row) => all.workerIds.includes(row.id));

  return new Map(
    addresses.map((address) => {
      const identifiers = identifiersOf.get(address) ?? [];
      const holderIds = unique(identifiers.map((row) => row.contactId));
      const relationships = holderIds.flatMap((id) => linksOf.get(id) ?? []);
      const linkedIds = unique(relationships.map((row) => row.caseNumber));
      // Whoever writes in a room may name the children it is recorded for, linked to them or not.
      const own = all.rooms.filter(({ counterpart }) => all.roomsOf.get(address)?.has(counterpart));
      const roomIds = own.flatMap(({ caseNumbers }) => caseNumbers);
      const linked = unique([...linkedIds, ...roomIds]).flatMap((id) => childOf.get(id) ?? []);
      const households = new Set(
        linked.map((child) => child.household).filter((household) => household !== null),
      );
      const children = new Map(linked.map((child) => [child.caseNumber, child]));
      for (const household of households)
        for (const child of householdOf.get(household) ?? []) children.set(child.caseNumber, child);
      const adultIds = unique(
        linkedIds.flatMap((id) => (contactsOf.get(id) ?? []).map((row) => row.contactId)),
      ).filter((id) => contactOf.has(id));
      const workers = [...linkedIds.flatMap((id) => workersOf.get(id) ?? []), ...writers];
      return [
        address,
        {
          identifiers,
          ...(own.some(({ counterpart }) => counterpart === address)
            ? { room: true as const }
            : {}),
          holders: holderIds.flatMap((id) => contactOf.get(id) ?? []),
          relationships,
          children: [...children.values()],
          adults: adultIds
            .filter((id) => !holderIds.includes(id))
            .flatMap((id) => contactOf.get(id) ?? []),
          workers: [
            ...new Map(
              workers.map(({ id, name, alsoKnownAs }) => [id, { id, name, alsoKnownAs }]),
            ).values(),
          ],
        },
      ];
    }),
  );
}

async function rows<Row>(connection: Queryable, sql: string, values: unknown[]): Promise<Row[]> {
  return (await connection.query(sql, values)).rows;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
