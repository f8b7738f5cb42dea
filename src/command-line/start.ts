// `casethread start`: everything from the database to the pages, until it is told to stop.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Express } from 'express';
import type { Registry } from 'prom-client';
import { loadDemonstration } from '../../prisma/demo/load.ts';
import { mediaFiles } from '../capture/media-files.ts';
import { wakeReconcile } from '../capture/reconcile-store.ts';
import type { AppNeeds, Door } from '../compose-web.ts';
import type { Config } from '../config.ts';
import { type Database, openDatabase, PATIENT_CONNECT_MS } from '../database/client.ts';
import { type PreparedDatabase, prepareDatabase } from '../database/prepare.ts';
import { capturePhones } from '../devices/start.ts';
import { freePort } from '../free-port.ts';
import { drainStages } from '../jobs/drain.ts';
import { startJobs } from '../jobs/runner.ts';
import type { Stage } from '../jobs/stage.ts';
import { tasksOf } from '../jobs/tasks.ts';
import { createLogger, errorFields, type Logger } from '../logging.ts';
import type { ChannelAdapter } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import type { RulesInForce } from '../oversight/in-force.ts';
import { noteSimulator } from '../simulator/address.ts';
import { type Simulator, startSimulator } from '../simulator/index.ts';
import { startMetrics, startServer } from '../web/server.ts';
import { clockOf } from './open-product.ts';
import { welcome } from './start-words.ts';
import { type ExitCode, say, type Terminal } from './terminal.ts';

/** How the pieces are made; src/compose.ts gives them. */
export type Composition = {
  publicBaseUrlOf(config: Config, port: number): string;
  adaptersOf(
    config: Config,
    publicBaseUrl: string,
    simulatorUrl: string | null,
    kept: { database: Database; clock: Clock; logger: Logger },
  ): readonly ChannelAdapter[];
  stagesOf(config: Config, clock: Clock): readonly Stage[];
  openDoor(
    appUrl: string,
    needs: { adapters: readonly ChannelAdapter[]; clock: Clock; logger: Logger },
  ): Door;
  composeApp(needs: AppNeeds): { app: Express; metrics: Registry };
  rules: RulesInForce;
};

/** Prometheus exporters' customary port; any free one where it is taken. */
const METRICS_PORT = 9464;
/**
 * The queue's library remembers for good that its first question failed, and then consumes nothing any
 * more (graphile-worker 0.18.0): just after a start on a crowded machine a connection may take long.
 */
const QUEUE = { connections: 8, connectTimeoutMs: PATIENT_CONNECT_MS };
/** For what chat platforms' doors ask before they keep anything; opened when they first ask. */
const TALK = { connections: 3, statementTimeoutMs: 4_000 };
/** Under a flood the stages still do a batch this often. */
const GIVE_WAY_MS = 5_000;
/** Longer than any request or job takes: after it, what is still running is cut off. */
const STOP_WITHIN_MS = 15_000;
/** Enough to say why a start failed. */
const CUT_OFF_MS = 500;

/** Runs until SIGINT or SIGTERM. Throws, with everything stopped again, when it cannot start. */
export async function start(
  config: Config,
  terminal: Terminal,
  composition: Composition,
): Promise<ExitCode> {
  const stopped = untilToldToStop();
  const undo: (() => Promise<unknown>)[] = [];
  try {
    await run(config, terminal, composition, undo);
    await stopped;
    return 0;
  } finally {
    await Promise.race([undoAll(undo), delay(STOP_WITHIN_MS, undefined, { ref: false })]);
    setTimeout(() => process.exit(), CUT_OFF_MS).unref();
  }
}

async function undoAll(undo: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const stop of undo.toReversed()) await stop().catch(() => {});
}

/** Starts piece after piece; `undo` gets what stops each, for the reverse order. */
async function run(
  config: Config,
  terminal: Terminal,
  { publicBaseUrlOf, adaptersOf, stagesOf, openDoor, composeApp, rules }: Composition,
  undo: (() => Promise<unknown>)[],
): Promise<void> {
  const prepared = await prepareDatabase(config);
  undo.push(prepared.stop);
  const logger = createLogger(config.logLevel);
  const clock = clockOf(config);
  const database = openDatabase(prepared.appUrl);
  undo.push(database.close);

  const port = config.port || (await freePort(config.host));
  const publicBaseUrl = publicBaseUrlOf(config, port);
  const listensAt = `http://${config.host}:${port}`;
  const simulator = await simulatorFor(config, { database, clock, publicBaseUrl, listensAt });
  if (simulator) {
    undo.push(simulator.close, await noteSimulator(config.dataDir, simulator.apiBaseUrl));
  }
  const talk = openDatabase(prepared.appUrl, TALK);
  undo.push(talk.close);
  const adapters = adaptersOf(config, publicBaseUrl, simulator?.apiBaseUrl ?? null, {
    database: talk,
    clock,
    logger,
  });
  const stages = stagesOf(config, clock);
  const door = openDoor(prepared.appUrl, { adapters, clock, logger });
  undo.push(door.close);
  const files = mediaFiles(config.dataDir);
  if (config.mode === 'demo' && config.loadDemoData) {
    const drain = () => drainStages({ database, stages, clock });
    const { capture } = door;
    await loadDemonstration({
      database,
      clock,
      nation: config.nation,
      capture,
      drain,
      keepMedia: (bytes) => files.keep(bytes),
    });
  }

  const demoSecret = randomBytes(32).toString('hex');
  const needs = { config, database, clock, logger, adapters, publicBaseUrl, door, simulator };
  const { app, metrics } = composeApp({ ...needs, demoSecret, rules });
  // Compiling takes a second in which nothing else is done: before there is a door to wait at.
  await rules.refresh(database.pool, clock());
  const server = await startServer(app, { host: config.host, port });
  undo.push(server.close);
  const metricsServer = await startMetrics(metrics, { port: METRICS_PORT }).catch(() =>
    startMetrics(metrics, { port: 0 }),
  );
  undo.push(metricsServer.close);

  const queue = openDatabase(prepared.appUrl, QUEUE);
  undo.push(queue.close);
  const { capture } = door;
  const tasks = tasksOf({
    database: queue,
    stages,
    clock,
    adapters,
    files,
    capture,
    nation: config.nation,
    publicBaseUrl,
    giveWay: () => capture.quiet(GIVE_WAY_MS),
    dataDir: config.dataDir,
    redactAfterDays: redactAfterDaysOf(config),
    onAlarm: ({ state, kind }) => {
      if (state === 'raised') logger.warn({ kind }, 'An alarm was raised');
      else logger.info({ kind }, 'An alarm cleared');
    },
    onTrouble: (stage, { subjectId }, error) =>
      logger.error({ stage, subject: subjectId, ...errorFields(error) }, 'Work was set aside'),
  });
  const jobs = await startJobs({
    database: queue,
    tasks,
    onFailure: (task, error) => logger.error({ task, ...errorFields(error) }, 'A job failed'),
  });
  undo.push(jobs.stop);
  const { dataDir, logLevel, mode, deviceCapture } = config;
  const phones = { database, clock, appUrl: prepared.appUrl, dataDir, logLevel };
  undo.push(
    await capturePhones(deviceCapture, {
      ...phones,
      loopbackOnly: mode === 'demo',
      onTrouble: (error) => logger.error(errorFields(error), 'Phones failed'),
    }),
  );
  await wakeReconcile(queue.pool);
  await simulator?.resume();

  logger.info({ mode: config.mode, port, applied: prepared.applied }, 'Casethread is ready');
  say(
    terminal,
    ...(await wordsFor(config, prepared, database, clock, server.url, metricsServer.url)),
  );
}

/** A demonstration that was given no provider's address has the simulator for one. */
async function simulatorFor(
  config: Config,
  at: { database: Database; clock: Clock; publicBaseUrl: string; listensAt: string },
): Promise<Simulator | null> {
  if (config.mode !== 'demo') return null;
  return startSimulator({
    database: at.database,
    clock: at.clock,
    accountSid: config.twilio.accountSid,
    authToken: config.twilio.authToken,
    publicBaseUrl: () => at.publicBaseUrl,
    listensAt: () => at.listensAt,
  });
}

/** By provider: after how many days its own copies go; a provider that is not named keeps them. */
function redactAfterDaysOf({ twilio }: Config): Record<string, number> {
  return twilio?.redactAfterDays ? { twilio: twilio.redactAfterDays } : {};
}

async function wordsFor(
  config: Config,
  { notices }: PreparedDatabase,
  database: Database,
  clock: Clock,
  url: string,
  metricsUrl: string,
): Promise<string[]> {
  return [
    ...notices,
    ...config.notices,
    `Metrics for operators: ${metricsUrl}/metrics`,
    ...(await welcome(config, database, clock, url)),
  ];
}

async function untilToldToStop(): Promise<void> {
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
