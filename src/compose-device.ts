// The process that reads phones, put together: the adapter, capture, and nothing of the web.
import { phoneOpener } from '../adapters/whatsapp-web/index.ts';
import { createCapture } from './capture/capture.ts';
import { mediaFiles } from './capture/media-files.ts';
import { openDatabase } from './database/client.ts';
import { versionFolderOf } from './devices/folders.ts';
import { ORDINARY_PACE } from './devices/pace.ts';
import { startReaders } from './devices/read-phones.ts';
import { readerSettingsSchema } from './devices/reader-settings.ts';
import { createLogger, errorFields } from './logging.ts';
import { clockFrom } from './messaging/clock.ts';

const CONNECTIONS = 5;

export type ReadingProcess = { onTrouble(error: unknown): void; stop(): Promise<void> };

/** Reads phones as told by `message`. `onLost`: the database went away, and this process must end. */
export async function startReading(message: unknown, onLost: () => void): Promise<ReadingProcess> {
  const settings = readerSettingsSchema.parse(message);
  const logger = createLogger(settings.logLevel);
  const clock = clockFrom(settings.now);
  const database = openDatabase(settings.appUrl, { connections: CONNECTIONS });
  const capture = createCapture({ database, clock });
  const onTrouble = (error: unknown) => logger.error(errorFields(error), 'Reading a phone failed');
  const readers = await startReaders({
    database,
    clock,
    capture,
    files: mediaFiles(settings.dataDir),
    dataDir: settings.dataDir,
    pace: ORDINARY_PACE,
    open: phoneOpener({
      browserPath: settings.browserPath,
      versionFolder: versionFolderOf(settings.dataDir),
      loopbackOnly: settings.loopbackOnly,
    }),
    onTrouble,
    onLost,
  });
  return {
    onTrouble,
    stop: async () => {
      await readers.stop();
      await capture.close();
      await database.close();
    },
  };
}
