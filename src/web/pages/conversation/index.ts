// A conversation with a family: what was said, which child each message is about, and the reply.
import { createReadStream } from 'node:fs';
import type { z } from 'zod';
import { mayReadMessage } from '../../../access/rules.ts';
import type { MediaFiles } from '../../../capture/media-files.ts';
import { keepReplyDraft } from '../../../delivery/draft-store.ts';
import type { Sending, SendResult } from '../../../delivery/send.ts';
import { mediaName } from '../../../record/receipt.ts';
import {
  definePage,
  type Entered,
  json,
  noPermission,
  type Page,
  type PageRequest,
  type PageResult,
  redirect,
  redirectWithWarning,
  route,
  sendFile,
} from '../../page/index.ts';
import { content } from './content.ts';
import { readLiveMarks, readStoredMedia } from './conversation-store.ts';
import { readOpening, valuesIn } from './opening.ts';
import {
  conversationParams,
  conversationQuery,
  mediaParams,
  type ReplyForm,
  replyForm,
} from './schema.ts';
import { showConversation, writerOf } from './view.ts';

type Params = z.infer<typeof conversationParams>;
type ReplyRequest = PageRequest<Params, unknown, ReplyForm>;

const JUST_ARRIVED_MS = 15_000;

export type ConversationNeeds = { sending: Sending; media: Pick<MediaFiles, 'pathOf'> };

export function conversationPage({ sending, media }: ConversationNeeds): Page {
  return definePage({
    name: 'conversation',
    routes: [
      route({
        method: 'GET',
        path: '/conversations/:id',
        may: { seeConversation: ({ id }) => id },
        params: conversationParams,
        query: conversationQuery,
        handle: (request) => showConversation(sending, request, request.query),
      }),
      route({
        method: 'GET',
        path: '/conversations/:id/live',
        may: { seeConversation: ({ id }) => id },
        params: conversationParams,
        async handle({ params, database, now }) {
          const { marks, newestInboundAt } = await readLiveMarks(database.pool, params.id);
          const since = newestInboundAt ? now.getTime() - newestInboundAt.getTime() : Infinity;
          return json({ token: marks, words: since < JUST_ARRIVED_MS ? content.arrived : null });
        },
      }),
      route({
        method: 'POST',
        path: '/conversations/:id',
        may: { seeConversation: ({ id }) => id },
        params: conversationParams,
        form: replyForm,
        handle: (request) => reply(sending, request),
      }),
      route({
        method: 'GET',
        path: '/conversations/:id/media/:mediaId',
        may: { seeConversation: ({ id }) => id },
        params: mediaParams,
        viewed: ({ mediaId }) => ({ subjectKind: 'media', subjectId: mediaId }),
        handle: (request) => attachment(media, request),
      }),
    ],
  });
}

async function reply(sending: Sending, request: ReplyRequest): Promise<PageResult> {
  const { form, params, viewer, database, now, audit } = request;
  if (!form.valid) {
    const { errors, entered } = form;
    const { to, template } = entered;
    return showConversation(sending, request, {
      errors,
      entered,
      to: textOf(to),
      template: textOf(template),
    });
  }
  const unfinished = await unfinishedOpening(sending, request, form.value, form.entered);
  if (unfinished) return unfinished;
  const { body, about, to, asked, why, key, action, template, previewed } = form.value;
  const draft = { body, about, changedAt: now };
  if (action === 'draft') {
    await keepReplyDraft(database.pool, viewer.workerId, params.id, draft);
    return redirect(`/conversations/${params.id}#reply`, content.draftKept);
  }
  const result = await sending.send(writerOf(request), {
    conversationId: params.id,
    contactId: to ?? null,
    caseNumbers: about,
    body,
    ...(template ? { template: { contentSid: template, values: valuesIn(form.value) } } : {}),
    asked,
    why: why === '' ? null : why,
    idempotencyKey: `${viewer.workerId}:${key}`,
  });
  const { entered } = form;
  const again = { entered, to, template, ...(previewed ? { preview: previewed } : {}) };
  switch (result.outcome) {
    case 'no-such-conversation':
      return noPermission();
    case 'asks':
      return showConversation(sending, request, { ...again, questions: result.questions });
    case 'stopped':
      if (!template) await keepReplyDraft(database.pool, viewer.workerId, params.id, draft);
      return showConversation(sending, request, { ...again, ...stopsOf(result) });
    case 'kept':
      if (result.again) {
        return redirectWithWarning(`/conversations/${params.id}`, content.sentBefore);
      }
      await audit({
        action: 'send',
        subjectKind: 'conversation',
        subjectId: params.id,
        caseNumbers: about,
        detail: { questionsAnswered: asked.length, notice: result.noticeGoes },
      });
      return redirect(
        `/conversations/${params.id}`,
        result.noticeGoes ? `${content.sending} ${content.noticeGoes}` : content.sending,
      );
    default:
      return result satisfies never;
  }
}

/** An agreed opening message that is not to be sent yet: to be mended, or read first. */
async function unfinishedOpening(
  sending: Sending,
  request: ReplyRequest,
  form: ReplyForm,
  entered: Entered,
): Promise<PageResult | null> {
  if (form.template === undefined) return null;
  const prepared = await sending.prepare(writerOf(request), request.params.id, form.to ?? null);
  const template = prepared?.templates.find(({ contentSid }) => contentSid === form.template);
  if (!template) return null;
  const shown = { entered, to: form.to, template: form.template };
  const reading = readOpening(template, form);
  switch (reading.outcome) {
    case 'wrong':
      return showConversation(sending, request, { ...shown, errors: reading.errors });
    case 'preview':
      return showConversation(sending, request, { ...shown, preview: reading.words });
    case 'ready':
      return null;
    default:
      return reading satisfies never;
  }
}

/** A selection to mend is an error at its field; everything else is a stop with its reason. */
function stopsOf({ stops }: Extract<SendResult, { outcome: 'stopped' }>) {
  const unselected = stops.find(({ code }) => code === 'nobody-selected');
  return unselected ? { errors: [{ field: 'about', text: unselected.next }] } : { stops };
}

async function attachment(
  media: Pick<MediaFiles, 'pathOf'>,
  { params, database, access }: PageRequest<z.infer<typeof mediaParams>, unknown, unknown>,
): Promise<PageResult> {
  const [stored, visible] = await Promise.all([
    readStoredMedia(database.pool, params.id, params.mediaId),
    access.casesOfConversation(params.id),
  ]);
  if (!stored || !visible || !mayReadMessage(stored.caseNumbers, visible)) return noPermission();
  return sendFile({
    contentType: stored.contentType,
    name: mediaName(stored.contentType).toLowerCase().replaceAll(' ', '-'),
    bytes: stored.bytes,
    stream: createReadStream(media.pathOf(stored.sha256)),
  });
}

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;
