// What decided messages change on children's records. Pure: the stage reads, plans and writes.
import { derivedId } from '../messaging/identity.ts';
import { type Addition, exchangesOf, type Run } from './exchange.ts';
import type { Recording } from './recording.ts';
import { dueAt, type Nation } from './working-days.ts';

/** The newest decision on a message. */
export type Decision = {
  attributionId: string;
  /** Sorted; empty unless the message is attributed. */
  caseNumbers: readonly string[];
  contactId: string | null;
  decidedBy: string;
  decidedAt: Date;
  /** Why, in the decider's words where they gave any. */
  reason: string;
};

export type DecidedMessage = {
  id: string;
  conversationId: string;
  channel: string;
  officialNumber: string;
  counterpart: string;
  occurredAt: Date;
  origin: string;
  /** A flag says that it may be about harm. */
  urgent: boolean;
  decision: Decision;
};

/** A message that is on a recording now. */
export type Placement = { recordingId: string; messageId: string; placedById: string };

export type Withdrawal = Placement & {
  attributionId: string;
  reason: string;
  withdrawnBy: string;
  withdrawnAt: Date;
};

export type OpenRecording = Recording & { begun: boolean };

export type RecordSituation = {
  messages: readonly DecidedMessage[];
  /** Where these messages are now. */
  placements: readonly Placement[];
  /** Recordings that they are on, and open ones near them in their conversations. */
  recordings: readonly OpenRecording[];
  nation: Nation;
  now: Date;
};

export type RecordChanges = {
  started: Recording[];
  placed: Placement[];
  /** Off the record of a child whom the message is not about. */
  withdrawn: Withdrawal[];
  joined: { from: string; into: string }[];
  /** Existing recordings whose summary changed by what was put on them. */
  changed: Recording[];
  /** Recordings to count again, because messages left them or their children changed. */
  recount: string[];
};

const setKey = (caseNumbers: readonly string[]) => JSON.stringify(caseNumbers);

/** Works out what must change. Doing it twice, or in another order, changes nothing more. */
export function planRecord(situation: RecordSituation): RecordChanges {
  const changes: RecordChanges = {
    started: [],
    placed: [],
    withdrawn: [],
    joined: [],
    changed: [],
    recount: [],
  };
  const recordings = new Map(situation.recordings.map((recording) => [recording.id, recording]));
  const placements = Map.groupBy(situation.placements, ({ messageId }) => messageId);
  const recount = new Set<string>();
  const additions = new Map<string, { caseNumber: string; messages: DecidedMessage[] }>();

  for (const message of situation.messages) {
    const { decision } = message;
    const standsOn = new Set<string>();
    for (const placement of placements.get(message.id) ?? []) {
      const recording = recordings.get(placement.recordingId);
      if (recording === undefined) continue;
      if (!decision.caseNumbers.includes(recording.caseNumber)) {
        changes.withdrawn.push(withdrawalOf(placement, decision));
        recount.add(recording.id);
        continue;
      }
      standsOn.add(recording.caseNumber);
      noteUrgency(recording, message, situation.nation, changes);
      if (setKey(recording.caseNumbers) !== setKey(decision.caseNumbers)) recount.add(recording.id);
    }
    for (const caseNumber of decision.caseNumbers) {
      if (standsOn.has(caseNumber)) continue;
      const key = setKey([message.conversationId, caseNumber, ...decision.caseNumbers]);
      const group = additions.get(key) ?? { caseNumber, messages: [] };
      group.messages.push(message);
      additions.set(key, group);
    }
  }
  const open = Map.groupBy(
    situation.recordings.filter(({ state }) => state === 'awaiting-context'),
    ({ conversationId, caseNumber, caseNumbers }) =>
      setKey([conversationId, caseNumber, ...caseNumbers]),
  );
  for (const [key, group] of additions) {
    addToRuns(group, open.get(key) ?? [], situation, changes);
  }
  changes.recount = [...recount];
  return changes;
}

function withdrawalOf(placement: Placement, decision: Decision): Withdrawal {
  return {
    ...placement,
    attributionId: decision.attributionId,
    reason: decision.reason,
    withdrawnBy: decision.decidedBy,
    withdrawnAt: decision.decidedAt,
  };
}

function addToRuns(
  { caseNumber, messages }: { caseNumber: string; messages: DecidedMessage[] },
  open: readonly OpenRecording[],
  { nation, now }: RecordSituation,
  changes: RecordChanges,
): void {
  const byMessage = new Map(messages.map((message) => [message.id, message]));
  const byRecording = new Map(open.map((recording) => [recording.id, recording]));
  const additions: Addition[] = messages.map(({ id, occurredAt }) => ({
    messageId: id,
    at: occurredAt.getTime(),
  }));
  for (const exchange of exchangesOf(open.map(runOf), additions)) {
    const added = exchange.additions.flatMap(({ messageId }) => byMessage.get(messageId) ?? []);
    const [first] = added;
    if (first === undefined) continue;
    const existing = exchange.run ? byRecording.get(exchange.run.recordingId) : undefined;
    const recording = existing ?? newRecording(first, caseNumber, now);
    for (const message of added) {
      changes.placed.push({
        recordingId: recording.id,
        messageId: message.id,
        placedById: message.decision.attributionId,
      });
      extend(recording, message.occurredAt, message.occurredAt, message.urgent, 1);
    }
    for (const { recordingId } of exchange.joined) {
      const other = byRecording.get(recordingId);
      if (other === undefined) continue;
      changes.joined.push({ from: other.id, into: recording.id });
      extend(recording, other.occurredFrom, other.occurredTo, false, other.messageCount);
      recording.urgentAt = earlier(recording.urgentAt, other.urgentAt);
      recording.dueAt = earlierOf(recording.dueAt, other.dueAt);
    }
    const due = dueAt(recording.occurredFrom, recording.urgentAt, nation);
    recording.dueAt = existing ? earlierOf(existing.dueAt, due) : due;
    (existing ? changes.changed : changes.started).push(recording);
  }
}

const runOf = ({ id, occurredFrom, occurredTo, begun }: OpenRecording): Run => ({
  recordingId: id,
  from: occurredFrom.getTime(),
  to: occurredTo.getTime(),
  begun,
});

/** An id that follows from what began it, so that doing the work twice meets at the same row. */
function newRecording(first: DecidedMessage, caseNumber: string, now: Date): Recording {
  const { conversationId, decision } = first;
  const exchangeId = derivedId(
    'exchange',
    conversationId,
    first.id,
    decision.attributionId,
    ...decision.caseNumbers,
  );
  return {
    id: derivedId('recording', exchangeId, caseNumber),
    exchangeId,
    caseNumber,
    conversationId,
    channel: first.channel,
    officialNumber: first.officialNumber,
    counterpart: first.counterpart,
    contactId: decision.contactId,
    caseNumbers: decision.caseNumbers,
    workerId: null,
    occurredFrom: first.occurredAt,
    occurredTo: first.occurredAt,
    messageCount: 0,
    recordedAt: now,
    dueAt: first.occurredAt,
    urgentAt: null,
    state: 'awaiting-context',
    completedAt: null,
    completedBy: null,
    origin: first.origin,
  };
}

function extend(recording: Recording, from: Date, to: Date, urgent: boolean, count: number): void {
  recording.occurredFrom = earlierOf(recording.occurredFrom, from);
  if (to > recording.occurredTo) recording.occurredTo = to;
  if (urgent) recording.urgentAt = earlier(recording.urgentAt, from);
  recording.messageCount += count;
}

/** A flag may come after its message was put on the record: the clock then starts at the message. */
function noteUrgency(
  recording: OpenRecording,
  message: DecidedMessage,
  nation: Nation,
  changes: RecordChanges,
): void {
  if (!message.urgent || recording.state !== 'awaiting-context') return;
  const urgentAt = earlierOf(recording.urgentAt ?? message.occurredAt, message.occurredAt);
  if (recording.urgentAt?.getTime() === urgentAt.getTime()) return;
  recording.urgentAt = urgentAt;
  recording.dueAt = earlierOf(recording.dueAt, dueAt(recording.occurredFrom, urgentAt, nation));
  changes.changed.push(recording);
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return earlierOf(a, b);
}

const earlierOf = (a: Date, b: Date): Date => (b < a ? b : a);
