// May what is on the device be deleted there? Only when every line of its file was understood, and
// every message is on a child's record with all that came with it (policy CF1).
import type { Queryable } from '../database/client.ts';
import { loadReceipts } from '../record/receipt-store.ts';
import {
  findImport,
  type ImportFacts,
  insertCertificate,
  readImportedIds,
} from './certificate-store.ts';

export type Certificate = {
  /** Running number of what was said. */
  number: string;
  granted: boolean;
  /** In plain words; empty when granted. */
  reasons: string[];
  facts: ImportFacts;
  issuedTo: string;
  at: Date;
};

const CHUNK = 1_000;

/** Looks at everything in the import anew, and keeps what it says. Undefined: no such import. */
export async function certify(
  connection: Queryable,
  reference: string,
  issuedTo: string,
  at: Date,
): Promise<Certificate | undefined> {
  const facts = await findImport(connection, reference);
  if (facts === undefined) return undefined;
  const reasons = await reasonsAgainst(connection, facts);
  const granted = reasons.length === 0;
  const { id: importId, messages, firstAt, lastAt } = facts;
  const said = { importId, granted, messages, firstAt, lastAt, reasons, issuedTo, at };
  return {
    number: await insertCertificate(connection, said),
    granted,
    reasons,
    facts,
    issuedTo,
    at,
  };
}

async function reasonsAgainst(
  connection: Queryable,
  { id, messages, expected, notUnderstood }: ImportFacts,
): Promise<string[]> {
  const reasons: string[] = [];
  if (expected === 0) reasons.push('The file holds no message.');
  if (messages < expected) {
    reasons.push(
      `The import stopped after ${counted(messages, 'message')} of ${expected.toLocaleString('en-GB')}. Run it again.`,
    );
  }
  if (notUnderstood > 0) {
    reasons.push(
      `${counted(notUnderstood, 'line or file')} of it could not be understood or kept. The import shows each.`,
    );
  }
  const waiting = new Map<string, number>();
  let after: string | null = null;
  for (;;) {
    const ids: string[] = await readImportedIds(connection, id, after, CHUNK);
    for (const receipt of (await loadReceipts(connection, ids)).values()) {
      if (!receipt.kept) waiting.set(receipt.reason, (waiting.get(receipt.reason) ?? 0) + 1);
    }
    after = ids.at(-1) ?? null;
    if (ids.length < CHUNK) break;
  }
  for (const [reason, count] of waiting) reasons.push(`${counted(count, 'message')}: ${reason}`);
  return reasons;
}

function counted(count: number, one: string): string {
  const many = one === 'line or file' ? 'lines or files' : `${one}s`;
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
