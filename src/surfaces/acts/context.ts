// Context for a recording: opened, kept half-finished, completed, or added after somebody was first.
import { readCarriedWords } from '../../annotation/carried-store.ts';
import { addContext, completeRecording } from '../../annotation/complete-store.ts';
import { type ContextFields, readContext } from '../../annotation/context.ts';
import { readDraft, saveDraft } from '../../annotation/draft-store.ts';
import type {
  ContextForm,
  ContextValues,
  DoneCard,
  Gone,
  Overtaken,
  Refusal,
  Wrong,
} from '../../messaging/surface.ts';
import { readJoinedInto, readPerson } from '../../record/recording-store.ts';
import {
  completedFirst,
  contextCard,
  type RecordingToShow,
  recordingDone,
} from '../cards/recording.ts';
import { errorsAtFields, fieldsOf, formDefinition, valuesOf, writtenIn } from '../form.ts';
import { refuseSubject, type Seat } from '../seat.ts';
import { findRecordingKey, type RecordingKey } from '../subject-store.ts';
import { errors } from '../words.ts';
import { auditBy } from './actor.ts';

const subjectOf = (recordingId: string) => ({
  subjectKind: 'recording',
  subjectId: recordingId,
});

/** The recording, when it stands on a record that this person may see; otherwise the refusal. */
async function openRecording(seat: Seat, recordingId: string): Promise<RecordingKey | Refusal> {
  const key = await findRecordingKey(seat.database.pool, recordingId);
  if (key === null || !(await seat.access.canSeeChild(key.caseNumber))) {
    return refuseSubject(seat, subjectOf(recordingId));
  }
  return key;
}

/** The form of a recording that waits, filled with what this person kept before. */
export async function contextForm(
  seat: Seat,
  recordingId: string,
): Promise<ContextForm | Gone | Refusal> {
  const { database, viewer } = seat;
  const key = await openRecording(seat, recordingId);
  if ('outcome' in key) return key;
  const shown = await contextCard(seat, key.caseNumber, recordingId, true);
  if (shown === null) return refuseSubject(seat, subjectOf(recordingId));
  if (shown.recording.state !== 'awaiting-context') return goneNow(seat, key, recordingId);
  const draft = await readDraft(database, viewer.workerId, recordingId);
  const kept =
    draft?.fields ?? (await readCarriedWords(database.pool, recordingId, viewer.workerId));
  await auditBy(seat, {
    action: 'view',
    ...subjectOf(recordingId),
    caseNumbers: [key.caseNumber],
  });
  const { card, recording } = shown;
  const prefilled = recording.contactName === null ? {} : { source: card.correspondence.who };
  return {
    outcome: 'form',
    card,
    definition: formDefinition(card.child.firstName),
    fromDraft: kept !== null,
    values: valuesOf(kept ?? prefilled),
  };
}

/** Keeps what was typed as this person's draft; of a recording that is gone, where its messages are. */
export async function keepContextDraft(
  seat: Seat,
  recordingId: string,
  values: ContextValues,
): Promise<void> {
  const key = await openRecording(seat, recordingId);
  if ('outcome' in key) return;
  await keep(seat, key, recordingId, fieldsOf(values));
}

async function keep(
  { database, viewer, now }: Seat,
  { caseNumber, state }: RecordingKey,
  recordingId: string,
  fields: ContextFields,
): Promise<void> {
  const into =
    state === 'joined' ? await readJoinedInto(database.pool, caseNumber, recordingId) : null;
  const draft = { fields, changedAt: now };
  await saveDraft(database, viewer.workerId, into ?? recordingId, draft);
}

/** Completes a recording. What somebody else did meanwhile is said, and nothing is put over it. */
export async function completeContext(
  seat: Seat,
  recordingId: string,
  version: string,
  values: ContextValues,
): Promise<DoneCard | Overtaken | Refusal | Wrong> {
  const { database, viewer, surface, now, today } = seat;
  const key = await openRecording(seat, recordingId);
  if ('outcome' in key) return key;
  const shown = await contextCard(seat, key.caseNumber, recordingId, false);
  const fields = withoutPrefilled(fieldsOf(values), shown);
  if (key.state === 'withdrawn' || key.state === 'joined') {
    await keep(seat, key, recordingId, fields);
    return overtaken(await goneNow(seat, key, recordingId), shown, fields, false);
  }
  const urgent = shown?.card.urgent != null && key.state !== 'complete';
  const reading = readContext(fields, { urgent, today });
  if (!reading.valid) return { outcome: 'wrong', errors: errorsAtFields(reading.errors) };
  const outcome = await completeRecording(database, {
    recordingId,
    workerId: viewer.workerId,
    surface,
    submission: reading.submission,
    seenMessages: Number(version),
    at: now,
  });
  switch (outcome.outcome) {
    case 'completed':
      return recordingDone(seat, key.caseNumber, recordingId);
    case 'moved':
      await keep(seat, key, recordingId, fields);
      return overtaken(await goneNow(seat, key, recordingId), shown, fields, false);
    case 'already-complete': {
      await keep(seat, key, recordingId, fields);
      const { name } = await readPerson(database.pool, outcome.by);
      const isSelf = outcome.by === viewer.workerId;
      const gone = {
        outcome: 'gone' as const,
        heading: 'Already completed',
        words: completedFirst(name, isSelf, outcome.at, outcome.surface),
        url: shown?.card.url ?? seat.page('/recordings'),
      };
      return overtaken(gone, shown, fields, true);
    }
    case 'statement-needed':
      return atFields([{ field: 'add', text: MEANWHILE_URGENT }]);
    case 'messages-added': {
      await keep(seat, key, recordingId, fields);
      return atFields([{ field: 'add', text: MEANWHILE_MORE }]);
    }
    default:
      return outcome satisfies never;
  }
}

const MEANWHILE_URGENT =
  'A message was found to be about harm while you were writing. Add at least one statement';
const MEANWHILE_MORE =
  'New messages came while you were writing. Your draft is kept: open Add context again, and read them first';

const atFields = (found: readonly { field: string; text: string }[]): Wrong => ({
  outcome: 'wrong',
  errors: errorsAtFields(found),
});

/** Adds words to a recording that somebody completed: they stand after theirs. */
export async function addToComplete(
  seat: Seat,
  recordingId: string,
  values: ContextValues | 'kept',
): Promise<DoneCard | Gone | Refusal | Wrong> {
  const { database, viewer, surface, now, today } = seat;
  const key = await openRecording(seat, recordingId);
  if ('outcome' in key) return key;
  const shown = await contextCard(seat, key.caseNumber, recordingId, false);
  const draft = values === 'kept' ? await readDraft(database, viewer.workerId, recordingId) : null;
  const given = values === 'kept' ? valuesOf(draft?.fields ?? {}) : values;
  const fields = withoutPrefilled(fieldsOf(given), shown);
  const reading = readContext(fields, { urgent: false, today });
  if (!reading.valid) return atFields(reading.errors);
  const { submission } = reading;
  if (submission.statements.length === 0 && submission.significantEvent === null) {
    return atFields([{ field: 'add', text: errors.nothingAdded }]);
  }
  const added = await addContext(database, {
    recordingId,
    workerId: viewer.workerId,
    surface,
    submission,
    seenMessages: 0,
    at: now,
  });
  if (added === 'added') return recordingDone(seat, key.caseNumber, recordingId);
  await keep(seat, key, recordingId, fields);
  return goneNow(seat, key, recordingId);
}

/** Who told something is filled in beforehand: by itself it is no statement. */
function withoutPrefilled(fields: ContextFields, shown: RecordingToShow | null): ContextFields {
  const isPrefilled = fields.source === shown?.card.correspondence.who;
  return fields.hearsay === '' && isPrefilled ? { ...fields, source: '' } : fields;
}

function overtaken(
  gone: Gone,
  shown: RecordingToShow | null,
  fields: ContextFields,
  mayAdd: boolean,
): Overtaken {
  const typed = writtenIn(fields);
  return { ...gone, child: shown?.card.child ?? null, typed, mayAdd: mayAdd && typed.length > 0 };
}

async function goneNow(
  seat: Seat,
  { caseNumber }: RecordingKey,
  recordingId: string,
): Promise<Gone> {
  const { heading, words, url } = await recordingDone(seat, caseNumber, recordingId);
  return { outcome: 'gone', heading, words, url };
}
