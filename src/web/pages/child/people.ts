// The people around a child, and the way from here to a conversation with one of them.
import type { Access } from '../../../access/access.ts';
import { mayWrite } from '../../../access/rules.ts';
import type { Viewer } from '../../../access/viewer.ts';
import type { Database } from '../../../database/client.ts';
import { fullDate } from '../../../format/dates.ts';
import { listOf, withRelationship } from '../../../format/words.ts';
import {
  findSiblings,
  type PersonOnRecord,
  readAllocated,
  readPeopleOnRecord,
} from '../../../record/child-store.ts';
import { type Correspondence, findCorrespondence } from '../../../record/correspondence-store.ts';
import { readChildren } from '../../../record/recording-store.ts';
import { addressOfRecord } from '../recording/view.ts';
import { allocatedAs, content } from './content.ts';

type Circumstances = { database: Database; access: Access; viewer: Viewer; today: string };

/** Contacts, brothers and sisters, and who is allocated. */
export async function peopleView(request: Circumstances, caseNumber: string) {
  const { access, today } = request;
  const { pool } = request.database;
  const [people, allocated, siblings] = await Promise.all([
    readPeopleOnRecord(pool, caseNumber, today),
    readAllocated(pool, caseNumber, today),
    findSiblings(pool, caseNumber, today),
  ]);
  const reachable = await reachablePeople(request, people);
  // Children the viewer may not see are never named.
  const visible = await access.visibleCases(siblings);
  const named = await readChildren(pool, [...visible]);
  return {
    contacts: people.map((person) => {
      const way = reachable.get(person.contactId);
      return {
        contactId: person.contactId,
        name: person.name,
        title: withRelationship(person.name, person.relationship),
        lines: linesOf(person),
        notPermitted: person.contactPermitted === 'no',
        href: way && !way.isNew ? addressOfReply(way, caseNumber) : null,
        mayBegin: way?.isNew === true,
      };
    }),
    siblings: named.map(({ name, caseNumber: number }) => ({
      name,
      href: addressOfRecord(number),
    })),
    allocated: allocated.map(({ name, role, since }) => ({
      title: allocatedAs(role),
      line: `${name}, since ${fullDate(new Date(`${since}T00:00:00Z`))}`,
    })),
  };
}

/** Those whom this worker can write to. Contact that is not permitted is not offered. */
async function reachablePeople(
  { database, viewer, today }: Circumstances,
  people: readonly PersonOnRecord[],
): Promise<Map<string, Correspondence>> {
  if (!mayWrite(viewer)) return new Map();
  const permitted = people.filter(({ contactPermitted }) => contactPermitted !== 'no');
  const found = await findCorrespondence(
    database.pool,
    permitted.map(({ contactId }) => contactId),
    { workerId: viewer.workerId, team: viewer.team, today },
  );
  return new Map(found.map((way) => [way.contactId, way]));
}

/** The way to this person on this record, or null when they are not on it or cannot be written to. */
export async function wayTo(
  request: Circumstances,
  caseNumber: string,
  contactId: string,
): Promise<Correspondence | null> {
  const people = await readPeopleOnRecord(request.database.pool, caseNumber, request.today);
  const reachable = await reachablePeople(request, people);
  return reachable.get(contactId) ?? null;
}

/** The reply box of a conversation, with this child selected and this person named. */
export function addressOfReply(way: Correspondence, caseNumber: string): string {
  const about = new URLSearchParams([
    ['about', caseNumber],
    ['to', way.contactId],
  ]);
  return `/conversations/${way.conversationId}?${about}#reply`;
}

function linesOf(person: PersonOnRecord): string[] {
  const { language, communicationNeeds } = person;
  return [
    person.parentalResponsibility ? content.parentalResponsibility : '',
    person.contactPermitted === 'supervised' ? content.supervised : '',
    person.sharesWith.length > 0 ? `Shares a phone with ${listOf(person.sharesWith)}` : '',
    language && language.toLowerCase() !== 'english' ? `Language: ${language}` : '',
    communicationNeeds ? `Needs: ${communicationNeeds}` : '',
  ].filter(Boolean);
}
