// A child's record, before a call or a visit: what waits, the journey, the recordings, the people.
import { listDecisionsOnChild } from '../../../escalation/on-record-store.ts';
import { plural } from '../../../format/words.ts';
import { countRecordings } from '../../../record/child-store.ts';
import { countChronology, listChronology } from '../../../record/chronology-store.ts';
import { beginConversation } from '../../../record/correspondence-store.ts';
import { firstName, readChildHead } from '../../../record/head-store.ts';
import { listOnRecord, listWaitingOnRecord } from '../../../record/list-store.ts';
import type { Nation } from '../../../record/working-days.ts';
import {
  definePage,
  noPermission,
  type Page,
  redirect,
  redirectWithWarning,
  render,
  route,
} from '../../page/index.ts';
import { entryView } from '../chronology/entries.ts';
import { decisionOnRecord } from '../flag/on-record.ts';
import { addressOfRecord } from '../recording/view.ts';
import { recordRow, waitingRow } from '../recordings/rows.ts';
import { decisionsOnRecord } from '../supervision/on-record.ts';
import { content } from './content.ts';
import { addressOfReply, peopleView, wayTo } from './people.ts';
import { childParams, messageForm } from './schema.ts';

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
          const [
            waiting,
            events,
            eventCount,
            recordings,
            recordingCount,
            people,
            supervision,
            decided,
          ] = await Promise.all([
            listWaitingOnRecord(pool, caseNumber),
            listChronology(pool, caseNumber, null, LATEST_EVENTS),
            countChronology(pool, caseNumber),
            listOnRecord(pool, caseNumber, null, LATEST),
            countRecordings(pool, caseNumber),
            peopleView({ database, access, viewer, today }, caseNumber),
            decisionsOnRecord(pool, caseNumber, LATEST_EVENTS),
            listDecisionsOnChild(pool, caseNumber, LATEST),
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
            decisions: supervision.decisions,
            allDecisionsHref: supervision.more ? `${path}/supervision` : null,
            managerDecisions: decided.map(decisionOnRecord),
            people,
            child: firstName(head),
          });
        },
      }),
      route({
        method: 'POST',
        path: '/children/:caseNumber/message',
        may: { seeChild: (params) => params.caseNumber },
        params: childParams,
        form: messageForm,
        async handle({ params, form, ...request }) {
          const { caseNumber } = params;
          if (!form.valid) return redirect(addressOfRecord(caseNumber));
          const way = await wayTo(request, caseNumber, form.value.contact);
          if (way === null) {
            return redirectWithWarning(addressOfRecord(caseNumber), content.cannotWrite);
          }
          await beginConversation(request.database.pool, way);
          return redirect(addressOfReply(way, caseNumber));
        },
      }),
    ],
  });
}
