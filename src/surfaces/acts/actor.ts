// Whoever acts, on whichever surface: the same acts, the same rules, the same audit.
import type { Access } from '../../access/access.ts';
import { recordAudit } from '../../access/audit-store.ts';
import type { Viewer } from '../../access/viewer.ts';
import type { Database } from '../../database/client.ts';

export type Actor = {
  viewer: Viewer;
  access: Access;
  database: Database;
  now: Date;
  surface: 'web' | 'slack' | 'teams';
};

/** Writes an act to the audit, with the surface that it was done on. */
export async function auditBy(
  { viewer, database, now, surface }: Actor,
  act: {
    action: string;
    subjectKind: string;
    subjectId: string;
    caseNumbers: readonly string[];
    detail?: Readonly<Record<string, string | number | boolean | null>>;
  },
): Promise<void> {
  await recordAudit(database.pool, {
    ...act,
    at: now,
    actor: viewer.workerId,
    detail: { ...act.detail, surface },
  });
}

/** Whether they may see every one of these children. */
export async function seesAll({ access }: Actor, caseNumbers: readonly string[]): Promise<boolean> {
  const visible = await access.visibleCases(caseNumbers);
  return caseNumbers.every((caseNumber) => visible.has(caseNumber));
}
