// What each button of our cards does. Every act goes to the desk with the person's Entra object id: who
// that is, and what they may do, is decided there, now.
import type {
  Desk,
  DoneCard,
  Gone,
  QuestionCard,
  Refusal,
  Wrong,
} from '../../../src/messaging/surface.ts';
import {
  adaptiveCard,
  correctionCard,
  doneCard,
  homeCard,
  NOT_CASEWORK,
  saidCard,
  toldCard,
} from './cards.ts';
import { contextFormCard, overtakenCard } from './context-card.ts';
import { type CardData, fieldsIn } from './data.ts';
import type { AdaptiveCard } from './elements.ts';
import { CHOOSE, notCaseworkCard, questionCard, searchCard } from './question-card.ts';
import { replyCard, stoppedCard } from './reply-card.ts';

export type Acting = {
  desk: Desk;
  userId: string;
  data: CardData;
  /** As it came: a form's fields stand in it by their own names. */
  raw: Readonly<Record<string, unknown>>;
  /** Casethread's own pages. */
  url: string;
};

type Act = (acting: Acting) => Promise<AdaptiveCard>;

const FOUND = 10;

const isTold = (answer: object): answer is Refusal | Gone =>
  'outcome' in answer && (answer.outcome === 'refused' || answer.outcome === 'gone');

const finished = (answer: DoneCard | Refusal | Gone): AdaptiveCard =>
  isTold(answer) ? toldCard(answer) : doneCard(answer);

/** A question as it stands, laid out by `lay`; what else may have become of it is said. */
async function withQuestion(
  { desk, userId, data }: Acting,
  lay: (question: QuestionCard) => AdaptiveCard | Promise<AdaptiveCard>,
): Promise<AdaptiveCard> {
  const question = await desk.question(userId, data.question);
  if (isTold(question)) return toldCard(question);
  return question.kind === 'done' ? doneCard(question) : lay(question);
}

async function settled(
  acting: Acting,
  answer: DoneCard | Gone | Refusal | Wrong,
  again: (question: QuestionCard, problem: string) => AdaptiveCard,
): Promise<AdaptiveCard> {
  if (isTold(answer)) return toldCard(answer);
  if (!('outcome' in answer)) return doneCard(answer);
  const [first] = answer.errors;
  return withQuestion(acting, (question) => again(question, first?.text ?? CHOOSE));
}

const showQuestion: Act = (acting) => withQuestion(acting, (question) => questionCard(question));

const saveChildren: Act = async (acting) => {
  const { desk, userId, data } = acting;
  if (data.children.length === 0) {
    return withQuestion(acting, (question) => questionCard(question, CHOOSE));
  }
  const answer = await desk.answer(userId, {
    questionId: data.question,
    caseNumbers: data.children,
  });
  return settled(acting, answer, questionCard);
};

const searchChildren: Act = (acting) =>
  withQuestion(acting, (question) => searchCard(question, null));

const showResults: Act = async (acting) => {
  const { desk, userId, data } = acting;
  const query = data.query.trim();
  return withQuestion(acting, async (question) => {
    if (query.length < 2) {
      const problem = 'Type at least 2 letters of a name, or a case number';
      return searchCard(question, null, problem);
    }
    const children = await desk.findChildren(userId, query, FOUND);
    if (!Array.isArray(children)) return toldCard(children);
    return searchCard(question, { query, children });
  });
};

const saveNotCasework: Act = async (acting) => {
  const { desk, userId, data } = acting;
  const answer = await desk.notCasework(userId, {
    questionId: data.question,
    reason: data.reason.trim(),
  });
  return settled(acting, answer, notCaseworkCard);
};

const askManager: Act = async ({ desk, userId, data }) =>
  finished(await desk.askManager(userId, data.question));

const remember: Act = async ({ desk, userId, data }) => {
  const { questionId, caseNumber, word } = data;
  return finished(await desk.remember(userId, { questionId, caseNumber, word }));
};

const openContext: Act = async ({ desk, userId, data }) => {
  const form = await desk.contextForm(userId, data.recording);
  return form.outcome === 'form' ? contextFormCard(form) : toldCard(form);
};

/** The card in the chat as it stands now: somebody may have finished it on the web. */
const showContext: Act = async ({ desk, userId, data }) => {
  const form = await desk.contextForm(userId, data.recording);
  return form.outcome === 'form' ? adaptiveCard(form.card) : toldCard(form);
};

const saveContext: Act = async ({ desk, userId, data, raw }) => {
  const values = fieldsIn(raw);
  const answer = await desk.completeContext(userId, data.recording, data.version, values);
  if (!('outcome' in answer)) return doneCard(answer);
  switch (answer.outcome) {
    case 'refused':
      return toldCard(answer);
    case 'gone':
      return overtakenCard(answer, data.recording);
    case 'wrong': {
      // A form that became too long for a card is finished on the web, with the words in it.
      await desk.keepContextDraft(userId, data.recording, values);
      const form = await desk.contextForm(userId, data.recording);
      if (form.outcome !== 'form') return toldCard(form);
      return contextFormCard(form, values, answer.errors);
    }
    default:
      return answer satisfies never;
  }
};

const keepContext: Act = async ({ desk, userId, data, raw, url }) => {
  await desk.keepContextDraft(userId, data.recording, fieldsIn(raw));
  return saidCard('Your draft is kept. It is not on the record yet.', url);
};

const addAfter: Act = async ({ desk, userId, data, url }) => {
  const answer = await desk.addContext(userId, data.recording, 'kept');
  if (!('outcome' in answer)) return doneCard(answer);
  if (answer.outcome === 'wrong') {
    return saidCard(answer.errors.map(({ text }) => text).join('. '), url);
  }
  return toldCard(answer);
};

const openCorrection: Act = async ({ desk, userId, data }) => {
  const form = await desk.correctionForm(userId, data.conversationId, data.messageId);
  return form.outcome === 'form' ? correctionCard(form) : toldCard(form);
};

const saveCorrection: Act = async ({ desk, userId, data }) => {
  const { conversationId, messageId, messages, children, reason } = data;
  const again = async (problems: string[]) => {
    const form = await desk.correctionForm(userId, conversationId, messageId);
    return form.outcome === 'form' ? correctionCard(form, problems) : toldCard(form);
  };
  const notCasework = children.includes(NOT_CASEWORK);
  if (notCasework && children.length > 1) {
    return again(['Select children, or one of the other answers, not both']);
  }
  if (children.length === 0) return again([CHOOSE]);
  const answer = await desk.correct(userId, {
    conversationId,
    messageIds: messages,
    caseNumbers: notCasework ? [] : children,
    reason: reason.trim(),
  });
  if (!('outcome' in answer)) return doneCard(answer);
  return answer.outcome === 'wrong'
    ? again(answer.errors.map(({ text }) => text))
    : toldCard(answer);
};

const openReply: Act = async ({ desk, userId, data }) => {
  const form = await desk.replyForm(userId, data.conversation, data.typed || null);
  if (form.outcome === 'form') return replyCard(form);
  return form.outcome === 'stopped' ? stoppedCard(form) : toldCard(form);
};

const sendReply: Act = async ({ desk, userId, data, url }) => {
  const { conversation, body, children, person, why, asked, intent } = data;
  const written = { body, caseNumbers: children, contactId: person || null, why };
  const answer = await desk.reply(userId, conversation, {
    contactId: written.contactId,
    caseNumbers: children,
    body,
    asked,
    why: why.trim() || null,
    idempotencyKey: intent,
  });
  switch (answer.outcome) {
    case 'kept':
      return saidCard(answer.words, url);
    case 'stopped':
      return stoppedCard(answer);
    case 'asks':
    case 'wrong': {
      await desk.keepReplyDraft(userId, conversation, body);
      const form = await desk.replyForm(userId, conversation, null);
      if (form.outcome === 'stopped') return stoppedCard(form);
      if (form.outcome !== 'form') return toldCard(form);
      return answer.outcome === 'asks'
        ? replyCard(form, written, { questions: answer.questions, intent })
        : replyCard(
            form,
            written,
            null,
            answer.errors.map(({ text }) => text),
          );
    }
    default:
      return toldCard(answer);
  }
};

const keepReply: Act = async ({ desk, userId, data, url }) => {
  await desk.keepReplyDraft(userId, data.conversation, data.body);
  return saidCard('Your draft is kept. Nothing has been sent.', url);
};

const keepNote: Act = async ({ desk, userId, data, url }) => {
  const answer = await desk.keepNote(userId, data.conversation, data.typed);
  return answer.outcome === 'kept' ? saidCard(answer.words, url) : toldCard(answer);
};

const seenFailure: Act = async ({ desk, userId, data }) =>
  finished(await desk.seenFailure(userId, data.send));

const showHome: Act = async ({ desk, userId }) => {
  const home = await desk.home(userId);
  return 'outcome' in home ? toldCard(home) : homeCard(home);
};

/** By the verb on the button. */
export const ACTS: ReadonlyMap<string, Act> = new Map([
  ['which-child.open', showQuestion],
  ['which-child.refresh', showQuestion],
  ['which-child.save', saveChildren],
  ['which-child.search', searchChildren],
  ['which-child.results', showResults],
  [
    'which-child.not-casework',
    (acting) => withQuestion(acting, (question) => notCaseworkCard(question)),
  ],
  ['which-child.not-casework-save', saveNotCasework],
  ['which-child.ask-manager', askManager],
  ['aka.remember', remember],
  ['context.open', openContext],
  ['context.refresh', showContext],
  ['context.save', saveContext],
  ['context.draft', keepContext],
  ['context.add-after', addAfter],
  ['attribution.correct', openCorrection],
  ['attribution.correct-save', saveCorrection],
  ['reply.open', openReply],
  ['reply.send', sendReply],
  ['reply.draft', keepReply],
  ['note.keep', keepNote],
  ['delivery.seen', seenFailure],
  ['home.refresh', showHome],
]);
