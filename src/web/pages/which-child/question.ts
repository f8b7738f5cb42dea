// A question: shown, answered, answered elsewhere meanwhile.
import type { z } from 'zod';
import { mayReadMessage } from '../../../access/rules.ts';
import { rememberName } from '../../../attribution/alias-store.ts';
import { earlierUses, findByName, hiddenWords, senderOf } from '../../../attribution/asking.ts';
import { shownReasons } from '../../../attribution/evidence.ts';
import {
  findRecording,
  type OpenQuestion,
  readAnswer,
  readCandidates,
  readEarlierUses,
  readManagerName,
  readMessagesBefore,
  readOpenQuestion,
} from '../../../attribution/question-store.ts';
import { waitForStages } from '../../../database/stage-work.ts';
import { when } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import { loadReceipts } from '../../../record/receipt-store.ts';
import type { Actor } from '../../../surfaces/acts/actor.ts';
import { type AnswerOutcome, giveAnswer } from '../../../surfaces/acts/answer.ts';
import {
  noPermission,
  type PageRequest,
  type PageResult,
  redirect,
  redirectWithWarning,
  render,
} from '../../page/index.ts';
import { answeredElsewhere, beforeThese, content, kept, onEachRecord } from './content.ts';
import type { AnswerForm, questionParams } from './schema.ts';
import { readSelection } from './selection.ts';
import {
  bubbles,
  captionOf,
  choicesFor,
  firstName,
  NOTHING_SHOWN,
  otherAnswers,
  type Shown,
  search,
  selectedValues,
  textOf,
} from './view.ts';

type Params = z.infer<typeof questionParams>;
type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;
type AnswerRequest = Omit<PageRequest<Params, unknown, AnswerForm>, 'query'>;

const MESSAGES_BEFORE = 4;

export async function showQuestion(
  request: AnyRequest,
  shown: Shown = NOTHING_SHOWN,
): Promise<PageResult> {
  const { params, viewer, access, database, now } = request;
  const { pool } = database;
  const question = await readOpenQuestion(pool, params.id, params.questionId);
  const [first] = question?.messages ?? [];
  if (!question || !first) return answeredBefore(request);
  const contact = senderOf(question) ?? phone(question.counterpart);
  const called = question.contactName === null ? contact : firstName(contact);
  const [manager, before, uses, { choices, more, hidden, visible }, seen] = await Promise.all([
    readManagerName(pool, viewer.managerId),
    readMessagesBefore(pool, params.id, first, MESSAGES_BEFORE),
    Promise.all(
      question.strangeWords.map(async (word) => ({
        word,
        messages: await readEarlierUses(pool, params.id, word, first.occurredAt),
      })),
    ),
    choicesFor(request, question, shown, {
      contact: called,
      words: question.contactName === null ? [] : question.strangeWords,
    }),
    access.casesOfConversation(params.id),
  ]);
  const receipts = await loadReceipts(
    pool,
    [...question.messages, ...before].map(({ id }) => id),
  );
  const mayRead = seen ?? visible;
  const readable = before.filter(({ caseNumbers }) => mayReadMessage(caseNumbers, mayRead));
  return render('pages/which-child/page.njk', {
    title: content.title,
    back: { href: '/inbox', text: content.inbox },
    ...(shown.errors.length > 0 ? { errors: shown.errors } : {}),
    content,
    caption: captionOf(question, now),
    messages: bubbles(question.messages, contact, receipts),
    mayTeach: question.contactName !== null && question.strangeWords.length === 0,
    nickname: textOf(shown.entered, 'nickname'),
    before: bubbles(readable, contact, receipts),
    beforeTitle: beforeThese(readable.length),
    why: shownReasons(question.reasons, question.cues, visible).join(' '),
    searchFirst: findByName(more),
    forManagerWhy: question.forManagerWhy,
    earlier: earlierUses(uses, mayRead, called, now),
    choices,
    hidden: hiddenWords(hidden, manager),
    others: otherAnswers(isUrgent(question), manager),
    mayAskManager: viewer.role !== 'manager',
    onEachRecord: onEachRecord(question.messages.length),
    selected: selectedValues(shown.entered),
    search: textOf(shown.entered, 'search'),
    reason: textOf(shown.entered, 'reason'),
    conversation: `/conversations/${params.id}`,
    legend: content.select,
  });
}

const isUrgent = ({ messages }: OpenQuestion) => messages.some(({ urgent }) => urgent);

/** Nobody answers twice: what was answered, by whom, where and when. */
async function answeredBefore({ params, access, database, viewer, now, today }: AnyRequest) {
  const answered = await readAnswer(database.pool, params.id, params.questionId);
  if (!answered) return noPermission();
  const visible = await access.visibleCases(answered.caseNumbers);
  const children = await readCandidates(database.pool, params.id, [...visible], today);
  const unseen = answered.caseNumbers.length - children.length;
  const who =
    answered.workerId === viewer.workerId ? 'You' : (answered.workerName ?? answered.workerId);
  return render('pages/which-child/answered.njk', {
    title: content.title,
    back: { href: '/inbox', text: content.inbox },
    content,
    answered: answeredElsewhere(who, answered.surface, when(answered.at, now), [
      ...children.map(({ name }) => name),
      ...(unseen > 0 ? ['a child you cannot see'] : []),
    ]),
    conversation: `/conversations/${params.id}`,
  });
}

export async function answer(request: AnswerRequest): Promise<PageResult> {
  const { form, params, database, access, viewer, now } = request;
  const { entered } = form;
  if (!form.valid) return showQuestion(request, { entered, errors: form.errors, found: [] });
  const question = await readOpenQuestion(database.pool, params.id, params.questionId);
  if (!question) return answeredBefore(request);
  const again = (field: string, text: string) =>
    showQuestion(request, { entered, errors: [{ field, text }], found: [] });

  const actor: Actor = { viewer, access, database, now, surface: 'web' };
  const selection = readSelection(form.value);
  switch (selection.kind) {
    case 'wrong':
      return showQuestion(request, { entered, errors: selection.errors, found: [] });
    case 'search': {
      const found = await search(request, selection.words);
      if (found.length === 0) return again('search', content.errors.notFound);
      return showQuestion(request, { entered, errors: [], found });
    }
    case 'ask-manager':
    case 'not-casework': {
      const answered = await giveAnswer(actor, params.questionId, question, selection);
      return conclude(request, question, answered, []);
    }
    case 'children': {
      const { caseNumbers } = selection;
      const { nickname } = form.value;
      const trouble = nicknameTrouble(nickname, caseNumbers, question);
      if (trouble !== null) return again('nickname', trouble);
      const answered = await giveAnswer(actor, params.questionId, question, selection);
      if (answered.outcome === 'not-selectable') return again('child', content.errors.gone);
      if (answered.outcome === 'answered') {
        const ticked = form.value.remember;
        await learnNames(request, caseNumbers, question.strangeWords, ticked);
        if (nickname !== '') {
          const typed = caseNumbers.map((caseNumber) => `${caseNumber}~${nickname}`);
          await learnNames(request, caseNumbers, [nickname], typed);
        }
      }
      return conclude(request, question, answered, caseNumbers);
    }
    default:
      return selection satisfies never;
  }
}

async function conclude(
  request: AnswerRequest,
  question: OpenQuestion,
  answered: AnswerOutcome,
  caseNumbers: readonly string[],
): Promise<PageResult> {
  const { database, params } = request;
  switch (answered.outcome) {
    case 'not-selectable':
    case 'no-such-question':
    case 'answered-before':
      return answeredBefore(request);
    case 'passed-to-manager':
      await waitForStages(database.pool, params.id);
      return redirect('/inbox', content.toManager);
    case 'answered': {
      const messageIds = question.messages.map(({ id }) => id);
      if (caseNumbers.length > 0) return afterSaving(request, caseNumbers, messageIds);
      await waitForStages(database.pool, params.id);
      return redirect('/inbox', content.notCasework);
    }
    default:
      return answered satisfies never;
  }
}

/** A name is taught for one child, and from the family's own words. */
function nicknameTrouble(
  nickname: string,
  caseNumbers: readonly string[],
  { messages }: OpenQuestion,
): string | null {
  if (nickname === '') return null;
  if (caseNumbers.length !== 1) return content.errors.oneChild;
  const said = messages.some(({ body }) => body.toLowerCase().includes(nickname.toLowerCase()));
  return said ? null : content.errors.notSaid;
}

/** Only a word that the question itself is about, for a child who was selected. */
async function learnNames(
  { viewer, now, database }: AnswerRequest,
  caseNumbers: readonly string[],
  words: readonly string[],
  ticked: readonly string[],
): Promise<void> {
  for (const caseNumber of caseNumbers) {
    for (const name of words.filter((word) => ticked.includes(`${caseNumber}~${word}`))) {
      await rememberName(database, { caseNumber, name, recordedBy: viewer.workerId, at: now });
    }
  }
}

/** To the first child's recording: its record bar is the second look. */
export async function afterSaving(
  {
    database,
    params,
    today,
  }: Pick<PageRequest<{ id: string }, unknown, unknown>, 'database' | 'params' | 'today'>,
  caseNumbers: readonly string[],
  messageIds: readonly string[],
): Promise<PageResult> {
  const done = await waitForStages(database.pool, params.id);
  const children = await readCandidates(database.pool, params.id, caseNumbers, today);
  const [first] = children;
  const recording =
    done && first ? await findRecording(database.pool, first.caseNumber, messageIds) : null;
  if (!first || recording === null) {
    return redirectWithWarning(`/conversations/${params.id}`, content.soon);
  }
  return redirect(
    `/children/${encodeURIComponent(first.caseNumber)}/recordings/${recording}`,
    kept(children.map(({ name }) => name)),
  );
}
