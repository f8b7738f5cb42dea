// The thread of a dry run (dry-run.ts): reads its order, answers once.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { dryRun } from './dry-run.ts';
import { messageDirection } from './flag.ts';
import { ruleChanges } from './rule-change.ts';
import { readRuleFiles } from './rule-files.ts';

const order = z
  .object({
    inForce: ruleChanges,
    proposed: ruleChanges,
    messages: z.array(z.object({ id: z.string(), text: z.string(), direction: messageDirection })),
  })
  .parse(workerData);

parentPort?.postMessage(dryRun(readRuleFiles(), order.inForce, order.proposed, order.messages));
