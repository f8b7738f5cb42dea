// "Wrong child?" from a chat: the messages, whom they may be about instead, and the correction.
import { evidenceLines, hiddenWords } from '../../attribution/asking.ts';
import { readCandidates, readManagerName } from '../../attribution/question-store.ts';
import { waitForStages } from '../../database/stage-work.ts';
import { listOf } from '../../format/words.ts';
import type { CorrectionForm, DoneCard, Refusal, Wrong } from '../../messaging/surface.ts';
import { readChildren } from '../../record/recording-store.ts';
import { childLine, quote } from '../cards/lines.ts';
import { openConversation, refuseSubject, type Seat } from '../seat.ts';
import { countAttachments } from '../subject-store.ts';
import { auditBy } from './actor.ts';
import { type CorrectionRequest, giveCorrection, readCorrectableRun } from './correct.ts';

const WHAT_IT_DOES =
  'The messages move to the record you select. The record they were on keeps a marker without the words. If anybody had seen them there, a breach note is opened.';
const LONGEST_REASON = 500;
const STAGES_TAKE_MS = 1_500;

/** What the form of a correction shows. */
export async function correctionForm(
  seat: Seat,
  conversationId: string,
  messageId: string,
): Promise<CorrectionForm | Refusal> {
  const { database, viewer, access, now, today } = seat;
  const opened = await openConversation(seat, conversationId);
  if ('outcome' in opened) return opened;
  const run = await readCorrectableRun(seat, conversationId, messageId);
  const [first] = run ?? [];
  if (!run || !first) {
    return refuseSubject(seat, { subjectKind: 'message', subjectId: messageId });
  }
  const cases = [...new Set([...opened, ...first.caseNumbers])];
  const visible = await access.visibleCases(cases);
  const [manager, candidates, attachments] = await Promise.all([
    readManagerName(database.pool, viewer.managerId),
    readCandidates(database.pool, conversationId, [...visible], today),
    countAttachments(
      database.pool,
      run.map(({ id }) => id),
    ),
  ]);
  await auditBy(seat, {
    action: 'view',
    subjectKind: 'message',
    subjectId: messageId,
    caseNumbers: [...visible].sort(),
  });
  const stood = await readChildren(
    database.pool,
    first.caseNumbers.filter((caseNumber) => visible.has(caseNumber)),
  );
  return {
    outcome: 'form',
    conversationId,
    messages: run.map((message) => ({
      messageId: message.id,
      ...quote(
        { ...message, attachments: attachments.get(message.id) ?? 0 },
        { counterpart: 'The family', now, showsWords: true },
      ),
    })),
    now:
      stood.length > 0
        ? `They are on the record of ${listOf(stood.map(({ name }) => name))} now.`
        : 'They are kept as not casework now.',
    does: WHAT_IT_DOES,
    candidates: candidates.map((child) => ({
      ...childLine(child, now),
      evidence: evidenceLines(child, [], visible, now).map(
        ({ label, text }) => `${label}: ${text}`,
      ),
    })),
    hidden: hiddenWords(cases.length - visible.size, manager),
    url: seat.page(`/conversations/${conversationId}/messages/${messageId}/wrong-child`),
  };
}

/** Keeps a correction. The card afterwards names nobody: the record they moved to says the rest. */
export async function correctMessages(
  seat: Seat,
  request: CorrectionRequest,
): Promise<DoneCard | Refusal | Wrong> {
  const { database } = seat;
  const { conversationId, caseNumbers } = request;
  const opened = await openConversation(seat, conversationId);
  if ('outcome' in opened) return opened;
  const [messageId] = request.messageIds;
  if (messageId === undefined) return wrong('message', 'Select at least one message');
  const run = await readCorrectableRun(seat, conversationId, messageId);
  if (!run) return refuseSubject(seat, { subjectKind: 'message', subjectId: messageId });
  const reason = request.reason.trim();
  if (reason.length > LONGEST_REASON) {
    return wrong('reason', 'The reason must be 500 characters or fewer');
  }
  const corrected = await giveCorrection(seat, run, { ...request, reason });
  if (corrected.outcome === 'wrong') return wrong(corrected.field, corrected.text);
  await waitForStages(database.pool, conversationId, STAGES_TAKE_MS);
  const url = seat.page(`/conversations/${conversationId}`);
  const nothing = { recordings: [], correct: null, reply: null, remember: null };
  const heading = caseNumbers.length === 0 ? 'Kept as not casework' : 'Moved to another record';
  const words =
    'The correction is kept with your reason. The record they were on keeps a marker without the words.';
  return { kind: 'done', heading, words, ...nothing, url };
}

const wrong = (field: string, text: string): Wrong => ({
  outcome: 'wrong',
  errors: [{ field, text }],
});
