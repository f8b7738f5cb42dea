// Looks at what no single message says, a few times an hour, and raises the flags that do not stand yet.
import type { Database } from '../database/client.ts';
import { wakeStages } from '../database/stage-work.ts';
import type { Clock } from '../messaging/clock.ts';
import { insertFlags } from './oversight-store.ts';
import { notYetRaised, readAgainstPlans, readExchanged, readLoads } from './pattern-store.ts';
import { outsideAgreement, patternsIn, strainOf } from './patterns.ts';

const DAY_MS = 86_400_000;
/** Silence is looked for as long back as a week of daily contact and two weeks of quiet. */
const CONVERSATION_DAYS = 21;
const PLAN_DAYS = 2;
const LOAD_DAYS = 14;

/** Returns how many flags were raised. */
export async function watchPatterns({
  database,
  clock,
}: {
  database: Database;
  clock: Clock;
}): Promise<number> {
  const now = clock();
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  const { pool } = database;
  const exchanged = await readExchanged(pool, before(CONVERSATION_DAYS));
  const conversations = Map.groupBy(exchanged, ({ conversationId }) => conversationId);
  const found = [
    ...[...conversations.values()].flatMap((messages) => patternsIn(messages, now)),
    ...(await readAgainstPlans(pool, before(PLAN_DAYS))).flatMap(outsideAgreement),
    ...(await readLoads(pool, before(LOAD_DAYS), now)).flatMap(strainOf),
  ];
  return database.transaction(async (connection) => {
    const raised = await notYetRaised(connection, found, now);
    await insertFlags(connection, raised);
    if (raised.length > 0) await wakeStages(connection);
    return raised.length;
  });
}
