// A worker presses "Send to <name> by text": checked, then kept in one transaction, then sent by a job.
import { planQuestions } from '../contact-plans/plan-questions.ts';
import { readPlansInForce } from '../contact-plans/plan-store.ts';
import type { Database, Queryable } from '../database/client.ts';
import type { Channel } from '../messaging/message.ts';
import { answersTo, checkDraft } from './checks.ts';
import { deleteReplyDraft } from './draft-store.ts';
import type { NewIntent } from './intent.ts';
import { insertIntent, lockConversation, wakeSending, wasTold } from './intent-store.ts';
import { type NoticeDecision, noticeFor } from './notice.ts';
import type { Question, QuestionSurroundings } from './questions.ts';
import { firstName, type Recipient } from './recipient.ts';
import { readNameableChildren, readOfficialNumbers, readRecipient } from './recipient-store.ts';
import type { Stop } from './stops.ts';
import { fillIn, type MessageTemplate, problemsIn, type TemplateValues } from './template.ts';
import { readTemplates } from './template-store.ts';
import { type Window, windowAt } from './window.ts';

/** What sending needs of other rooms: pure decisions, and the act of opening a scope. */
export type SendingNeeds = {
  database: Database;
  /** Whether an adapter can send on this channel. */
  canSend(channel: Channel): boolean;
  namesIn: QuestionSurroundings['namesIn'];
  conductIn: QuestionSurroundings['conductIn'];
  /** "I am messaging this contact about these children" (attribution), in the transaction given. */
  openScope(connection: Queryable, scope: OpenedScope): Promise<void>;
};

export type OpenedScope = {
  conversationId: string;
  workerId: string;
  caseNumbers: readonly string[];
  at: Date;
};

/** Who writes, and what they may see: as the request found it. */
export type Writer = {
  workerId: string;
  visibleCases(caseNumbers: readonly string[]): Promise<ReadonlySet<string>>;
  now: Date;
  /** The day in Europe/London. */
  today: string;
};

export type SendRequest = {
  conversationId: string;
  /** Chosen among the holders of a shared address; null where there is one. */
  contactId: string | null;
  caseNumbers: readonly string[];
  /** The worker's own words; of no account where a template is given. */
  body: string;
  /** An agreed opening message, and what the worker put into its places; absent: their own words. */
  template?: { contentSid: string; values: TemplateValues };
  /** Keys of the questions that the worker was shown before pressing Send again. */
  asked: readonly string[];
  /** Why it is sent as it is; null: nothing said. */
  why: string | null;
  idempotencyKey: string;
};

export type SendResult =
  | { outcome: 'no-such-conversation' }
  | { outcome: 'stopped'; stops: Stop[] }
  | { outcome: 'asks'; questions: Question[] }
  /** Committed; `again`: this very press was kept before, and nothing new is sent. */
  | { outcome: 'kept'; again: boolean; noticeGoes: boolean };

export type Sending = {
  /** What the reply form shows; null: no such conversation. */
  prepare(
    writer: Writer,
    conversationId: string,
    contactId: string | null,
  ): Promise<Prepared | null>;
  send(writer: Writer, request: SendRequest): Promise<SendResult>;
};

export type Prepared = {
  recipient: Recipient;
  canSend: boolean;
  /** Whether the family was told before that messages are kept. */
  toldBefore: boolean;
  /** Whether the worker may write freely now. */
  window: Window;
  /** Agreed opening messages, where nothing else gets through. */
  templates: readonly MessageTemplate[];
};

export function createSending(needs: SendingNeeds): Sending {
  return {
    prepare: (writer, conversationId, contactId) =>
      prepare(needs, needs.database.pool, writer, conversationId, contactId),
    send: (writer, request) =>
      needs.database.transaction((connection) => send(needs, connection, writer, request)),
  };
}

/** The notice that would go with a message about these children. */
export function previewNotice(
  { recipient, toldBefore, window }: Prepared,
  caseNumbers: readonly string[],
): NoticeDecision {
  const notice = noticeFor(recipient, caseNumbers, toldBefore);
  // Nothing but the agreed message gets through: the notice goes with the first free one.
  return window.state === 'closed' && notice.goes ? { goes: false, why: null } : notice;
}

async function prepare(
  needs: SendingNeeds,
  connection: Queryable,
  writer: Writer,
  conversationId: string,
  contactId: string | null,
): Promise<Prepared | null> {
  const { visibleCases, today } = writer;
  const recipient = await readRecipient(connection, {
    conversationId,
    contactId,
    today,
    visibleCases,
  });
  if (!recipient) return null;
  const { contact, channel } = recipient;
  const window = windowAt(recipient, writer.now);
  return {
    recipient,
    canSend: needs.canSend(channel),
    window,
    templates: window.state === 'closed' ? await readTemplates(connection) : [],
    toldBefore: contact !== null && (await wasTold(connection, contact.contactId, channel)),
  };
}

async function send(
  needs: SendingNeeds,
  connection: Queryable,
  writer: Writer,
  request: SendRequest,
): Promise<SendResult> {
  const { conversationId, caseNumbers } = request;
  // Two first messages at once must not bring two notices.
  await lockConversation(connection, conversationId);
  const prepared = await prepare(needs, connection, writer, conversationId, request.contactId);
  if (!prepared) return { outcome: 'no-such-conversation' };
  const { recipient, canSend } = prepared;
  const agreed = request.template ? await readAgreed(connection, request.template) : null;
  if (agreed && 'stop' in agreed) return { outcome: 'stopped', stops: [agreed.stop] };
  const body = agreed?.body ?? request.body;
  const linked = recipient.children.map((child) => child.caseNumber);
  const check = checkDraft(
    recipient,
    { body, caseNumbers, isTemplate: agreed !== null },
    {
      now: writer.now,
      canSend,
      namesIn: needs.namesIn,
      conductIn: needs.conductIn,
      officialNumbers: await readOfficialNumbers(connection),
      nameable: await readNameableChildren(connection, writer.workerId, linked, writer.today),
    },
  );
  if (check.verdict === 'stopped') return { outcome: 'stopped', stops: check.stops };
  const asked = check.verdict === 'asks' ? check.questions : [];
  const questions = [
    ...asked,
    ...(await askedByPlan(connection, writer, request, recipient, asked)),
  ];
  if (questions.some(({ key }) => !request.asked.includes(key)))
    return { outcome: 'asks', questions };
  const { contact } = recipient;
  if (!contact) throw new Error('A draft without a recipient passed the checks.');

  const intent: NewIntent = {
    conversationId,
    kind: 'reply',
    workerId: writer.workerId,
    contactId: contact.contactId,
    caseNumbers,
    body,
    ...(agreed ? { template: agreed.sent } : {}),
    checks: answersTo(questions, request.why),
    idempotencyKey: request.idempotencyKey,
    at: writer.now,
  };
  if ((await insertIntent(connection, intent)) === null) {
    return { outcome: 'kept', again: true, noticeGoes: false };
  }
  // Before the message: the scope decides which children an outgoing message is about.
  await needs.openScope(connection, {
    conversationId,
    workerId: writer.workerId,
    caseNumbers,
    at: writer.now,
  });
  const notice = previewNotice(prepared, caseNumbers);
  if (notice.goes) {
    const { template: _agreed, ...rest } = intent;
    await insertIntent(connection, {
      ...rest,
      kind: 'notice',
      body: notice.body,
      checks: [],
      idempotencyKey: `${request.idempotencyKey}:notice`,
    });
  }
  await deleteReplyDraft(connection, writer.workerId, conversationId);
  await wakeSending(connection);
  return { outcome: 'kept', again: false, noticeGoes: notice.goes };
}

/** What the contact plans for these children say about it (Cardiff & Vale 6a). */
async function askedByPlan(
  connection: Queryable,
  { workerId, now }: Writer,
  { caseNumbers }: SendRequest,
  { contact, channel }: Recipient,
  asked: readonly Question[],
): Promise<Question[]> {
  if (contact === null) return [];
  const plans = await readPlansInForce(connection, contact.contactId, caseNumbers);
  const hoursAsked = asked.some(({ code }) => code === 'outside-hours');
  const contactName = firstName(contact.name);
  return planQuestions(plans, { channel, workerId, contactName, now, hoursAsked });
}

type Agreed =
  | { stop: Stop }
  | { body: string; sent: { contentSid: string; variables: TemplateValues } };

/** What the family will read, and what the provider is told; or why it cannot be sent. */
async function readAgreed(
  connection: Queryable,
  { contentSid, values }: NonNullable<SendRequest['template']>,
): Promise<Agreed> {
  const templates = await readTemplates(connection);
  const template = templates.find((each) => each.contentSid === contentSid);
  const [problem] = template ? problemsIn(template, values) : [];
  if (!template || problem) {
    return {
      stop: {
        code: 'template-unusable',
        why: problem?.text ?? 'This opening message is no longer agreed.',
        next: problem ? 'Then send it.' : 'Choose another one.',
      },
    };
  }
  const variables = Object.fromEntries(
    template.variables.map(({ key }) => [key, values[key]?.trim() ?? '']),
  );
  return { body: fillIn(template, variables), sent: { contentSid, variables } };
}
