// The first reading: every message of the file into the staging tables, and each compared with what
// is kept. Writes nothing that stays.
import type pg from 'pg';
import type { DeviceFile } from '../../devices-past/device-file.ts';
import { minuteAt } from '../../devices-past/local-time.ts';
import { deviceMessageId, matchKeys, mediaKey } from '../../devices-past/match-keys.ts';
import type { FileFindings } from '../../devices-past/past-message.ts';
import { messageIdOf } from '../../messaging/identity.ts';
import { pairMessages } from './pairing-store.ts';
import {
  giveIds,
  indexStaging,
  numberMessages,
  prepareStaging,
  readCaptured,
  readNumbered,
  type StagedRow,
  stageCaptured,
  stageMessages,
} from './staging-store.ts';

/** Enough to share round trips; an attachment's bytes are never among them. */
const CHUNK = 200;
/** What a device shows may have been captured by the provider, or from the device itself. */
const SAME_CONVERSATIONS: Readonly<Record<string, readonly string[]>> = {
  whatsapp: ['whatsapp', 'whatsapp-device'],
  sms: ['sms'],
};

/** Stages the file's messages. Throws UnusableFile, before anything was kept. */
export async function stageFile(
  connection: pg.PoolClient,
  file: DeviceFile,
  officialNumber: string,
  findings: FileFindings,
  onProgress: (done: number) => void,
): Promise<void> {
  await prepareStaging(connection);
  let rows: StagedRow[] = [];
  let place = 0;
  for await (const message of file.read(findings, onProgress)) {
    const keys = { ...matchKeys(message), mediaKey: mediaKey(message.media) };
    rows.push({ place, message, keys });
    place += 1;
    if (rows.length < CHUNK) continue;
    await stageMessages(connection, rows);
    rows = [];
  }
  await stageMessages(connection, rows);
  await indexStaging(connection);
  await numberMessages(connection);
  await nameMessages(connection, file, officialNumber);
  await stageWhatIsKept(connection, file, officialNumber);
  await pairMessages(connection);
}

async function nameMessages(
  connection: pg.PoolClient,
  { channel }: DeviceFile,
  officialNumber: string,
): Promise<void> {
  for (let from = 0; ; from += CHUNK) {
    const numbered = await readNumbered(connection, from, CHUNK);
    const ids = numbered.map(({ place, key, ordinal }) => {
      const externalId = deviceMessageId(channel, officialNumber, key, ordinal);
      return { place, externalId, messageId: messageIdOf(channel, externalId) };
    });
    await giveIds(connection, ids);
    if (numbered.length < CHUNK) return;
  }
}

async function stageWhatIsKept(
  connection: pg.PoolClient,
  { channel, zone }: DeviceFile,
  officialNumber: string,
): Promise<void> {
  const channels = SAME_CONVERSATIONS[channel] ?? [channel];
  let after = '0';
  for (;;) {
    const page = await readCaptured(connection, { channels, officialNumber }, after, CHUNK);
    await stageCaptured(
      connection,
      page.map((captured) => {
        const minute = minuteAt(captured.at, zone);
        const keys = matchKeys({ ...captured, minute });
        return { captured, keys: { ...keys, mediaKey: mediaKey(captured.media) } };
      }),
    );
    after = page.at(-1)?.sequence ?? after;
    if (page.length < CHUNK) return;
  }
}
