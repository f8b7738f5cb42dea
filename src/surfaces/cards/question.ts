// Which child? as a card: everything that the question's page shows, for one person at one moment.
import { createHash } from 'node:crypto';
import {
  earlierUses,
  evidenceLines,
  findByName,
  hiddenWords,
  managerHint,
  senderOf,
  whomToList,
} from '../../attribution/asking.ts';
import { shownReasons } from '../../attribution/evidence.ts';
import {
  type OpenQuestion,
  readCandidates,
  readEarlierUses,
  readManagerName,
  readOpenQuestion,
} from '../../attribution/question-store.ts';
import { clockTime } from '../../format/dates.ts';
import { dueWords } from '../../format/due.ts';
import { phone } from '../../format/phone.ts';
import { listOf, quoted } from '../../format/words.ts';
import type { CandidateLine, QuestionCard } from '../../messaging/surface.ts';
import { referenceOf } from '../../record/receipt.ts';
import { dueAt, workingDaysLate } from '../../record/working-days.ts';
import type { Seat } from '../seat.ts';
import { countAttachments } from '../subject-store.ts';
import { childLine, firstNameOf, quote, replyLabel, whatCame, whoWrote } from './lines.ts';

export type QuestionToShow = { card: QuestionCard; question: OpenQuestion };

/** The card of a question that still waits; null: it does not. `visible`: as the conversation opens. */
export async function questionCard(
  seat: Seat,
  conversationId: string,
  questionId: string,
  { visible, showsWords }: { visible: ReadonlySet<string>; showsWords: boolean },
): Promise<QuestionToShow | null> {
  const { database, viewer, now } = seat;
  const { pool } = database;
  const question = await readOpenQuestion(pool, conversationId, questionId);
  const [first] = question?.messages ?? [];
  const last = question?.messages.at(-1);
  if (!question || !first || !last) return null;
  const [manager, candidates, earlier, attachments] = await Promise.all([
    readManagerName(pool, viewer.managerId),
    candidatesOf(seat, conversationId, question),
    earlierWords(seat, conversationId, question, visible),
    countAttachments(
      pool,
      question.messages.map(({ id }) => id),
    ),
  ]);
  const sender = senderOf(question);
  const counterpart = question.counterpart;
  const about = { counterpart: sender ?? counterpart, now, showsWords };
  const [strange] = question.strangeWords;
  const content = {
    kind: 'question' as const,
    questionId,
    correspondence: {
      conversationId,
      who: whoWrote(sender, question.relationship, question),
      firstName: sender === null ? 'this number' : firstNameOf(sender),
      replyLabel: replyLabel(question.contactName, question.channel),
      what: whatCame(
        {
          channel: question.channel,
          messages: question.messages.length,
          from: first.occurredAt,
          to: last.occurredAt,
        },
        now,
      ),
      messages: question.messages.map((message) =>
        quote({ ...message, attachments: attachments.get(message.id) ?? 0 }, about),
      ),
    },
    why: [
      shownReasons(question.reasons, question.cues, candidates.visible).join(' '),
      question.forManagerWhy ?? '',
    ]
      .filter(Boolean)
      .join(' '),
    earlier: showsWords ? earlier : [],
    candidates: candidates.lines,
    more: findByName(candidates.more),
    hidden: hiddenWords(candidates.hidden, manager),
    strangeWord: question.contactName === null ? null : (strange ?? null),
    urgent: urgentWords(question),
    due: dueOf(seat, question, first.occurredAt),
    mayAskManager: viewer.role === 'manager' ? null : managerHint(manager),
    kept: keptWords(question, sender),
    url: seat.page(`/conversations/${conversationId}/questions/${questionId}`),
  };
  return { question, card: { ...content, version: versionOf(content) } };
}

/** The children to offer, oldest first, each with what speaks for and against. */
async function candidatesOf(
  { database, access, now, today }: Seat,
  conversationId: string,
  question: OpenQuestion,
): Promise<{
  lines: CandidateLine[];
  more: number;
  hidden: number;
  visible: ReadonlySet<string>;
}> {
  const visible = await access.visibleCases(question.caseNumbers);
  const { listed, more, hidden } = whomToList(question.caseNumbers, question.offered, visible);
  const children = await readCandidates(database.pool, conversationId, listed, today);
  return {
    visible,
    more,
    hidden,
    lines: children.map((child) => ({
      ...childLine(child, now),
      evidence: evidenceLines(child, question.cues, visible, now).map(
        ({ label, text }) => `${label}: ${text}`,
      ),
    })),
  };
}

/** Earlier uses of a strange word in messages that this person may read, as whole sentences. */
async function earlierWords(
  { database, now }: Seat,
  conversationId: string,
  question: OpenQuestion,
  visible: ReadonlySet<string>,
): Promise<string[]> {
  const [first] = question.messages;
  if (!first) return [];
  const uses = await Promise.all(
    question.strangeWords.map(async (word) => ({
      word,
      messages: await readEarlierUses(database.pool, conversationId, word, first.occurredAt),
    })),
  );
  const called =
    question.contactName === null
      ? (senderOf(question) ?? phone(question.counterpart))
      : firstNameOf(question.contactName);
  return earlierUses(uses, visible, called, now).map(({ lead, body }) => `${lead} ${quoted(body)}`);
}

function urgentWords({ messages }: OpenQuestion): string | null {
  return messages.some(({ urgent }) => urgent) ? 'A message may be about harm.' : null;
}

/** When the record of it is due, counted from its first message. */
function dueOf({ nation, now }: Seat, { messages }: OpenQuestion, firstAt: Date): string {
  const urgentAt = messages.find(({ urgent }) => urgent)?.occurredAt ?? null;
  const due = dueAt(firstAt, urgentAt, nation);
  const { main, beside } = dueWords({
    dueAt: due,
    now,
    hoursCount: urgentAt !== null,
    workingDaysLate: workingDaysLate(due, now, nation),
  });
  return beside === null ? main : `${main}, ${beside}`;
}

function keptWords({ messages }: OpenQuestion, sender: string | null): string {
  const times = [...new Set(messages.map(({ occurredAt }) => clockTime(occurredAt)))];
  const references = messages.map(({ sequence }) => referenceOf(sequence));
  const A_FEW = 4;
  const named = references.length <= A_FEW ? `, ${listOf(references)}` : '';
  const whom = sender === null ? 'this number' : firstNameOf(sender);
  const at = times.length <= A_FEW ? `at ${listOf(times)}` : `from ${times[0]} to ${times.at(-1)}`;
  return `Kept ${at}${named}. Nothing you type here goes to ${whom}.`;
}

const versionOf = (content: object) =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 12);
