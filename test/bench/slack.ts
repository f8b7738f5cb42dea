// (f) Signed Slack events of recorded conversations, against the same number of texts.
import type pg from 'pg';
import { conversationIdOf } from '../../src/messaging/identity.ts';
import { BODIES } from './authority.ts';
import { type Target, untilIdle, webhookLoad } from './capture.ts';
import { heading, latencies, line, median, rates } from './figures.ts';
import { runClient } from './processes.ts';
import type { SlackLoad } from './slack-client.ts';
import type { WebhookResult } from './webhook-client.ts';

/** In a demonstration nothing is asked of Slack itself. */
export const SLACK = { SLACK_SIGNING_SECRET: 'bench', SLACK_BOT_TOKEN: 'xoxb-bench' };

const ROUNDS = 3;
const CONNECTIONS = 64;
const EVENTS = 8_000;
const TEAM = 'T0CASE001';
const CONVERSATIONS = Array.from({ length: 500 }, (_, place) => `C0BENCH${place}`);

let used = 0;

export function load({ url }: Target, messages: number): SlackLoad {
  const from = used + 1;
  used += messages;
  const common = { connections: CONNECTIONS, conversations: CONVERSATIONS, bodies: BODIES };
  return { url, secret: SLACK.SLACK_SIGNING_SECRET, from, messages, ...common };
}

/** Prints both rates and their ratio. */
export async function measureSlack(target: Target): Promise<void> {
  heading('(f) Signed Slack events, 64 connections, answered after commit');
  await recordConversations(target.owner);
  await runClient<WebhookResult>('slack-client.ts', load(target, 2_000)); // warm
  await runClient<WebhookResult>('webhook-client.ts', webhookLoad(target, 2_000, null));
  const events: number[] = [];
  const texts: number[] = [];
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await untilIdle(target.owner);
    const text = await runClient<WebhookResult>(
      'webhook-client.ts',
      webhookLoad(target, EVENTS, null),
    );
    texts.push(text.acknowledged / text.seconds);
    await untilIdle(target.owner);
    const event = await runClient<WebhookResult>('slack-client.ts', load(target, EVENTS));
    if (event.refused > 0) throw new Error(`${event.refused} events were refused.`);
    events.push(event.acknowledged / event.seconds);
    took.push(...event.took);
  }
  line('events acknowledged a second', rates(events));
  line('  each took', latencies(took));
  line('texts acknowledged a second', rates(texts));
  line('ratio (target at least 0.8)', (median(events) / median(texts)).toFixed(2));
}

export async function recordConversations(owner: pg.Client): Promise<void> {
  await owner.query(
    `INSERT INTO registered_conversation
       (channel, counterpart, official_number, conversation_id, worker_id, case_numbers, registered_at)
     SELECT 'slack', counterpart, $3, id, 'BW1', ARRAY['B000001'], '2026-01-01'
     FROM unnest($1::text[], $2::uuid[]) AS row (counterpart, id)`,
    [CONVERSATIONS, CONVERSATIONS.map((id) => conversationIdOf('slack', TEAM, id)), TEAM],
  );
  // Parents who are on record, as those who text are.
  await owner.query(
    `INSERT INTO contact_identifier (contact_id, channel, address, verified, valid_from)
     SELECT 'BC' || place, 'slack', 'U0PARENT' || place, true, '2020-01-01'
     FROM generate_series(1, $1) AS place`,
    [CONVERSATIONS.length],
  );
}
