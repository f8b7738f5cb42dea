// Everything on the conversation page, read for one person at one moment.
import { mayWrite } from '../../../access/rules.ts';
import { readReplyDraft } from '../../../delivery/draft-store.ts';
import type { Question } from '../../../delivery/questions.ts';
import { firstName, type Recipient } from '../../../delivery/recipient.ts';
import { relationshipsOf } from '../../../delivery/reply-choices.ts';
import type { Prepared, Sending, Writer } from '../../../delivery/send.ts';
import type { Stop } from '../../../delivery/stops.ts';
import { listDecisionsOnConversation } from '../../../escalation/on-record-store.ts';
import { unknownSender } from '../../../format/channel.ts';
import { capital, day, fullDate, when } from '../../../format/dates.ts';
import { phone } from '../../../format/phone.ts';
import {
  type Entered,
  type FormError,
  noPermission,
  type PageRequest,
  type PageResult,
  render,
} from '../../page/index.ts';
import { decisionOnRecord } from '../flag/on-record.ts';
import {
  channelMessages,
  content,
  openingContent,
  otherWriter,
  replyContent,
  whose,
} from './content.ts';
import {
  type Cursor,
  readFormerHolders,
  readLiveMarks,
  readNoticeGiven,
  readOtherWriter,
} from './conversation-store.ts';
import { plansOf } from './plans.ts';
import { aboutContact, replyView } from './reply-view.ts';
import { loadThread } from './thread.ts';

/** The newest; all of them are on the children's records. */
const DECISIONS = 3;

export type AnyRequest = Pick<
  PageRequest<{ id: string }, unknown, unknown>,
  'params' | 'viewer' | 'access' | 'database' | 'now' | 'today' | 'kept'
>;

export type Shown = {
  before?: Cursor | undefined;
  about?: readonly string[];
  to?: string | undefined;
  entered?: Entered;
  errors?: readonly FormError[];
  questions?: readonly Question[];
  stops?: readonly Stop[];
  template?: string | undefined;
  preview?: string;
};

export function writerOf({ viewer, access, now, today }: AnyRequest): Writer {
  return { workerId: viewer.workerId, visibleCases: access.visibleCases, now, today };
}

export async function showConversation(
  sending: Sending,
  request: AnyRequest,
  shown: Shown,
): Promise<PageResult> {
  const { params, viewer, access, database, now, kept } = request;
  const { pool } = database;
  const prepared = await sending.prepare(writerOf(request), params.id, shown.to ?? null);
  if (!prepared) return noPermission();
  const { recipient } = prepared;
  const before = shown.before ?? null;
  const [thread, draft, other, marks, about, former] = await Promise.all([
    loadThread({ connection: pool, access, viewer, now, recipient, before }),
    readReplyDraft(pool, viewer.workerId, params.id),
    readOtherWriter(pool, params.id, viewer.workerId, now),
    readLiveMarks(pool, params.id),
    contactPanel(request, prepared),
    formerHolders(request, recipient),
  ]);
  if (thread === null) return noPermission();
  const decided = await listDecisionsOnConversation(
    pool,
    params.id,
    [...thread.visible],
    DECISIONS,
  );
  const name = recipient.contact?.name ?? nameOfAll(recipient);
  return render('pages/conversation/page.njk', {
    title: shown.questions?.length ? replyContent.check : name,
    back: { href: '/inbox', text: content.inbox },
    ...(shown.errors ? { errors: shown.errors } : {}),
    content,
    words: replyContent,
    opening: openingContent,
    id: params.id,
    name,
    line: introduction(recipient),
    former,
    known: recipient.holders.length > 0,
    thread,
    newest: before === null,
    liveToken: marks.marks,
    about,
    managerDecisions: decided.map(decisionOnRecord),
    otherWriter: other
      ? otherWriter(other.name, other.writing, firstName(name), when(other.at, now))
      : null,
    reply:
      mayWrite(viewer) && before === null
        ? replyView({
            prepared,
            entered: shown.entered ?? kept,
            draft,
            about: shown.about ?? [],
            questions: shown.questions ?? [],
            stops: shown.stops ?? [],
            now,
            template: shown.template,
            preview: shown.preview ?? null,
          })
        : null,
  });
}

/** Kelly Brennan or Doreen Brennan; Unknown number 07700 900377 */
function nameOfAll({ holders, channel, counterpart }: Recipient): string {
  if (channel === 'slack' || channel === 'teams') return content.chats[channel];
  if (holders.length === 0) return unknownSender(channel, counterpart);
  return holders.map(({ name }) => name).join(' or ');
}

/** Mother of Alfie and Maisie. Text messages with the North team line. */
function introduction({ channel, children, sender, officialNumber, contact }: Recipient): string {
  const visible = children.filter((child) => child.visible);
  const who =
    contact && visible.length > 0
      ? whose(
          capital(relationshipsOf(children)),
          visible.map((child) => firstName(child.name)),
        )
      : '';
  if (channel === 'slack' || channel === 'teams') return `${who} ${content.recordedChat}`.trim();
  const number = sender?.label ?? `${phone(officialNumber)}, which is not one of our numbers`;
  return `${who} ${channelMessages(channel)} with the ${number}.`.trim();
}

async function contactPanel({ database, now }: AnyRequest, { recipient }: Prepared) {
  const { contact, channel, arrangement, children } = recipient;
  if (!contact) return null;
  const [given, plans] = await Promise.all([
    readNoticeGiven(database.pool, contact.contactId, channel),
    plansOf(database.pool, contact, children, now),
  ]);
  const told = toldWords(given, arrangement?.noticeWithheldReason ?? null, now);
  return { ...aboutContact(recipient, told), ...plans };
}

/** Whether the family knows that messages are kept (Coventry 4.2a), or why not (4.2c). */
function toldWords(
  given: { at: Date; state: string } | null,
  withheld: string | null,
  now: Date,
): string {
  if (given === null) return withheld === null ? 'Not yet' : `Not by message. ${withheld}`;
  const arrived = given.state === 'delivered' ? 'Delivered.' : 'Not yet known to be delivered.';
  return `Yes, ${day(given.at, now)}. ${arrived}`;
}

/** Whose number it was, for those who may see one of their children. */
async function formerHolders({ database, access, today }: AnyRequest, recipient: Recipient) {
  if (recipient.holders.length > 0) return [];
  const { channel, counterpart } = recipient;
  const former = await readFormerHolders(database.pool, channel, counterpart, today);
  const visible = await access.visibleCases(former.flatMap(({ caseNumbers }) => caseNumbers));
  return former
    .filter(({ caseNumbers }) => caseNumbers.some((caseNumber) => visible.has(caseNumber)))
    .map(({ name, until }) => `Until ${fullDate(new Date(until))} it was ${name}’s number.`);
}
