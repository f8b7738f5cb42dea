// Teams as a worker surface: cards in a person's own chat with us, and what their buttons do.
import { z } from 'zod';
import type { WebhookAnswer } from '../../../src/messaging/adapter.ts';
import type { ChatReferences } from '../../../src/messaging/reference.ts';
import type { Registrations } from '../../../src/messaging/registration.ts';
import type { Desk, WorkerSurface } from '../../../src/messaging/surface.ts';
import type { Connectors } from '../connector.ts';
import type { TeamsListener } from '../door.ts';
import { authorOf, isPersonal, type TeamsActivity } from '../parse.ts';
import { ACTS } from './acts.ts';
import { dataSchema, invokeSchema } from './data.ts';
import { type AdaptiveCard, CARD_TYPE } from './elements.ts';
import { postCard, referenceOf } from './post.ts';
import { recordForm } from './record-form.ts';
import { typedCard } from './reply-card.ts';

export type SurfaceNeeds = {
  appId: string;
  tenantId: string;
  desk: Desk;
  registrations: Registrations;
  references: ChatReferences;
  connectors: () => Promise<Connectors>;
  /** Casethread's own pages, without a slash at the end. */
  url: string;
  onTrouble(error: unknown): void;
};

export function teamsSurface(needs: SurfaceNeeds): {
  surface: WorkerSurface;
  listener: TeamsListener;
} {
  return {
    surface: { kind: 'teams', post: (post) => postCard(needs, post) },
    listener: {
      invoke: (activity) => invoke(needs, activity),
      typed: (activity, words) => typed(needs, activity, words),
    },
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';

function answer(body: object, status = 200): WebhookAnswer {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

/** The card that takes the place of the one whose button was pressed. */
const replaced = (value: AdaptiveCard): WebhookAnswer =>
  answer({ statusCode: 200, type: CARD_TYPE, value });

const notKnown = (words: string): WebhookAnswer =>
  answer({
    statusCode: 400,
    type: 'application/vnd.microsoft.error',
    value: { code: 'BadRequest', message: words },
  });

/** Rejects when nothing could be kept: Teams says so to the worker. */
async function invoke(needs: SurfaceNeeds, activity: TeamsActivity): Promise<WebhookAnswer> {
  switch (activity.name) {
    case 'adaptiveCard/action':
      return press(needs, activity);
    case 'composeExtension/fetchTask':
    case 'composeExtension/submitAction':
      return answer(await recordForm(needs, activity));
    default:
      return answer({}, 501);
  }
}

async function press(needs: SurfaceNeeds, activity: TeamsActivity): Promise<WebhookAnswer> {
  const pressed = invokeSchema.safeParse(activity.value).data?.action;
  const act = ACTS.get(pressed?.verb ?? '');
  const raw = pressed?.data ?? {};
  const data = dataSchema.safeParse(raw).data;
  if (!act || !data)
    return notKnown('This button is not known any more. Open Casethread on the web.');
  const { desk, url } = needs;
  return replaced(await act({ desk, userId: authorOf(activity), data, raw, url }));
}

const quoteSchema = z.looseObject({ messageId: z.string() });

/** Words typed to us are sent to nobody: they are answered with what can be done with them. */
async function typed(needs: SurfaceNeeds, activity: TeamsActivity, words: string): Promise<void> {
  const { conversation, serviceUrl } = activity;
  if (!isPersonal(activity)) return;
  try {
    const card = await cardFor(needs, activity, words);
    const connector = await (await needs.connectors()).at(serviceUrl);
    await connector?.conversations.sendToConversation(conversation.id, {
      type: 'message',
      summary: 'Not sent',
      attachments: [{ contentType: CARD_TYPE, content: card }],
    });
  } catch (error) {
    needs.onTrouble(error);
  }
}

async function cardFor(
  { desk, url }: SurfaceNeeds,
  activity: TeamsActivity,
  words: string,
): Promise<AdaptiveCard> {
  const userId = authorOf(activity);
  const show = ACTS.get('home.refresh');
  if (/^(hi|hello|help|home|waiting)?$/i.test(words.trim()) && show) {
    return show({ desk, userId, data: dataSchema.parse({}), raw: {}, url });
  }
  const quoted = (activity.attachments ?? [])
    .filter(({ contentType }) => contentType === 'messageReference')
    .map(({ content }) =>
      quoteSchema.safeParse(typeof content === 'string' ? parsed(content) : content),
    );
  const id = quoted[0]?.data?.messageId;
  const thread = id ? referenceOf(activity.conversation.id, id) : null;
  const conversationId = thread && (await desk.conversationOfThread(userId, thread));
  if (!conversationId) return typedCard(null, words, url);
  const form = await desk.replyForm(userId, conversationId, null);
  const name = form.outcome === 'form' ? form.name : 'the family';
  return typedCard({ conversationId, name }, words, url);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
