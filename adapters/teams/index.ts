// Teams as a channel: chats and channels that are registered are recorded. Everything of the archived
// SDK stays behind this file (docs/decisions/teams-sdk.md).
import type { ChannelAdapter } from '../../src/messaging/adapter.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import type { ChatReferences } from '../../src/messaging/reference.ts';
import type { Registrations } from '../../src/messaging/registration.ts';
import type { Desk } from '../../src/messaging/surface.ts';
import { announce } from './announce.ts';
import type { Authentication } from './authentication.ts';
import { check } from './check.ts';
import type { Connectors } from './connector.ts';
import { teamsDoor } from './door.ts';
import { fetchMedia } from './media.ts';
import type { TeamsSettings } from './settings.ts';
import { teamsSurface } from './surface/index.ts';
import { createTokens } from './token.ts';

export type { TeamsSettings } from './settings.ts';

export type TeamsNeeds = {
  registrations: Registrations;
  references: ChatReferences;
  clock: Clock;
  /** What workers do in Teams goes to this desk; absent: Teams is a channel only. */
  desk?: Desk;
  /** The address of the pages, without a slash at the end. */
  url: string;
  onRemoved(conversationId: string): Promise<void>;
  onAdded(conversationId: string): Promise<void>;
  /** What failed after Teams was answered. */
  onTrouble(error: unknown): void;
};

type Sdk = { authentication: Authentication; connectors: Connectors };

export function createTeamsAdapter(settings: TeamsSettings, needs: TeamsNeeds): ChannelAdapter {
  const tokens = createTokens(settings);
  let opened:
    | Promise<Sdk & { isAuthentic: typeof import('./authentication.ts').isAuthentic }>
    | undefined;
  // The SDK takes a second to load, which nobody should wait for who does not need it.
  const sdk = () => {
    opened ??= Promise.all([import('./authentication.ts'), import('./connector.ts')]).then(
      ([{ createAuthentication, isAuthentic }, { createConnectors }]) => {
        const authentication = createAuthentication(settings, tokens);
        const connectors = createConnectors(settings, authentication);
        return { authentication, connectors, isAuthentic };
      },
    );
    return opened;
  };
  const connectors = async () => (await sdk()).connectors;
  const { desk } = needs;
  const { appId, tenantId } = settings;
  const workers = desk ? teamsSurface({ ...needs, appId, tenantId, desk, connectors }) : null;
  return {
    provider: 'teams',
    channels: ['teams'],
    webhooks: [
      teamsDoor({
        ...needs,
        appId,
        tenantId,
        federation: settings.federation,
        surface: workers?.listener ?? null,
        prepare: () =>
          sdk().then(
            () => {},
            (error) => needs.onTrouble(error),
          ),
        isAuthentic: async (activity, authorization) => {
          const { authentication, isAuthentic } = await sdk();
          return isAuthentic(authentication, activity, authorization);
        },
        async say({ serviceUrl, conversation, id }, words) {
          try {
            const connector = await (await connectors()).at(serviceUrl);
            await connector?.conversations.sendToConversation(conversation.id, {
              type: 'message',
              text: words,
              textFormat: 'plain',
              ...(id ? { replyToId: id } : {}),
            });
          } catch (error) {
            needs.onTrouble(error);
          }
        },
      }),
    ],
    announce: async (announcement) =>
      announce({ connectors: await connectors(), references: needs.references }, announcement),
    fetchMedia: (source) => fetchMedia(settings, tokens, source),
    check: () => check(tokens),
    ...(workers ? { surface: workers.surface } : {}),
  };
}
