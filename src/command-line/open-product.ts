// The product as a command uses it: no web pages, no queue; what waits is done here and now.
import { createCapture } from '../capture/capture.ts';
import { mediaFiles } from '../capture/media-files.ts';
import { reconcile } from '../capture/reconcile.ts';
import type { Config } from '../config.ts';
import { type Database, openDatabase, PATIENT_CONNECT_MS } from '../database/client.ts';
import { prepareDatabase } from '../database/prepare.ts';
import { drainStages } from '../jobs/drain.ts';
import type { Stage } from '../jobs/stage.ts';
import type { ChannelAdapter } from '../messaging/adapter.ts';
import { type Clock, clockFrom, systemClock } from '../messaging/clock.ts';
import type { Product } from './product.ts';

export type ProductParts = {
  /** The stages in the order in which a message passes them. */
  stagesOf(config: Config, needs: { database: Database; clock: Clock }): readonly Stage[];
  adaptersOf(
    config: Config,
    needs: { database: Database; clock: Clock },
  ): readonly ChannelAdapter[];
};

/** Opens the product for one command. Throws when the database does not answer. */
export async function openProduct(config: Config, parts: ProductParts): Promise<Product> {
  const prepared = await prepareDatabase(config);
  const database = openDatabase(prepared.appUrl, { connectTimeoutMs: PATIENT_CONNECT_MS });
  const leave = async () => {
    await database.close();
    await prepared.stop();
  };
  try {
    const clock = clockOf(config);
    const capture = createCapture({ database, clock });
    const stages = parts.stagesOf(config, { database, clock });
    return {
      clock,
      database,
      capture,
      media: mediaFiles(config.dataDir),
      drain: () => drainStages({ database, stages, clock }),
      reconcile: (options) =>
        reconcile(
          { database, adapters: parts.adaptersOf(config, { database, clock }), capture, clock },
          options,
        ),
      close: async () => {
        await capture.close();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** The machine's time, or in a demonstration the time it was told to start at. */
export function clockOf(config: Config): Clock {
  return config.mode === 'demo' && config.clockStart ? clockFrom(config.clockStart) : systemClock;
}
