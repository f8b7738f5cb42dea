import { z } from 'zod';
import type { ListedRecording, Position } from '../../../record/list-store.ts';

/** Where a list goes on: `2026-03-12T13:40:00.000Z_<id>`. Anything else is the beginning. */
const position = z
  .string()
  .transform((text) => text.split('_'))
  .pipe(z.tuple([z.iso.datetime(), z.uuid()]))
  .transform(([at, id]): Position => ({ at: new Date(at), id }))
  .nullable()
  .catch(null)
  .default(null);

export const listQuery = z.object({ from: position });
export const ofChildParams = z.object({ caseNumber: z.string().max(64) });

/** The address of the list after this row. */
export function addressAfter(path: string, row: ListedRecording, at: Date): string {
  return `${path}?${new URLSearchParams([['from', `${at.toISOString()}_${row.id}`]])}`;
}
