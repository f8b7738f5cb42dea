// What the page of one recording shows, gathered for its template.
import type { Access } from '../../../access/access.ts';
import { mayWrite } from '../../../access/rules.ts';
import type { Viewer } from '../../../access/viewer.ts';
import { STATEMENT_FIELDS, STATEMENT_KINDS } from '../../../annotation/form.ts';
import type { Database } from '../../../database/client.ts';
import { listDecisionsOnRecording } from '../../../escalation/on-record-store.ts';
import { capital, clockTime, fullDate, longDate, recordTime } from '../../../format/dates.ts';
import { dueWords } from '../../../format/due.ts';
import { phone } from '../../../format/phone.ts';
import { otherLanguage } from '../../../format/words.ts';
import { readEventsOf } from '../../../record/chronology-store.ts';
import { type ChildHead, firstName } from '../../../record/head-store.ts';
import { loadReceipts } from '../../../record/receipt-store.ts';
import {
  readChildren,
  readMarkers,
  readRecordingMessages,
  readStatements,
  type ViewedMessage,
  type ViewedRecording,
  type ViewedStatement,
} from '../../../record/recording-store.ts';
import { type Nation, workingDaysLate } from '../../../record/working-days.ts';
import type { Entered, PageView } from '../../page/index.ts';
import { decisionOnRecord } from '../flag/on-record.ts';
import { content, markerWords, whom, withRole, withWhom } from './content.ts';
import { correctionView } from './correction-view.ts';
import { formView } from './form-view.ts';
import { messageViews } from './message-view.ts';
import { casesOfCues, whyEach } from './why.ts';

export type RecordingRequest = {
  database: Database;
  access: Access;
  viewer: Viewer;
  now: Date;
  nation: Nation;
  head: ChildHead;
  recording: ViewedRecording;
};

/** The whole page: what it shows follows from the recording's state and from who looks. */
export async function recordingView(
  request: RecordingRequest,
  shown: { entered: Entered; addsContext: boolean; draftAt: Date | null; isCarried: boolean },
): Promise<PageView> {
  const { database, viewer, now, nation, head, recording } = request;
  const messages = await readRecordingMessages(database.pool, recording.id);
  const [statements, events, markers, receipts, siblings, visible, decided] = await Promise.all([
    readStatements(database.pool, recording.id),
    readEventsOf(database.pool, recording.id),
    readMarkers(database.pool, recording.id),
    loadReceipts(
      database.pool,
      messages.map(({ id }) => id),
    ),
    siblingsOf(request),
    request.access.visibleCases(casesOfCues(messages)),
    listDecisionsOnRecording(database.pool, recording.id),
  ]);
  const isWithdrawn = recording.state === 'withdrawn';
  const isComplete = recording.state === 'complete';
  const child = firstName(head);
  const context = { conversationId: recording.conversationId, viewerId: viewer.workerId, receipts };
  return {
    title: content.title,
    record: head,
    back: { href: addressOfRecord(head.caseNumber), text: `${head.name}’s record` },
    content,
    child,
    address: `${addressOfRecord(head.caseNumber)}/recordings/${recording.id}`,
    chronologyHref: `${addressOfRecord(head.caseNumber)}/chronology`,
    caption: capital(withWhom(recording)),
    on: fullDate(recording.occurredFrom),
    managerDecisions: decided.map(decisionOnRecord),
    isWithdrawn,
    isComplete,
    isLate: !isComplete && recording.dueAt < now,
    mayWrite: mayWrite(viewer),
    showsForm: mayWrite(viewer) && !isWithdrawn && (!isComplete || shown.addsContext),
    askedOther: recording.workerId === viewer.workerId ? null : recording.workerName,
    due: dueView(recording, now, nation),
    facts: isComplete ? completedFacts(recording, now) : [],
    events: isWithdrawn
      ? []
      : events.map(({ occurredOn, wording }) => ({
          on: fullDate(new Date(`${occurredOn}T00:00:00Z`)),
          wording,
        })),
    siblings,
    reasons: whyEach(messages, recording.conversationId, visible, siblings.unseen > 0),
    messages: messageViews(messages, context),
    allSafe: messages.length > 0 && messages.every(({ id }) => receipts.get(id)?.kept === true),
    details: detailsOf(recording, messages, receipts),
    needs: needsOf(recording),
    statements: isWithdrawn
      ? []
      : statements.map((statement) => statementView(statement, recording, viewer)),
    markers: markers.map(({ messages: count, at, by }) =>
      markerWords(count, fullDate(at), withRole(by)),
    ),
    seen: recording.messageCount,
    form: formView(shown.entered, child),
    draftAt: shown.draftAt,
    carried: shown.isCarried ? content.carried(child) : null,
  };
}

export function addressOfRecord(caseNumber: string): string {
  return `/children/${encodeURIComponent(caseNumber)}`;
}

/** Other children of the exchange that the viewer may see; each has a recording of their own. */
async function siblingsOf({ database, access, head, recording }: RecordingRequest) {
  const others = recording.caseNumbers.filter((caseNumber) => caseNumber !== head.caseNumber);
  if (others.length === 0) return { named: [], unseen: 0 };
  const visible = await access.visibleCases(others);
  const named = await readChildren(
    database.pool,
    others.filter((caseNumber) => visible.has(caseNumber)),
  );
  return {
    named: named.map(({ name, dateOfBirth, caseNumber }) => ({
      name,
      born: fullDate(dateOfBirth),
      caseNumber,
      href: addressOfRecord(caseNumber),
    })),
    unseen: others.length - named.length,
  };
}

function dueView(recording: ViewedRecording, now: Date, nation: Nation) {
  const { dueAt, urgentAt } = recording;
  const urgent = urgentAt !== null;
  const { main, beside, late } = dueWords({
    dueAt,
    now,
    hoursCount: urgent,
    workingDaysLate: workingDaysLate(dueAt, now, nation),
  });
  const words = late ? `${main}. ${beside ?? ''}` : beside ? `${main}, ${beside}` : main;
  return {
    words: `${words.replace(/[.\s]+$/, '')}.`,
    why: urgent ? content.urgentWhy : content.routineWhy,
    urgent,
    late,
  };
}

function completedFacts(recording: ViewedRecording, now: Date) {
  const { occurredFrom, occurredTo, recordedAt, completedAt, completedByPerson, dueAt } = recording;
  const sameDay = longDate(occurredFrom) === longDate(occurredTo);
  const sameTime = recordTime(occurredFrom) === recordTime(occurredTo);
  const to = sameTime ? '' : ` to ${sameDay ? clockTime(occurredTo) : recordTime(occurredTo)}`;
  const by = completedByPerson ? `, by ${withRole(completedByPerson)}` : '';
  return [
    { key: 'Happened', value: `${recordTime(occurredFrom)}${to}` },
    { key: 'Recorded', value: recordTime(recordedAt) },
    { key: 'Written up', value: `${recordTime(completedAt ?? now)}${by}` },
    { key: 'Was due', value: recording.urgentAt ? recordTime(dueAt) : longDate(dueAt) },
  ];
}

function detailsOf(
  recording: ViewedRecording,
  messages: readonly ViewedMessage[],
  receipts: Awaited<ReturnType<typeof loadReceipts>>,
) {
  const { counterpart, officialNumber, numberLabel, recordedAt } = recording;
  const ours = numberLabel ? `${numberLabel}, ${phone(officialNumber)}` : phone(officialNumber);
  return {
    between: `Between ${whom(recording)}, ${phone(counterpart)}, and ${ours}.`,
    recorded: `This recording was made ${recordTime(recordedAt)}.`,
    rows: messages.map(({ id, direction, sentAt, occurredAt, recordedAt: kept }) => ({
      reference: receipts.get(id)?.reference ?? '',
      way: direction === 'inbound' ? 'To us' : 'From us',
      sent: sentAt ? recordTime(sentAt) : 'Not said by the network',
      happened: recordTime(occurredAt),
      kept: recordTime(kept),
    })),
  };
}

/** What the family needs in order to understand what is written (Coventry 4.4). */
function needsOf({ contactName, language, communicationNeeds }: ViewedRecording): string | null {
  if (contactName === null) return null;
  const parts = [
    otherLanguage(language) ? `Language: ${language}.` : '',
    communicationNeeds ? `Needs: ${communicationNeeds}.` : '',
  ].filter(Boolean);
  return parts.length > 0 ? `${contactName}. ${parts.join(' ')}` : null;
}

function statementView(
  statement: ViewedStatement,
  { managerName, id, caseNumber }: ViewedRecording,
  viewer: Viewer,
) {
  const address = `${addressOfRecord(caseNumber)}/recordings/${id}`;
  const { workerId: viewerId } = viewer;
  const decides = viewer.role === 'manager';
  const kind = STATEMENT_KINDS.find((known) => known === statement.kind);
  const heading = kind ? STATEMENT_FIELDS[kind].heading : statement.kind;
  const source = statement.source ? `, from ${statement.source}` : '';
  return {
    heading: heading + source,
    text: statement.text,
    by: `${withRole(statement.author)}, ${recordTime(statement.at)}`,
    correctHref: `${address}/statements/${statement.id}/correction`,
    corrections: statement.corrections.map((correction) => ({
      ...correctionView(correction, managerName),
      decideHref:
        decides && correction.decision === null && correction.author.workerId !== viewerId
          ? `${address}/corrections/${correction.id}`
          : null,
    })),
  };
}
