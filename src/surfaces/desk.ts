// The worker's desk behind one chat platform. Who presses is looked up at every act; what they may
// do follows from their allocations at that moment, exactly as on the web.
import { wakePrompts } from '../database/prompt-wake.ts';
import { dismissFailure } from '../delivery/intent-store.ts';
import type { Sending } from '../delivery/send.ts';
import type { Desk, Refusal } from '../messaging/surface.ts';
import { auditBy } from './acts/actor.ts';
import { addToComplete, completeContext, contextForm, keepContextDraft } from './acts/context.ts';
import { findChildren } from './acts/find.ts';
import { keepNote } from './acts/note.ts';
import { answerQuestion, rememberWord, showQuestion } from './acts/question.ts';
import { keepDraft, replyForm, sendReply } from './acts/reply.ts';
import { correctionForm, correctMessages } from './acts/wrong-child.ts';
import { failureCard, failureOver } from './cards/failure.ts';
import { homeOf } from './home.ts';
import { openConversation, refuseSubject, type Seat, type SeatNeeds, takeSeat } from './seat.ts';
import { readSend } from './send-store.ts';
import { findConversationOfThread } from './subject-store.ts';

export type DeskNeeds = SeatNeeds & { sending: Sending };

/** The desk of one platform. What a person did wrong is an answer; only outages are thrown. */
export function createDesk(needs: DeskNeeds): Desk {
  const { sending, database } = needs;

  /** Seats whoever presses, does what they ask, and lets their cards follow. */
  async function seated<T>(userId: string, act: (seat: Seat) => Promise<T>): Promise<T | Refusal> {
    const seat = await takeSeat(needs, userId);
    return 'outcome' in seat ? seat : act(seat);
  }
  async function acting<T>(userId: string, act: (seat: Seat) => Promise<T>): Promise<T | Refusal> {
    const outcome = await seated(userId, act);
    await wakePrompts(database.pool);
    return outcome;
  }

  return {
    question: (userId, questionId) => seated(userId, (seat) => showQuestion(seat, questionId)),
    findChildren: (userId, words, limit) =>
      seated(userId, (seat) => findChildren(seat, words, limit)),
    answer: (userId, { questionId, caseNumbers }) =>
      acting(userId, (seat) =>
        answerQuestion(seat, questionId, {
          kind: 'children',
          caseNumbers: [...new Set(caseNumbers)],
        }),
      ),
    notCasework: (userId, { questionId, reason }) =>
      acting(userId, (seat) =>
        answerQuestion(seat, questionId, { kind: 'not-casework', reason: reason.trim() }),
      ),
    async askManager(userId, questionId) {
      const outcome = await acting(userId, (seat) =>
        answerQuestion(seat, questionId, { kind: 'ask-manager' }),
      );
      if ('outcome' in outcome && outcome.outcome === 'wrong') {
        throw new Error('Asking a manager has no field that could be wrong.');
      }
      return outcome;
    },
    remember: (userId, name) => acting(userId, (seat) => rememberWord(seat, name)),
    correctionForm: (userId, conversationId, messageId) =>
      seated(userId, (seat) => correctionForm(seat, conversationId, messageId)),
    correct: (userId, correction) => acting(userId, (seat) => correctMessages(seat, correction)),

    contextForm: (userId, recordingId) => seated(userId, (seat) => contextForm(seat, recordingId)),
    async keepContextDraft(userId, recordingId, values) {
      await seated(userId, (seat) => keepContextDraft(seat, recordingId, values));
    },
    completeContext: (userId, recordingId, version, values) =>
      acting(userId, (seat) => completeContext(seat, recordingId, version, values)),
    addContext: (userId, recordingId, values) =>
      acting(userId, (seat) => addToComplete(seat, recordingId, values)),

    replyForm: (userId, conversationId, typed) =>
      seated(userId, (seat) => replyForm(sending, seat, conversationId, typed)),
    async keepReplyDraft(userId, conversationId, body) {
      await seated(userId, async (seat) => {
        const opened = await openConversation(seat, conversationId);
        if (!('outcome' in opened)) await keepDraft(seat, conversationId, body, []);
      });
    },
    reply: (userId, conversationId, values) =>
      acting(userId, (seat) => sendReply(sending, seat, conversationId, values)),
    seenFailure: (userId, sendId) => acting(userId, (seat) => seeFailure(seat, sendId)),
    keepNote: (userId, conversationId, text) =>
      acting(userId, (seat) => keepNote(seat, conversationId, text)),

    home: (userId) => seated(userId, homeOf),
    conversationOfThread: (userId, thread) =>
      findConversationOfThread(database.pool, needs.surface, userId, thread),
  };
}

/** The worker who sent it has seen that it was not delivered. */
async function seeFailure(seat: Seat, sendId: string) {
  const { database, viewer, now } = seat;
  const subject = { subjectKind: 'send', subjectId: sendId };
  const send = await readSend(database.pool, sendId);
  if (send === null || send.workerId !== viewer.workerId) return refuseSubject(seat, subject);
  if (await dismissFailure(database.pool, sendId, viewer.workerId, now)) {
    await auditBy(seat, { action: 'seen-not-delivered', ...subject, caseNumbers: [] });
  }
  const card = await failureCard(seat, sendId, false);
  return card?.kind === 'done'
    ? card
    : failureOver(seat.page(`/conversations/${send.conversationId}`));
}
