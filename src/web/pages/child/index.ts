// A child's record, before a call or a visit: what waits, the journey, the recordings, the people.
import type { Access } from '../../../access/access.ts';
import type { Database } from '../../../database/client.ts';
import {
  countRecordings,
  findSiblings,
  type PersonOnRecord,
  readAllocated,
  readPeopleOnRecord,
} from '../../../record/child-store.ts';
import { countChronology, listChronology } from '../../../record/chronology-store.ts';
import { readChildHead } from '../../../record/head-store.ts';
import { listOnRecord, listWaitingOnRecord } from '../../../record/list-store.ts';
import { readChildren } from '../../../record/recording-store.ts';
import type { Nation } from '../../../record/working-days.ts';
import { fullDate } from '../../format/dates.ts';
import { listOf, plural } from '../../format/words.ts';
import { definePage, noPermission, type Page, render, route } from '../../page/index.ts';
import { entryView } from '../chronology/entries.ts';
import { addressOfRecord } from '../recording/view.ts';
import { recordRow, waitingRow } from '../recordings/rows.ts';
import { allocatedAs, content } from './content.ts';
import { childParams } from './schema.ts';

const LATEST = 5;
const LATEST_EVENTS = 3;

/** `nation` says whose working days count. */
export function childPage({ nation }: { nation: Nation }): Page {
  return definePage({
    name: 'child',
    routes: [
      route({
        method: 'GET',
        path: '/children/:caseNumber',
        may: { seeChild: (params) => params.caseNumber },
        params: childParams,
        async handle({ params, viewer, database, access, now, today }) {
          const { caseNumber } = params;
          const { pool } = database;
          const head = await readChildHead(pool, caseNumber, today);
          if (head === null) return noPermission();
          const [waiting, events, eventCount, recordings, recordingCount, people] =
            await Promise.all([
              listWaitingOnRecord(pool, caseNumber),
              listChronology(pool, caseNumber, null, LATEST_EVENTS),
              countChronology(pool, caseNumber),
              listOnRecord(pool, caseNumber, null, LATEST),
              countRecordings(pool, caseNumber),
              peopleView(database, access, caseNumber, today),
            ]);
          const path = addressOfRecord(caseNumber);
          const context = { now, nation };
          return render('pages/child/page.njk', {
            title: head.name,
            record: head,
            recordIsHeading: true,
            back: { href: '/children', text: 'Children' },
            content,
            path,
            waitingHeading: content.waiting(`${waiting.rows.length}${waiting.more ? '+' : ''}`),
            waiting: waiting.rows.map((row) =>
              waitingRow(row, context, { child: false, viewerId: viewer.workerId }),
            ),
            waitingMore: waiting.more,
            events: events.entries.map((entry) => entryView(entry, caseNumber)),
            allEvents: `See all ${plural(eventCount, 'significant event', 'significant events')}`,
            moreEvents: events.more,
            recordings: recordings.rows.map((row) => recordRow(row, context)),
            allRecordings: `See all ${plural(recordingCount, 'recording', 'recordings')}`,
            moreRecordings: recordings.more,
            people,
          });
        },
      }),
    ],
  });
}

async function peopleView(database: Database, access: Access, caseNumber: string, today: string) {
  const { pool } = database;
  const [people, allocated, siblings] = await Promise.all([
    readPeopleOnRecord(pool, caseNumber, today),
    readAllocated(pool, caseNumber, today),
    findSiblings(pool, caseNumber, today),
  ]);
  // Children the viewer may not see are never named.
  const visible = await access.visibleCases(siblings);
  const named = await readChildren(pool, [...visible]);
  return {
    contacts: people.map((person) => ({
      title: `${person.name}, ${person.relationship}`,
      lines: linesOf(person),
      notPermitted: person.contactPermitted === 'no',
    })),
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
