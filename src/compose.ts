// The one place where adapters and stages are put together (the pages: compose-web.ts).
import { createSlackAdapter } from '../adapters/slack/index.ts';
import { createTeamsAdapter } from '../adapters/teams/index.ts';
import { createTwilioAdapter } from '../adapters/twilio/index.ts';
import { createAttributionStage } from './attribution/stage.ts';
import { openProduct } from './command-line/open-product.ts';
import type { Parts } from './command-line/product.ts';
import { composeDesk } from './compose-desk.ts';
import type { Config } from './config.ts';
import type { Database } from './database/client.ts';
import { senderOf } from './delivery/deliver.ts';
import { createEscalationStage } from './escalation/stage.ts';
import type { Stage } from './jobs/stage.ts';
import { errorFields, type Logger } from './logging.ts';
import type { ChannelAdapter } from './messaging/adapter.ts';
import { type Clock, systemClock } from './messaging/clock.ts';
import type { Desk, SurfaceKind } from './messaging/surface.ts';
import { createRulesInForce } from './oversight/in-force.ts';
import { readRuleFiles } from './oversight/rule-files.ts';
import { createOversightStage } from './oversight/stage.ts';
import { createRecordStage } from './record/stage.ts';
import {
  NO_ALARMS,
  providerAlarms,
  tellOfRemoval,
  tellOfReturn,
} from './registration/provider-alarms.ts';
import { createChatReferences, NO_REFERENCES } from './registration/reference-store.ts';
import { createRegistrations, NO_REGISTRATIONS } from './registration/registration.ts';
import { findSimulator } from './simulator/address.ts';

/** What the command line is made of. */
export function composeParts({ env, terminal }: Pick<Parts, 'env' | 'terminal'>): Parts {
  return {
    env,
    terminal,
    adaptersOf: (config) => adaptersBeside(config),
    openProduct: (config) =>
      openProduct(config, {
        stagesOf: (settings, { clock }) => stagesOf(settings, clock),
        adaptersOf: adaptersBeside,
      }),
    start: async (config) => {
      // Pages, sessions and templates take a second to load, which no other command should wait for.
      const [{ start }, web] = await Promise.all([
        import('./command-line/start.ts'),
        import('./compose-web.ts'),
      ]);
      return start(config, terminal, { ...web, publicBaseUrlOf, adaptersOf, stagesOf, rules });
    },
  };
}

/** The address that people and providers use, without a slash at the end. */
function publicBaseUrlOf(config: Config, port: number): string {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return config.publicBaseUrl ?? `http://${host}:${port}`;
}

/** The adapters of a command, which has a simulator when a demonstration runs beside it. */
function adaptersBeside(config: Config, kept?: Kept): readonly ChannelAdapter[] {
  const simulatorUrl = config.mode === 'demo' ? findSimulator(config.dataDir) : null;
  return adaptersOf(config, publicBaseUrlOf(config, config.port), simulatorUrl, kept);
}

/**
 * The adapters that these settings switch on. `simulatorUrl`: where a demonstration's simulator
 * answers for the provider; without one, and without an address given, a demonstration has no
 * provider to speak to.
 */
function adaptersOf(
  config: Config,
  publicBaseUrl: string,
  simulatorUrl: string | null,
  kept?: Kept,
): readonly ChannelAdapter[] {
  const adapters: ChannelAdapter[] = [];
  const deskOf = kept
    ? (surface: SurfaceKind) =>
        composeDesk({
          ...kept,
          surface,
          publicBaseUrl,
          nation: config.nation,
          canSend: (channel) => senderOf(adapters, channel) !== undefined,
          evaluate: rules.evaluate,
        })
    : null;
  adapters.push(
    ...twilioOf(config, publicBaseUrl, simulatorUrl),
    ...slackOf(config, deskOf, kept),
    ...teamsOf(config, publicBaseUrl, deskOf, kept),
  );
  return adapters;
}

/** What the adapters of chat platforms ask before they keep anything; `doctor` has none. */
export type Kept = { database: Database; clock: Clock; logger?: Logger };

/** The desk of the workers of one chat platform; null: nobody works there in this process. */
type DeskOf = ((surface: SurfaceKind) => Desk) | null;

function slackOf(config: Config, deskOf: DeskOf, kept?: Kept): readonly ChannelAdapter[] {
  if (config.slack === null) return [];
  const settings = { ...config.slack, loopbackOnly: config.mode === 'demo' };
  const clock = kept?.clock ?? systemClock;
  return [
    createSlackAdapter(settings, {
      registrations: kept ? createRegistrations(kept) : NO_REGISTRATIONS,
      clock,
      serves: kept?.logger !== undefined,
      ...(deskOf ? { desk: deskOf('slack') } : {}),
      ...(kept ? providerAlarms(kept, 'slack') : NO_ALARMS),
      onTrouble: (error) =>
        kept?.logger?.error({ provider: 'slack', ...errorFields(error) }, 'A listener failed'),
    }),
  ];
}

function teamsOf(
  config: Config,
  publicBaseUrl: string,
  deskOf: DeskOf,
  kept?: Kept,
): readonly ChannelAdapter[] {
  if (config.teams === null) return [];
  const settings = { ...config.teams, loopbackOnly: config.mode === 'demo' };
  return [
    createTeamsAdapter(settings, {
      registrations: kept ? createRegistrations(kept) : NO_REGISTRATIONS,
      references: kept ? createChatReferences(kept) : NO_REFERENCES,
      clock: kept?.clock ?? systemClock,
      url: publicBaseUrl,
      ...(deskOf ? { desk: deskOf('teams') } : {}),
      onRemoved: async (conversationId) => {
        if (kept) await tellOfRemoval(kept, conversationId);
      },
      onAdded: async (conversationId) => {
        if (kept) await tellOfReturn(kept, conversationId);
      },
      onTrouble: (error) =>
        kept?.logger?.error({ provider: 'teams', ...errorFields(error) }, 'A reply was not sent'),
    }),
  ];
}

function twilioOf(
  config: Config,
  publicBaseUrl: string,
  simulatorUrl: string | null,
): readonly ChannelAdapter[] {
  if (config.twilio === null) return [];
  const apiBaseUrl = config.twilio.apiBaseUrl ?? simulatorUrl;
  if (config.mode === 'demo' && apiBaseUrl === null) return [];
  const loopbackOnly = config.mode === 'demo';
  return [createTwilioAdapter({ ...config.twilio, apiBaseUrl, publicBaseUrl, loopbackOnly })];
}

/** The flag rules in force, read and compiled when the first message needs them. */
const rules = createRulesInForce(readRuleFiles);

/** In the order in which a message passes them. */
function stagesOf({ nation }: Config, clock: Clock): readonly Stage[] {
  return [
    createAttributionStage({ clock }),
    createOversightStage(rules.evaluate, (connection) => rules.refresh(connection, clock())),
    createRecordStage({ clock, nation }),
    createEscalationStage({ clock, nation }),
  ];
}
