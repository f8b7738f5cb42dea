// What waits for one person, as the home of a chat platform shows it; for managers also their counts.
import { countOverdue } from '../escalation/overdue-store.ts';
import { listVisibleItems } from '../escalation/visible-store.ts';
import { clockTime, day, when } from '../format/dates.ts';
import { plural } from '../format/words.ts';
import { type InboxCounts, type InboxItems, listInbox } from '../inbox/inbox.ts';
import { failureRow, questionRow, type Row, recordingRow } from '../inbox/rows.ts';
import type { Act, Home, HomeRow } from '../messaging/surface.ts';
import { auditBy } from './acts/actor.ts';
import type { Seat } from './seat.ts';

/** A home holds a hundred blocks: the rest is counted, and on the web. */
const ROWS_OF_A_GROUP = 8;

/** Reads and audits what the inbox shows. */
export async function homeOf(seat: Seat): Promise<Home> {
  const { database, viewer, today, now, page } = seat;
  const inbox = await listInbox(database.pool, viewer, today, now, {
    questions: ROWS_OF_A_GROUP,
    recordings: ROWS_OF_A_GROUP,
    failures: ROWS_OF_A_GROUP,
    atLeast: ROWS_OF_A_GROUP,
  });
  await auditBy(seat, {
    action: 'view',
    subjectKind: 'inbox',
    subjectId: 'own',
    caseNumbers: [],
  });
  return {
    summary: summaryOf(inbox.counts, now),
    sections: sectionsOf(seat, inbox),
    links: viewer.role === 'manager' ? await managerLinks(seat) : [],
    updated: `Updated at ${clockTime(now)}. Everything here is on the web as well.`,
    url: page('/inbox'),
  };
}

function summaryOf(counts: InboxCounts, now: Date): string {
  if (counts.total === 0) {
    return `Nothing is waiting for you. Checked at ${clockTime(now)}.`;
  }
  const waiting =
    counts.total === 1
      ? '1 thing is waiting.'
      : `${plural(counts.total, 'thing', 'things')} are waiting.`;
  const late =
    counts.late === 0 ? '' : counts.late === 1 ? ' 1 is late.' : ` ${counts.late} are late.`;
  const due = nextDue(counts, now);
  return `${waiting}${late}${due === null ? '' : ` Next due: ${due}.`}`;
}

/** The hour is said only where hours count. */
function nextDue({ nextUrgentAt, nextRoutineAt }: InboxCounts, now: Date): string | null {
  if (nextUrgentAt && (!nextRoutineAt || nextUrgentAt <= nextRoutineAt)) {
    return when(nextUrgentAt, now);
  }
  return nextRoutineAt ? day(nextRoutineAt, now) : null;
}

function sectionsOf({ now, nation, page }: Seat, inbox: InboxItems): Home['sections'] {
  const { counts } = inbox;
  const questions = (items: InboxItems['questions']) =>
    items.map((item) =>
      rowOf(questionRow(item, now), {
        kind: 'question',
        questionId: item.id,
        label: 'Choose the child',
      }),
    );
  const recordings = (items: InboxItems['recordings']) =>
    items.map((item) =>
      rowOf(recordingRow(item, now, nation), {
        kind: 'recording',
        recordingId: item.id,
        label: 'Add context',
      }),
    );
  const failures = inbox.failures.map((item) =>
    rowOf(failureRow(item, now), {
      kind: 'link',
      label: 'See the message',
      url: page(`/conversations/${item.conversationId}`),
    }),
  );
  const urgent = [...questions(inbox.urgentQuestions), ...recordings(inbox.urgentRecordings)];
  const groups: [string, number, HomeRow[]][] = [
    ['Urgent', counts.urgent, urgent.slice(0, 2 * ROWS_OF_A_GROUP)],
    ['Which child?', counts.questions, questions(inbox.questions)],
    ['Needs context', counts.recordings, recordings(inbox.recordings)],
    ['Not delivered', counts.failures, failures],
  ];
  return groups
    .filter(([, count]) => count > 0)
    .map(([heading, count, rows]) => ({
      heading: `${heading} (${count})`,
      rows,
      more: count > rows.length ? `${count - rows.length} more on the web.` : null,
    }));
}

/** A row of the inbox. What the family wrote is left to the page and the form. */
function rowOf(row: Row, act: Act): HomeRow {
  const due = row.due ? [row.due.main, row.due.beside].filter(Boolean).join(', ') : null;
  const words = [...row.lines, ...(row.after ?? []), due];
  return {
    heading: row.title,
    words: words
      .filter((line): line is string => typeof line === 'string' && line !== '')
      .join('\n'),
    act,
    urgent: row.urgent ?? false,
  };
}

async function managerLinks({
  database,
  viewer,
  access,
  now,
  today,
  page,
}: Seat): Promise<Home['links']> {
  const [items, overdue] = await Promise.all([
    listVisibleItems(database.pool, viewer, today),
    countOverdue(database.pool, await access.casesQuery(2), now),
  ]);
  const flags = items.filter(({ state }) => state === 'open').length;
  return [
    {
      label: `${plural(flags, 'flag', 'flags')} to look at`,
      url: page('/oversight'),
    },
    { label: `${plural(overdue, 'recording', 'recordings')} overdue`, url: page('/oversight') },
  ];
}
