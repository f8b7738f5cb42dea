// Alarms in the log: when one is raised, and when it clears. By kind and id only: a subject may be a number.
import type { Queryable } from '../database/client.ts';
import { listOpenAlarms } from './alarm-store.ts';

export type AlarmChange = { state: 'raised' | 'cleared'; kind: string };

/** Returns a function that tells what changed since it was last called; at first, everything open. */
export function alarmChanges(): (connection: Queryable) => Promise<AlarmChange[]> {
  let known = new Map<string, string>();
  return async (connection) => {
    const open = new Map((await listOpenAlarms(connection)).map(({ id, kind }) => [id, kind]));
    const raised = [...open].filter(([id]) => !known.has(id));
    const cleared = [...known].filter(([id]) => !open.has(id));
    known = open;
    return [
      ...raised.map(([, kind]) => ({ state: 'raised' as const, kind })),
      ...cleared.map(([, kind]) => ({ state: 'cleared' as const, kind })),
    ];
  };
}
