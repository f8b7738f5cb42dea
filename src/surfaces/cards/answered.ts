// What became of a question, as the card that takes its place. Where messages were moved later, no
// child is named: names must not stand on where the messages no longer do.
import { readKeptCues, strangeWordsIn } from '../../attribution/evidence.ts';
import { findRecording, readAnswer, readManagerName } from '../../attribution/question-store.ts';
import { when } from '../../format/dates.ts';
import type { DoneCard } from '../../messaging/surface.ts';
import { readChildren } from '../../record/recording-store.ts';
import type { Seat } from '../seat.ts';
import {
  type AnswerStanding,
  findRecordingKey,
  readAnswerStanding,
  readCuesOfQuestion,
  readTaughtNames,
} from '../subject-store.ts';
import { NO_CONTENT, onRecordOf, whereWords } from '../words.ts';
import { childLine, firstNameOf, replyLabel, whatCame, whoWrote } from './lines.ts';

const NOTHING = { recordings: [], correct: null, reply: null, remember: null } as const;

/** A question that somebody answered, or that is no longer this person's. */
export async function answeredCard(
  seat: Seat,
  conversationId: string,
  questionId: string,
): Promise<DoneCard> {
  const { database, viewer, now } = seat;
  const url = seat.page(`/conversations/${conversationId}`);
  const answered = await readAnswer(database.pool, conversationId, questionId);
  const standing = answered && (await readAnswerStanding(database.pool, questionId));
  if (!answered || !standing) {
    return { kind: 'done', ...NO_CONTENT.over, ...NOTHING, url };
  }
  const by =
    answered.workerId === viewer.workerId ? 'You' : (answered.workerName ?? answered.workerId);
  const where = `${whereWords(answered.surface)} ${when(answered.at, now)}`.trim();
  const came = cameWords(seat, standing);
  if (standing.correctedSince) {
    const words = `${came}. ${by} answered this ${where}. It was corrected later: see in Casethread where the messages stand now.`;
    return { kind: 'done', heading: 'Corrected since', words, ...NOTHING, url };
  }
  if (answered.caseNumbers.length === 0) {
    const words = `${came}. ${by} answered this ${where}. The messages are kept, and on no child’s record.`;
    return { kind: 'done', heading: 'Not casework', words, ...NOTHING, url };
  }
  return onRecords(seat, { conversationId, questionId, standing, by, where, came, url });
}

async function onRecords(
  seat: Seat,
  {
    conversationId,
    questionId,
    standing,
    by,
    where,
    came,
    url,
  }: {
    conversationId: string;
    questionId: string;
    standing: AnswerStanding;
    by: string;
    where: string;
    came: string;
    url: string;
  },
): Promise<DoneCard> {
  const { database, access, now } = seat;
  const visible = await access.visibleCases(standing.answeredCases);
  const children = await readChildren(database.pool, [...visible]);
  const unseen = standing.answeredCases.length - children.length;
  const recordings = await Promise.all(
    children.map(async (child) => {
      const id = await findRecording(database.pool, child.caseNumber, standing.answerMessages);
      const key = id === null ? null : await findRecordingKey(database.pool, id);
      if (id === null || key === null) return [];
      const needsContext = key.state === 'awaiting-context';
      return [{ recordingId: id, child: childLine(child, now), needsContext }];
    }),
  );
  const [message] = standing.answerMessages;
  const label = replyLabel(standing.contactName, standing.channel);
  const names = children.map(({ name }) => name);
  const details = children.map((child) => childLine(child, now).details).join('; ');
  const shown = recordings.flat();
  const isComplete = shown.length > 0 && shown.every(({ needsContext }) => !needsContext);
  const complete = isComplete ? ' The context is complete.' : '';
  const also = unseen > 0 ? ' It is also on the record of a child you cannot see.' : '';
  return {
    kind: 'done',
    heading: names.length > 0 ? onRecordOf(names) : 'On a child’s record',
    words: `${came}. ${details ? `${details}. ` : ''}${by} chose this ${where}.${also}${complete}`,
    recordings: shown,
    correct:
      message === undefined || names.length === 0 ? null : { conversationId, messageId: message },
    reply: label === null ? null : { conversationId, label },
    remember: await nameToRemember(seat, questionId, standing, children),
    url,
  };
}

/** “2 texts from Kelly Brennan, mother, today, 2:51pm” */
function cameWords({ now }: Seat, standing: AnswerStanding): string {
  const { contactName, relationship, firstAt, lastAt } = standing;
  const who = whoWrote(contactName, relationship, standing);
  if (firstAt === null || lastAt === null) return `Messages from ${who}`;
  const what = whatCame(
    {
      channel: standing.channel,
      messages: standing.answerMessages.length,
      from: firstAt,
      to: lastAt,
    },
    now,
  );
  return `${who}: ${what}`;
}

/** A strange word of the question that the one child may be called by, until it is remembered. */
async function nameToRemember(
  { database }: Seat,
  questionId: string,
  standing: AnswerStanding,
  children: readonly { caseNumber: string; name: string }[],
): Promise<DoneCard['remember']> {
  const [child] = children;
  if (!child || standing.answeredCases.length !== 1 || standing.contactName === null) return null;
  const cues = await readCuesOfQuestion(database.pool, questionId, standing.answerMessages);
  const [word] = strangeWordsIn(cues.flatMap(readKeptCues));
  if (word === undefined) return null;
  const taught = await readTaughtNames(database.pool, child.caseNumber);
  if (taught.some((name) => name.toLowerCase() === word.toLowerCase())) return null;
  const label = `Remember “${word}” as ${firstNameOf(child.name)}`;
  return { questionId, caseNumber: child.caseNumber, word, label };
}

/** What a worker sees of a question that they passed on. */
export async function passedOnCard(seat: Seat, conversationId: string): Promise<DoneCard> {
  const { database, viewer } = seat;
  const manager = await readManagerName(database.pool, viewer.managerId);
  return {
    kind: 'done',
    heading: `Passed to ${manager ?? 'your manager'}`,
    words: 'The messages are kept. You stay named as the worker.',
    ...NOTHING,
    url: seat.page(`/conversations/${conversationId}`),
  };
}
