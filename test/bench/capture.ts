// (a) Signed webhooks through the whole web stack, against the floor of the same rows written by a
// client of its own; and (d) what memory that takes.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { BODIES, CHILDREN, counterpart, OFFICIAL_NUMBER } from './authority.ts';
import { heading, latencies, line, median, rates } from './figures.ts';
import type { FloorLoad, FloorResult } from './floor-client.ts';
import { memory, peakMemory, runClient } from './processes.ts';
import type { WebhookResult } from './send-all.ts';
import type { WebhookLoad } from './webhook-client.ts';

const ROUNDS = 3;
const CONNECTIONS = 64;
const MESSAGES = 15_000;

export type Target = {
  url: string;
  pid: number;
  accountSid: string;
  authToken: string;
  /** As the application's role. */
  databaseUrl: string;
  /** As the owner. */
  owner: pg.Client;
};

let used = 0;

/** A load whose messages no run has sent before. */
export function webhookLoad(
  { url, accountSid, authToken }: Target,
  messages: number,
  rate: number | null,
): WebhookLoad {
  const from = used + 1;
  used += messages;
  const counterparts = Array.from({ length: CHILDREN }, (_, child) => counterpart(child + 1));
  return {
    url,
    accountSid,
    authToken,
    from,
    messages,
    connections: CONNECTIONS,
    rate,
    officialNumber: OFFICIAL_NUMBER,
    counterparts,
    bodies: BODIES,
  };
}

/** Resolves when no stage has anything to do. */
export async function untilIdle(owner: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await owner.query(
      'SELECT 1 FROM stage_work WHERE set_aside_at IS NULL LIMIT 1',
    );
    if (rowCount === 0) return;
    await delay(50);
  }
}

/** Prints the rates, their ratio and the memory. */
export async function measureCapture(target: Target): Promise<void> {
  heading('(a) Signed webhooks, 64 connections, answered after commit');
  await runClient<WebhookResult>('webhook-client.ts', webhookLoad(target, 3_000, null)); // warm
  await untilIdle(target.owner);
  const webhooks: number[] = [];
  const floors: number[] = [];
  const took: number[] = [];
  let peak = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const watching = setInterval(() => {
      peak = Math.max(peak, memory(target.pid));
    }, 50);
    const result = await runClient<WebhookResult>(
      'webhook-client.ts',
      webhookLoad(target, MESSAGES, null),
    );
    clearInterval(watching);
    if (result.refused > 0) throw new Error(`${result.refused} webhooks were refused.`);
    webhooks.push(result.acknowledged / result.seconds);
    took.push(...result.took);
    await untilIdle(target.owner);
    floors.push(await floor(target));
  }
  line('webhooks acknowledged a second', rates(webhooks));
  line('  each took', latencies(took));
  line('floor: one SQL transaction a message', rates(floors));
  line('ratio (target at least 1.0)', (median(webhooks) / median(floors)).toFixed(2));
  heading('(d) Memory');
  line('resident under (a) (target below 350 MB)', `${peak.toFixed(0)} MB`);
  line('  highest since start', `${peakMemory(target.pid).toFixed(0)} MB`);
}

async function floor({ databaseUrl, owner }: Target): Promise<number> {
  const load: FloorLoad = {
    databaseUrl,
    messages: MESSAGES,
    connections: CONNECTIONS,
    officialNumber: OFFICIAL_NUMBER,
    counterparts: Array.from({ length: CHILDREN }, (_, child) => counterpart(child + 1)),
    bodies: BODIES,
  };
  const { seconds } = await runClient<FloorResult>('floor-client.ts', load);
  await owner.query(`DELETE FROM stage_work WHERE stage = 'floor'`);
  return MESSAGES / seconds;
}
