// Reads people (contracts section 4) and history (section 5) from files, and makes the facts that
// attribution needs in memory, as the store makes them from the database.
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { lookUpWordsOf, wordsToLookUp } from '../../src/attribution/names/namesakes.ts';
import { readWords } from '../../src/attribution/text/message-words.ts';
import type {
  ChildFact,
  ConversationEvent,
  IdentifierFact,
  NamedPerson,
  Namesake,
  PeopleFacts,
  RelationshipFact,
} from '../../src/attribution/types.ts';

const to = z.string().transform((value) => (value === '' ? null : value));
const list = z.string().transform((value) => value.split(';').filter((name) => name !== ''));
const status = z.enum(['open', 'closed', 'restricted', 'adopted']);
const channel = z.enum(['sms', 'whatsapp']);

const childRow = z.object({
  case_number: z.string(),
  name: z.string(),
  preferred_name: to,
  also_known_as: list,
  date_of_birth: z.string(),
  sex: to.optional(),
  household: to,
  status,
  closed: to,
});
const contactRow = z.object({ contact_id: z.string(), name: z.string(), also_known_as: list });
const identifierRow = z.object({
  contact_id: z.string(),
  channel,
  address: z.string(),
  verified: z.string(),
  valid_from: z.string(),
  valid_to: to,
});
const relationshipRow = z.object({
  contact_id: z.string(),
  case_number: z.string(),
  relationship: z.string(),
  valid_from: z.string(),
  valid_to: to,
});
const allocationRow = z.object({ worker_id: z.string(), case_number: z.string() });
const workerRow = z.object({ worker_id: z.string(), name: z.string() });

export type People = {
  children: ChildFact[];
  contacts: NamedPerson[];
  identifiers: (IdentifierFact & { address: string })[];
  relationships: RelationshipFact[];
  allocations: { workerId: string; caseNumber: string }[];
  workers: NamedPerson[];
};

export function readPeople(folder: string): People {
  const rows = <T>(file: string, schema: z.ZodType<T>): T[] =>
    z
      .array(schema)
      .parse(parse(readFileSync(`${folder}/${file}.csv`), { columns: true, bom: true }));
  return {
    children: rows('children', childRow).map((row) => ({
      caseNumber: row.case_number,
      name: row.name,
      preferredName: row.preferred_name,
      alsoKnownAs: row.also_known_as,
      aliases: [],
      dateOfBirth: row.date_of_birth,
      sex: row.sex ?? null,
      household: row.household,
      status: row.status,
      closed: row.closed,
    })),
    contacts: rows('contacts', contactRow).map((row) => ({
      id: row.contact_id,
      name: row.name,
      alsoKnownAs: row.also_known_as,
    })),
    identifiers: rows('contact_identifiers', identifierRow).map((row) => ({
      contactId: row.contact_id,
      channel: row.channel,
      address: row.address.replace(/\s/g, '').replace(/^0/, '+44'),
      verified: row.verified === 'yes',
      from: row.valid_from,
      to: row.valid_to,
    })),
    relationships: rows('relationships', relationshipRow).map((row) => ({
      contactId: row.contact_id,
      caseNumber: row.case_number,
      kind: row.relationship,
      from: row.valid_from,
      to: row.valid_to,
    })),
    allocations: rows('allocations', allocationRow).map((row) => ({
      workerId: row.worker_id,
      caseNumber: row.case_number,
    })),
    workers: rows('workers', workerRow).map((row) => ({
      id: row.worker_id,
      name: row.name,
      alsoKnownAs: [],
    })),
  };
}

/** The facts of one address. `writers`: workers who write in the conversation. */
export function factsOf(
  people: People,
  address: string,
  writers: ReadonlySet<string> = new Set(),
): PeopleFacts {
  const identifiers = people.identifiers.filter((row) => row.address === address);
  const holderIds = new Set(identifiers.map((row) => row.contactId));
  const relationships = people.relationships.filter((row) => holderIds.has(row.contactId));
  const linkedIds = new Set(relationships.map((row) => row.caseNumber));
  const households = new Set(
    people.children
      .filter((child) => linkedIds.has(child.caseNumber))
      .map((child) => child.household),
  );
  households.delete(null);
  const adultIds = new Set(
    people.relationships.filter((row) => linkedIds.has(row.caseNumber)).map((row) => row.contactId),
  );
  const workerIds = new Set(
    people.allocations.filter((row) => linkedIds.has(row.caseNumber)).map((row) => row.workerId),
  );
  return {
    identifiers,
    holders: people.contacts.filter((contact) => holderIds.has(contact.id)),
    relationships,
    children: people.children.filter(
      (child) =>
        linkedIds.has(child.caseNumber) ||
        (child.household !== null && households.has(child.household)),
    ),
    adults: people.contacts.filter(
      (contact) => adultIds.has(contact.id) && !holderIds.has(contact.id),
    ),
    workers: people.workers.filter((worker) => workerIds.has(worker.id) || writers.has(worker.id)),
  };
}

/** Finds children who share a name with a word of a message, as the store's indexed lookup does. */
export function namesakeFinder(people: People): (body: string, facts: PeopleFacts) => Namesake[] {
  const byWord = new Map<string, ChildFact[]>();
  for (const child of people.children) {
    for (const word of lookUpWordsOf(child)) byWord.set(word, [...(byWord.get(word) ?? []), child]);
  }
  return (body, facts) => {
    const words = wordsToLookUp(readWords(body));
    const around = new Set(facts.children.map((child) => child.caseNumber));
    const hits = new Map<ChildFact, number>();
    const found = new Set<ChildFact>();
    for (const word of words) {
      const children = (byWord.get(word) ?? []).filter((child) => !around.has(child.caseNumber));
      for (const child of children.slice(0, 5)) found.add(child);
      for (const child of children) {
        const count = (hits.get(child) ?? 0) + 1;
        hits.set(child, count);
        if (count === 2) found.add(child);
      }
    }
    return [...found];
  };
}

const at = z.string().transform((value) => Date.parse(value));
const base = { at, officialNumber: z.string(), counterpart: z.string() };
const historyLine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    id: z.string(),
    channel,
    direction: z.enum(['inbound', 'outbound']),
    body: z.string(),
    workerId: z.string().nullable(),
    inReplyTo: z.string().nullable(),
    ...base,
  }),
  z.object({
    type: z.literal('scope-opened'),
    workerId: z.string(),
    caseNumbers: z.array(z.string()),
    ...base,
  }),
  z.object({ type: z.literal('scope-closed'), workerId: z.string(), ...base }),
  z.object({
    type: z.literal('attribution-choice'),
    messageId: z.string(),
    workerId: z.string(),
    caseNumbers: z.array(z.string()),
    reason: z.string().optional(),
    at,
  }),
  z.object({ type: z.literal('message-edited') }),
  z.object({ type: z.literal('message-deleted') }),
]);

export type Conversation = { counterpart: string; events: ConversationEvent[] };

/** The conversations of a history file, each with its events in time order; ids as in the file. */
export function readHistory(
  file: string,
  namesakesOf: (body: string, counterpart: string) => Namesake[],
): Conversation[] {
  const conversations = new Map<string, Conversation>();
  const ofMessage = new Map<string, Conversation>();
  // A scope has no channel: it is the scope of the conversation that the official number and the
  // counterpart have; an official number is of one channel.
  const conversationOf = (line: { officialNumber: string; counterpart: string }): Conversation => {
    const key = `${line.officialNumber} ${line.counterpart}`;
    const found = conversations.get(key) ?? { counterpart: line.counterpart, events: [] };
    conversations.set(key, found);
    return found;
  };
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (text === '') continue;
    const line = historyLine.parse(JSON.parse(text));
    switch (line.type) {
      case 'message': {
        const conversation = conversationOf(line);
        ofMessage.set(line.id, conversation);
        conversation.events.push({
          type: 'message',
          id: line.id,
          at: line.at,
          channel: line.channel,
          direction: line.direction,
          body: line.body,
          workerId: line.workerId,
          quotes: line.inReplyTo,
          namesakes: namesakesOf(line.body, line.counterpart),
        });
        break;
      }
      case 'scope-opened':
        conversationOf(line).events.push({
          type: 'scope-opened',
          at: line.at,
          workerId: line.workerId,
          caseNumbers: line.caseNumbers,
        });
        break;
      case 'scope-closed':
        conversationOf(line).events.push({
          type: 'scope-closed',
          at: line.at,
          workerId: line.workerId,
        });
        break;
      case 'attribution-choice':
        ofMessage.get(line.messageId)?.events.push({
          type: 'choice',
          kind: 'answer',
          at: line.at,
          workerId: line.workerId,
          messageIds: [line.messageId],
          caseNumbers: line.caseNumbers,
          reason: line.reason ?? null,
        });
        break;
      default:
        break;
    }
  }
  return [...conversations.values()];
}
