// Past messages read again with the rules in force: flags that are new join, those that were raised stay.
import type { Database } from '../database/client.ts';
import { addStageWork, wakeStages } from '../database/stage-work.ts';
import { listToReadAgain } from './rules-store.ts';

/** Makes work of every message since a moment. Returns how many messages will be read. */
export async function readAgain(database: Database, since: Date): Promise<number> {
  return database.transaction(async (connection) => {
    const messages = await listToReadAgain(connection, since);
    await addStageWork(
      connection,
      messages.map((message) => ({ ...message, stage: 'oversight', subjectKind: 'message' })),
    );
    if (messages.length > 0) await wakeStages(connection);
    return messages.length;
  });
}
