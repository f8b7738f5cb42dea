// What waits, put into words: one line each, without a child's name in it.
import { listNoticesToReview } from '../../../contact-plans/arrangement-store.ts';
import {
  listPlansToMake,
  listPlansToReview,
  type PlanToMake,
} from '../../../contact-plans/plan-work-store.ts';
import type { Queryable } from '../../../database/client.ts';
import { messageCount, unknownSender } from '../../../format/channel.ts';
import { capital, fullDate, recordTime } from '../../../format/dates.ts';
import { excerpt, listOf, quoted } from '../../../format/words.ts';
import {
  listCorrections,
  listFlagged,
  listOverdue,
  listOwnLines,
  listUnallocated,
} from '../../../supervision/agenda-store.ts';
import type { LineWords } from '../../../supervision/line.ts';
import { listSampleResults } from '../../../supervision/sample-lines-store.ts';
import { shortTerms } from '../contact-plan/view.ts';
import { withWhom } from '../recording/content.ts';
import { addressOfRecord } from '../recording/view.ts';
import { categoryWords } from './content.ts';

export type LiveLine = LineWords & {
  link: { href: string; text: string } | null;
  /** What is asked besides the decision. */
  asks:
    | { kind: 'nothing-more' }
    | { kind: 'agreement'; correctionId: string; authorId: string }
    | { kind: 'review'; contactId: string };
};

const NOTHING_MORE = { kind: 'nothing-more' } as const;
const dayOf = (iso: string) => new Date(`${iso}T00:00:00Z`);
const WORDS_SHOWN = 200;

type Question = { workerId: string; now: Date; today: string };

/** Everything that waits to be talked through with this worker. */
export async function readLiveLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const lines = await Promise.all([
    flaggedLines(connection, of),
    overdueLines(connection, of),
    correctionLines(connection, of),
    planLines(connection, of),
    missingLines(connection, of),
    noticeLines(connection, of),
    sampleLines(connection, of),
    unallocatedLines(connection, of),
    ownLines(connection, of),
  ]);
  return lines.flat();
}

async function flaggedLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const found = await listFlagged(connection, of);
  return found.map((flagged) => ({
    kind: 'flagged',
    key: flagged.exchangeId,
    heading: `${categoryWords(flagged.categories)}, ${fullDate(flagged.at)}`,
    detail: [
      saidWords(flagged.contactName ?? 'Somebody', flagged.evidence),
      flagged.urgent ? 'Urgent.' : '',
    ]
      .filter(Boolean)
      .join(' '),
    caseNumbers: flagged.caseNumbers,
    at: flagged.at,
    link: recordingLink(flagged.caseNumbers[0], flagged.recordingId),
    asks: NOTHING_MORE,
  }));
}

/** Words weighed one by one (“I … him”) tell a reader nothing: the recording does. */
function saidWords(who: string, evidence: readonly string[]): string {
  const telling = evidence.filter((words) => {
    const fragments = words.split(' … ');
    return fragments.length === 1 || fragments.some((fragment) => fragment.includes(' '));
  });
  if (telling.length === 0) return '';
  return `${who} wrote ${listOf(telling.map((words) => quoted(excerpt(words, WORDS_SHOWN))))}.`;
}

function recordingLink(caseNumber: string | undefined, id: string) {
  if (caseNumber === undefined) return null;
  return { href: `${addressOfRecord(caseNumber)}/recordings/${id}`, text: 'See the recording' };
}

async function overdueLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const found = await listOverdue(connection, of);
  return found.map((recording) => ({
    kind: 'overdue',
    key: recording.id,
    heading: `${withWhom(recording)}, ${fullDate(recording.occurredFrom)}, not written up`,
    detail: `${recording.urgent ? 'It may be about harm. ' : ''}It was due ${recordTime(recording.dueAt)}.`,
    caseNumbers: [recording.caseNumber],
    at: recording.dueAt,
    link: recordingLink(recording.caseNumber, recording.id),
    asks: NOTHING_MORE,
  }));
}

async function correctionLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const found = await listCorrections(connection, of);
  return found.map((correction) => ({
    kind: 'correction',
    key: correction.id,
    heading: `correction to the recording of ${fullDate(correction.occurredFrom)}`,
    detail: `${quoted(excerpt(correction.first, WORDS_SHOWN))} should be ${quoted(excerpt(correction.corrected, WORDS_SHOWN))}. ${capital(correction.reason)}`,
    caseNumbers: [correction.caseNumber],
    at: correction.at,
    link: {
      href: `${addressOfRecord(correction.caseNumber)}/recordings/${correction.recordingId}`,
      text: 'See both',
    },
    asks: { kind: 'agreement', correctionId: correction.id, authorId: correction.authorId },
  }));
}

function planLink(caseNumber: string | undefined, contactId: string) {
  if (caseNumber === undefined) return null;
  const href = `${addressOfRecord(caseNumber)}/contact-plan/${encodeURIComponent(contactId)}`;
  return { href, text: 'See the plan' };
}

async function planLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const found = await listPlansToReview(connection, of);
  return found.map((plan) => ({
    kind: 'plan-due',
    key: plan.agreementId,
    heading: plan.contactName,
    detail: `${shortTerms(plan)} Risks: ${excerpt(plan.risks, WORDS_SHOWN)} ${
      plan.reviewOn < of.today ? 'Review was due' : 'Review due'
    } ${fullDate(dayOf(plan.reviewOn))}.`,
    caseNumbers: plan.caseNumbers,
    at: dayOf(plan.reviewOn),
    link: planLink(plan.caseNumbers[0], plan.contactId),
    asks: { kind: 'review', contactId: plan.contactId },
  }));
}

async function missingLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const byContact = new Map<string, PlanToMake[]>();
  for (const missing of await listPlansToMake(connection, of)) {
    byContact.set(missing.contactId, [...(byContact.get(missing.contactId) ?? []), missing]);
  }
  return [...byContact.values()].flatMap((plans) => {
    const [first] = plans;
    if (first === undefined) return [];
    return [
      {
        kind: 'plan-missing' as const,
        key: first.contactId,
        heading: first.contactName,
        detail: 'They are in regular contact, and there is no plan yet.',
        caseNumbers: plans.map(({ caseNumber }) => caseNumber),
        at: of.now,
        link: planLink(first.caseNumber, first.contactId),
        asks: NOTHING_MORE,
      },
    ];
  });
}

async function noticeLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const found = await listNoticesToReview(connection, of);
  return found.map((notice) => ({
    kind: 'notice-review',
    key: `${notice.contactId}:${notice.reviewOn}`,
    heading: `${notice.contactName} is not yet told that messages are kept`,
    detail: `Delayed by ${notice.byName}. ${notice.reason} Review was due ${fullDate(dayOf(notice.reviewOn))}.`,
    caseNumbers: notice.caseNumbers,
    at: dayOf(notice.reviewOn),
    link: planLink(notice.caseNumbers[0], notice.contactId),
    asks: NOTHING_MORE,
  }));
}

async function sampleLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const found = await listSampleResults(connection, of);
  return found.map((sample) => ({
    kind: 'sample',
    key: sample.id,
    heading: `${withWhom(sample)}, ${fullDate(sample.occurredAt)}`,
    detail: [
      `Read by ${sample.readByName} on ${fullDate(sample.readAt)}.`,
      sample.missed
        ? `Missed: ${sample.category === null ? 'something to look at' : categoryWords([sample.category])}.`
        : 'Nothing missed.',
      sample.note === '' ? '' : quoted(excerpt(sample.note, WORDS_SHOWN)),
    ]
      .filter(Boolean)
      .join(' '),
    caseNumbers: sample.caseNumbers,
    at: sample.readAt,
    link: { href: `/conversations/${sample.conversationId}`, text: 'See the conversation' },
    asks: NOTHING_MORE,
  }));
}

async function unallocatedLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const found = await listUnallocated(connection, of);
  return found.map((question) => ({
    kind: 'unallocated',
    key: question.id,
    heading: question.contactName ?? unknownSender(question.channel, question.counterpart),
    detail: `${messageCount(question.channel, question.messages)} on nobody’s record since ${recordTime(question.askedAt)}.`,
    // On nobody's record: there is none that the decision could go on.
    caseNumbers: [],
    at: question.askedAt,
    link: {
      href: `/conversations/${question.conversationId}/questions/${question.id}`,
      text: 'See the question',
    },
    asks: NOTHING_MORE,
  }));
}

async function ownLines(connection: Queryable, of: Question): Promise<LiveLine[]> {
  const found = await listOwnLines(connection, of);
  return found.map((own) => ({ ...own, kind: 'own', link: null, asks: NOTHING_MORE }));
}
