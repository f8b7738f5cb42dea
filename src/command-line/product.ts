// What the commands need of the product. src/compose.ts puts it together.
import type { Capture } from '../capture/capture.ts';
import type { MediaFiles } from '../capture/media-files.ts';
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
  /** Asks every provider's ledger, from `since` or where the last time ended. */
  reconcile(since: Date | null): Promise<readonly ProviderReconciled[]>;
  close(): Promise<void>;
};

/** What one provider's ledger held, and how much of it we did not have. */
export type ProviderReconciled = {
  provider: string;
  seen: number;
  captured: number;
  /** In words, when the ledger could not be read to its end. */
  trouble: string | null;
};

export type Parts = {
  env: Readonly<Record<string, string | undefined>>;
  terminal: Terminal;
  /** Runs the product until it is told to stop. */
  start(config: Config, terminal: Terminal): Promise<ExitCode>;
  openProduct(config: Config): Promise<Product>;
  /** The adapters that these settings switch on. */
  adaptersOf(config: Config): readonly ChannelAdapter[];
};
