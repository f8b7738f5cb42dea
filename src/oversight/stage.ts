// The oversight stage: flags for what a manager should see, and then on to the record, whatever happens.
import { addStageWork } from '../database/stage-work.ts';
import type { Stage, StageWorkItem } from '../jobs/stage.ts';
import type { Evaluate } from './in-force.ts';
import { insertFlags, readWritten } from './oversight-store.ts';

type Connection = Parameters<Stage['process']>[0];

/** Raises flags for what was written, in and out. `refresh` sees to it that `evaluate` has the rules in force. */
export function createOversightStage(
  evaluate: Evaluate,
  refresh?: (connection: Connection) => Promise<void>,
): Stage {
  return {
    name: 'oversight',
    process: async (connection, items) => {
      await refresh?.(connection);
      const written = await readWritten(connection, idsOf(items, 'message'), idsOf(items, 'edit'));
      // What Casethread says by itself, "call 999" above all, is no reason to look.
      const byPeople = written.filter(({ byItself }) => !byItself);
      const flags = byPeople.flatMap((words) =>
        evaluate({ text: words.text, direction: words.direction }).map((flag) => ({
          ...flag,
          ...words,
        })),
      );
      await insertFlags(connection, flags);
      const messageOf = new Map(written.map(({ subjectId, messageId }) => [subjectId, messageId]));
      await passOn(connection, items, (item) => messageOf.get(item.subjectId));
    },
    // A message that no rule could read still goes on its record; the drain raises the alarm.
    onSetAside: async (connection, item) => {
      const [written] = await readWritten(
        connection,
        idsOf([item], 'message'),
        idsOf([item], 'edit'),
      );
      await passOn(connection, [item], () => written?.messageId);
    },
  };
}

function idsOf(items: readonly StageWorkItem[], kind: string): string[] {
  return items.filter((item) => item.subjectKind === kind).map((item) => item.subjectId);
}

async function passOn(
  connection: Connection,
  items: readonly StageWorkItem[],
  messageOf: (item: StageWorkItem) => string | undefined,
): Promise<void> {
  await addStageWork(
    connection,
    items.flatMap((item) => {
      const subjectId = messageOf(item);
      if (subjectId === undefined) return [];
      const { conversationId } = item;
      return [{ stage: 'record' as const, subjectKind: 'message', subjectId, conversationId }];
    }),
  );
}
