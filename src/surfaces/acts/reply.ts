// Reply to a family from a chat: the same checks as on the web, and one button that sends.
import { keepReplyDraft, readReplyDraft } from '../../delivery/draft-store.ts';
import { firstName, type Recipient } from '../../delivery/recipient.ts';
import { replyBodySchema } from '../../delivery/reply-body.ts';
import { cannotMessage, relationshipsOf, replyChoices } from '../../delivery/reply-choices.ts';
import { type Prepared, previewNotice, type Sending, type Writer } from '../../delivery/send.ts';
import type { Stop } from '../../delivery/stops.ts';
import { byChannel } from '../../format/channel.ts';
import { phone } from '../../format/phone.ts';
import type {
  Gone,
  Refusal,
  ReplyForm,
  ReplyOutcome,
  ReplyValues,
  Wrong,
} from '../../messaging/surface.ts';
import { childLine } from '../cards/lines.ts';
import { openConversation, refuseSubject, type Seat } from '../seat.ts';
import { auditBy } from './actor.ts';

type Stopped = Extract<ReplyOutcome, { outcome: 'stopped' }>;

/** What the reply's form shows; or why nobody can write there now. */
export async function replyForm(
  sending: Sending,
  seat: Seat,
  conversationId: string,
  typed: string | null,
): Promise<ReplyForm | Refusal | Stopped> {
  const { database, viewer, now } = seat;
  const opened = await openConversation(seat, conversationId);
  if ('outcome' in opened) return opened;
  const prepared = await sending.prepare(writerOf(seat), conversationId, null);
  if (!prepared) return refuseSubject(seat, subjectOf(conversationId));
  const { recipient } = prepared;
  const { blocking, open, notAbout, people, before } = replyChoices(prepared);
  if (blocking) return stopped(seat, recipient, [blocking]);
  const draft = await readReplyDraft(database.pool, viewer.workerId, conversationId);
  const name = recipient.contact?.name ?? 'this number';
  const openCases = open.map(({ caseNumber }) => caseNumber);
  const drafted = (draft?.about ?? []).filter((caseNumber) => openCases.includes(caseNumber));
  const selected = openCases.length === 1 ? openCases : drafted;
  await auditBy(seat, { action: 'view', ...subjectOf(conversationId), caseNumbers: [...opened] });
  return {
    outcome: 'form',
    conversationId,
    name,
    sendLabel: `Send to ${name} ${byChannel(recipient.channel)}`,
    firstName: firstName(name),
    lines: [...toAndFrom(recipient), ...before, ...notAbout],
    people: people.map(({ contactId, name: person }) => ({ contactId, name: person })),
    children: open.map((child) => childLine(child, now)),
    selected,
    draft: typed ?? draft?.body ?? '',
    notice: noticeWords(prepared, selected.length > 0 ? selected : openCases),
  };
}

/** Checked, kept, and then sent by a job; or asked about, or stopped, and then kept as a draft. */
export async function sendReply(
  sending: Sending,
  seat: Seat,
  conversationId: string,
  values: ReplyValues,
): Promise<ReplyOutcome | Gone | Refusal | Wrong> {
  const { viewer, surface } = seat;
  const opened = await openConversation(seat, conversationId);
  if ('outcome' in opened) return opened;
  const body = replyBodySchema.safeParse(values.body);
  if (!body.success) {
    const text = body.error.issues[0]?.message ?? 'Write a message';
    return { outcome: 'wrong', errors: [{ field: 'body', text }] };
  }
  const result = await sending.send(writerOf(seat), {
    conversationId,
    contactId: values.contactId,
    caseNumbers: [...new Set(values.caseNumbers)],
    body: body.data,
    asked: values.asked,
    why: values.why,
    idempotencyKey: `${viewer.workerId}:${surface}:${values.idempotencyKey}`,
  });
  switch (result.outcome) {
    case 'no-such-conversation':
      return refuseSubject(seat, subjectOf(conversationId));
    case 'asks':
      return {
        outcome: 'asks',
        questions: result.questions.map(({ key, what, why }) => ({ key, words: `${what} ${why}` })),
      };
    case 'stopped': {
      await keepDraft(seat, conversationId, body.data, values.caseNumbers);
      const unselected = result.stops.find(({ code }) => code === 'nobody-selected');
      if (unselected) {
        return { outcome: 'wrong', errors: [{ field: 'child', text: unselected.next }] };
      }
      const prepared = await sending.prepare(writerOf(seat), conversationId, values.contactId);
      return stopped(seat, prepared?.recipient ?? null, result.stops, conversationId);
    }
    case 'kept':
      if (result.again) {
        return { outcome: 'kept', words: 'This message was kept before. It is not sent twice.' };
      }
      await auditBy(seat, {
        action: 'send',
        ...subjectOf(conversationId),
        caseNumbers: values.caseNumbers,
        detail: { questionsAnswered: values.asked.length, notice: result.noticeGoes },
      });
      return { outcome: 'kept', words: keptWords(result.noticeGoes) };
    default:
      return result satisfies never;
  }
}

/** Keeps what was written of a reply, on this person's own desk. */
export async function keepDraft(
  { database, viewer, now }: Seat,
  conversationId: string,
  body: string,
  about: readonly string[],
): Promise<void> {
  await keepReplyDraft(database.pool, viewer.workerId, conversationId, {
    body,
    about: [...about],
    changedAt: now,
  });
}

const subjectOf = (conversationId: string) => ({
  subjectKind: 'conversation',
  subjectId: conversationId,
});

function writerOf({ viewer, access, now, today }: Seat): Writer {
  return { workerId: viewer.workerId, visibleCases: access.visibleCases, now, today };
}

function stopped(
  seat: Seat,
  recipient: Recipient | null,
  stops: readonly Stop[],
  conversationId = recipient?.conversationId ?? '',
): Stopped {
  return {
    outcome: 'stopped',
    heading: recipient ? cannotMessage(recipient) : 'You cannot send this yet',
    reasons: stops.map(({ why, next }) => `${why} ${next}`),
    url: seat.page(`/conversations/${conversationId}`),
  };
}

function toAndFrom({ contact, children, counterpart, sender }: Recipient): string[] {
  const to = [contact?.name, relationshipsOf(children), phone(counterpart)].filter(Boolean);
  return [
    `To: ${to.join(', ')}`,
    ...(sender ? [`From: ${sender.label}, ${phone(sender.address)}`] : []),
  ];
}

function noticeWords(prepared: Prepared, caseNumbers: readonly string[]): string | null {
  const notice = previewNotice(prepared, caseNumbers);
  return notice.goes ? `With this first message Casethread also sends: ${notice.body}` : notice.why;
}

function keptWords(noticeGoes: boolean): string {
  const kept = 'Kept, and being sent. If it is not delivered, you hear of it here.';
  return noticeGoes
    ? `${kept} The family is also told, once, that messages are kept on the record.`
    : kept;
}
