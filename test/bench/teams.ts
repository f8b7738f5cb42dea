// (g) Signed Teams activities of recorded conversations, against the same number of texts.
import type pg from 'pg';
import { conversationIdOf } from '../../src/messaging/identity.ts';
import { APP_ID, type FakeTeams, TENANT } from '../fakes/teams/server.ts';
import { BODIES } from './authority.ts';
import { type Target, untilIdle, webhookLoad } from './capture.ts';
import { heading, latencies, line, median, rates } from './figures.ts';
import { runClient } from './processes.ts';
import type { TeamsLoad } from './teams-client.ts';
import type { WebhookResult } from './webhook-client.ts';

const ROUNDS = 3;
const CONNECTIONS = 64;
const ACTIVITIES = 8_000;
const CONVERSATIONS = Array.from({ length: 500 }, (_, place) => `19:bench${place}@thread.v2`);

/** Prints both rates and their ratio. */
export async function measureTeams(target: Target, microsoft: FakeTeams): Promise<void> {
  heading('(g) Signed Teams activities, 64 connections, answered after commit');
  await recordConversations(target.owner);
  let used = 0;
  const send = (messages: number) => {
    const serviceUrl = `${microsoft.url}/`;
    const load: TeamsLoad = {
      url: target.url,
      serviceUrl,
      // Bot Framework uses a token for many activities, and so does this.
      token: microsoft.issuer.sign(APP_ID, serviceUrl),
      tenantId: TENANT,
      from: used + 1,
      messages,
      connections: CONNECTIONS,
      conversations: CONVERSATIONS,
      bodies: BODIES,
    };
    used += messages;
    return runClient<WebhookResult>('teams-client.ts', load);
  };
  const texting = (messages: number) =>
    runClient<WebhookResult>('webhook-client.ts', webhookLoad(target, messages, null));
  await send(2_000); // warm
  await texting(2_000);
  const activities: number[] = [];
  const texts: number[] = [];
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await untilIdle(target.owner);
    const text = await texting(ACTIVITIES);
    texts.push(text.acknowledged / text.seconds);
    await untilIdle(target.owner);
    const activity = await send(ACTIVITIES);
    if (activity.refused > 0) throw new Error(`${activity.refused} activities were refused.`);
    activities.push(activity.acknowledged / activity.seconds);
    took.push(...activity.took);
  }
  line('activities acknowledged a second', rates(activities));
  line('  each took', latencies(took));
  line('texts acknowledged a second', rates(texts));
  line('ratio', (median(activities) / median(texts)).toFixed(2));
}

async function recordConversations(owner: pg.Client): Promise<void> {
  await owner.query(
    `INSERT INTO registered_conversation
       (channel, counterpart, official_number, conversation_id, worker_id, case_numbers, registered_at)
     SELECT 'teams', counterpart, $3, id, 'BW1', ARRAY['B000001'], '2026-01-01'
     FROM unnest($1::text[], $2::uuid[]) AS row (counterpart, id)`,
    [CONVERSATIONS, CONVERSATIONS.map((id) => conversationIdOf('teams', TENANT, id)), TENANT],
  );
  // Parents who are on record, as those who text are.
  await owner.query(
    `INSERT INTO contact_identifier (contact_id, channel, address, verified, valid_from)
     SELECT 'BC' || place, 'teams', 'parent-' || place, true, '2020-01-01'
     FROM generate_series(1, $1) AS place`,
    [CONVERSATIONS.length],
  );
}
