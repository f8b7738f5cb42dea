// The record stage: decided messages become contact recordings, one for each child they are about.
import type { Stage } from '../jobs/stage.ts';
import type { Clock } from '../messaging/clock.ts';
import { openBreachNotes } from './breach-store.ts';
import { planRecord } from './record-plan.ts';
import type { Recording } from './recording.ts';
import {
  lockRecordings,
  readDecidedMessages,
  readOwners,
  readPlacements,
} from './stage-read-store.ts';
import {
  insertPlacements,
  insertRecordings,
  insertWithdrawals,
  joinRecordings,
  recountRecordings,
  updateRecordings,
} from './stage-write-store.ts';
import type { Nation } from './working-days.ts';

/**
 * The stage that puts messages on children's records and takes them off the wrong ones. Doing the
 * same work twice, or in another order, leaves the same record.
 */
export function createRecordStage({ clock, nation }: { clock: Clock; nation: Nation }): Stage {
  return {
    name: 'record',
    async process(connection, items) {
      const messages = await readDecidedMessages(
        connection,
        items.filter(({ subjectKind }) => subjectKind === 'message').map((item) => item.subjectId),
      );
      const placements = await readPlacements(
        connection,
        messages.map(({ id }) => id),
      );
      const onRecordings = placements.map(({ recordingId }) => recordingId);
      const recordings = await lockRecordings(connection, onRecordings, messages);
      const now = clock();
      const changes = planRecord({ messages, placements, recordings, nation, now });

      await openBreachNotes(connection, changes.withdrawn);
      await insertWithdrawals(connection, changes.withdrawn);
      const changed = [...new Set(changes.changed)];
      await assignOwners(connection, [...changes.started, ...changed]);
      await insertRecordings(connection, changes.started);
      await updateRecordings(connection, changed);
      await insertPlacements(connection, changes.placed);
      await joinRecordings(connection, changes.joined, now);
      const recount = [...changes.recount, ...changes.joined.map(({ into }) => into)];
      await recountRecordings(connection, recount);
    },
    // Nothing follows this stage: the alarm of the drain and the kept work row are what remains.
    async onSetAside() {},
  };
}

async function assignOwners(
  connection: Parameters<Stage['process']>[0],
  recordings: readonly Recording[],
): Promise<void> {
  const owners = await readOwners(connection, recordings);
  const byRecording = new Map(owners.map((owner) => [owner.recordingId, owner.workerId]));
  for (const recording of recordings) recording.workerId = byRecording.get(recording.id) ?? null;
}
