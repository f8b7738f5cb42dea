// The providers' door and the pages, put together. Loaded by `start` alone: no other command needs them.
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { alarmGauge } from './alarms/alarm-metrics.ts';
import { namesIn } from './attribution/names-in.ts';
import { openScope } from './attribution/scope-store.ts';
import { type Capture, createCapture } from './capture/capture.ts';
import { type MediaFiles, mediaFiles } from './capture/media-files.ts';
import { countProviderHealth, type ProviderHealth } from './capture/provider-health.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase } from './database/client.ts';
import { conductQuestions } from './delivery/conduct.ts';
import { senderOf } from './delivery/deliver.ts';
import { createSending } from './delivery/send.ts';
import { ruleMeanings } from './escalation/rule-meanings.ts';
import { errorFields, type Logger } from './logging.ts';
import type { ChannelAdapter } from './messaging/adapter.ts';
import type { Clock } from './messaging/clock.ts';
import type { RulesInForce } from './oversight/in-force.ts';
import { readRuleFiles } from './oversight/rule-files.ts';
import type { Simulator } from './simulator/index.ts';
import { type AppOptions, createApp } from './web/app.ts';
import { sessionSecretFrom } from './web/middleware/session.ts';
import type { Page } from './web/page/index.ts';
import { childPage } from './web/pages/child/index.ts';
import { childrenPage } from './web/pages/children/index.ts';
import { chronologyPage } from './web/pages/chronology/index.ts';
import { completenessPage } from './web/pages/completeness/index.ts';
import { contactPlanPage } from './web/pages/contact-plan/index.ts';
import { conversationPage } from './web/pages/conversation/index.ts';
import { devicesPage } from './web/pages/devices/index.ts';
import { flagPage } from './web/pages/flag/index.ts';
import { inboxPage } from './web/pages/inbox/index.ts';
import { openingMessagesPage } from './web/pages/opening-messages/index.ts';
import { outOfHoursPage } from './web/pages/out-of-hours/index.ts';
import { oversightPage } from './web/pages/oversight/index.ts';
import { recordingPage } from './web/pages/recording/index.ts';
import { recordingsPage } from './web/pages/recordings/index.ts';
import { rotaPage } from './web/pages/rota/index.ts';
import { rulesPage } from './web/pages/rules/index.ts';
import { samplesPage } from './web/pages/samples/index.ts';
import { simulatorPage } from './web/pages/simulator/index.ts';
import { supervisionPage } from './web/pages/supervision/index.ts';
import { surfacesPage } from './web/pages/surfaces/index.ts';
import { teamPage } from './web/pages/team/index.ts';
import { whichChildPage } from './web/pages/which-child/index.ts';
import { webhooks } from './web/webhooks.ts';

/** The providers' door, open. */
export type Door = {
  capture: Capture;
  health: ProviderHealth;
  webhooks: RequestHandler;
  close(): Promise<void>;
};

/** Connections that pages and jobs cannot use up: what families send is kept first. */
const DOOR = { connections: 3, statementTimeoutMs: 4_000 };

/** The providers' door: its own few connections, and nothing between it and the commit. */
export function openDoor(
  appUrl: string,
  needs: { adapters: readonly ChannelAdapter[]; clock: Clock; logger: Logger },
): Door {
  const database = openDatabase(appUrl, DOOR);
  const { clock, logger } = needs;
  const capture = createCapture({ database, clock });
  const health = countProviderHealth({
    database,
    clock,
    onTrouble: (error) => logger.error(errorFields(error), 'Counts could not be written'),
  });
  return {
    capture,
    health,
    webhooks: webhooks({ ...needs, capture, health }),
    close: async () => {
      await capture.close();
      await health.close().catch(() => {});
      await database.close();
    },
  };
}

export type AppNeeds = {
  config: Config;
  database: Database;
  clock: Clock;
  logger: Logger;
  adapters: readonly ChannelAdapter[];
  publicBaseUrl: string;
  door: Pick<Door, 'webhooks'>;
  /** The flag rules: what is a flag after sending is a question before. */
  rules: RulesInForce;
  simulator: Simulator | null;
  /** What session cookies are signed from in a demonstration. */
  demoSecret: string;
};

const LOOK_FOR_RULES_MS = 30_000;

export function composeApp(needs: AppNeeds) {
  const { config, database, clock, logger, publicBaseUrl, rules } = needs;
  // Questions before sending are asked by this process too, whichever process reads what arrives.
  setInterval(() => {
    rules.refresh(database.pool, clock()).catch(() => undefined);
  }, LOOK_FOR_RULES_MS).unref();
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  alarmGauge(metrics, database.pool);
  const app = createApp({
    database,
    clock,
    logger,
    mode: config.mode,
    publicBaseUrl,
    ...signInOf(needs),
    pages: pagesOf(needs, mediaFiles(config.dataDir)),
    webhooks: needs.door.webhooks,
    metrics,
  });
  return { app, metrics };
}

function signInOf({ config, demoSecret }: AppNeeds): Pick<AppOptions, 'signIn' | 'sessionSecret'> {
  return config.mode === 'demo'
    ? { signIn: { kind: 'demo' }, sessionSecret: sessionSecretFrom(demoSecret) }
    : {
        signIn: { kind: 'oidc', ...config.oidc },
        sessionSecret: sessionSecretFrom(config.oidc.clientSecret),
      };
}

function pagesOf(
  { config, database, adapters, simulator, rules }: AppNeeds,
  media: MediaFiles,
): Page[] {
  const { nation } = config;
  const sending = createSending({
    database,
    canSend: (channel) => senderOf(adapters, channel) !== undefined,
    namesIn,
    conductIn: conductQuestions(rules.evaluate),
    openScope,
  });
  return [
    oversightPage({ nation }),
    flagPage({ meaningOf: ruleMeanings(rules.rules) }),
    rotaPage,
    rulesPage(readRuleFiles),
    samplesPage,
    outOfHoursPage,
    surfacesPage,
    inboxPage({ nation }),
    conversationPage({ sending, media }),
    whichChildPage,
    childrenPage,
    childPage({ nation }),
    chronologyPage,
    recordingPage({ nation }),
    recordingsPage({ nation }),
    openingMessagesPage,
    devicesPage({ isOn: config.deviceCapture }),
    completenessPage,
    contactPlanPage,
    supervisionPage,
    teamPage,
    ...(simulator ? [simulatorPage(simulator)] : []),
  ];
}
