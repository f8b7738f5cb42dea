// What the commands need of the product. src/compose.ts puts it together.
import type { Capture } from '../capture/capture.ts';
import type { MediaFiles } from '../capture/media-files.ts';
import type { ReconcileOptions, ReconcileReport } from '../capture/reconcile.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/client.ts';
import type { ChannelAdapter } from '../messaging/adapter.ts';
import type { Clock } from '../messaging/clock.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** The product, opened for one command; it runs beside a `start` and without one. */
export type Product = {
  clock: Clock;
  /** As the application's restricted role, on a database that is up to date. */
  database: Database;
  capture: Capture;
  media: MediaFiles;
  /** Runs the stages until nothing waits. */
  drain(): Promise<unknown>;
  reconcile(options: ReconcileOptions): Promise<ReconcileReport>;
  close(): Promise<void>;
};

/** What the command line is made of; src/compose.ts gives it everything but `env` and `terminal`. */
export type Parts = {
  env: Readonly<Record<string, string | undefined>>;
  terminal: Terminal;
  /** Runs the product until it is told to stop. */
  start(config: Config): Promise<ExitCode>;
  openProduct(config: Config): Promise<Product>;
  /** The adapters that these settings switch on. */
  adaptersOf(config: Config): readonly ChannelAdapter[];
};
