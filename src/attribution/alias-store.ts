// A name that a worker teaches from a question ("Mum calls him Bear"): it counts from then on.
import { randomUUID } from 'node:crypto';
import type { Database } from '../database/client.ts';
import { nameWords } from './text/fold-word.ts';

export type LearntName = {
  caseNumber: string;
  name: string;
  recordedBy: string;
  at: Date;
};

/** Keeps a name for a child, and finds the child by it. The same name twice is one name. */
export async function rememberName(database: Database, learnt: LearntName): Promise<void> {
  await database.transaction(async (connection) => {
    const { rowCount } = await connection.query(
      `INSERT INTO child_alias (id, case_number, name, recorded_by, recorded_at)
       SELECT $1, $2, $3, $4, $5
       WHERE NOT EXISTS (SELECT FROM child_alias WHERE case_number = $2 AND lower(name) = lower($3))`,
      [randomUUID(), learnt.caseNumber, learnt.name, learnt.recordedBy, learnt.at],
    );
    if (rowCount === 0) return;
    await connection.query(
      `INSERT INTO child_name_token (token, case_number)
       SELECT token, $2 FROM unnest($1::text[]) AS token ON CONFLICT DO NOTHING`,
      [[...new Set(nameWords(learnt.name))], learnt.caseNumber],
    );
  });
}
