// Slack's road through the product: its door over real HTTP, a fake Slack behind it, the stages after it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { onTestFinished } from 'vitest';
import {
  createSlackAdapter,
  type SlackNeeds,
  type SlackSettings,
} from '../../adapters/slack/index.ts';
import { createCapture } from '../../src/capture/capture.ts';
import { countProviderHealth } from '../../src/capture/provider-health.ts';
import type { Database } from '../../src/database/client.ts';
import { createLogger, type Logger } from '../../src/logging.ts';
import type { ChannelAdapter } from '../../src/messaging/adapter.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { postDueNotices } from '../../src/registration/notice.ts';
import { providerAlarms } from '../../src/registration/provider-alarms.ts';
import { createRegistrations } from '../../src/registration/registration.ts';
import { webhooks } from '../../src/web/webhooks.ts';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/server.ts';
import { BOT_TOKEN, BOT_USER, SIGNING_SECRET } from '../fakes/slack/state.ts';
import {
  EVENTS,
  eventBody,
  type Json,
  type Signing,
  signedCommand,
  signedInteraction,
  signedJson,
} from '../fakes/slack/webhook.ts';
import { road } from './road.ts';

export const CHANNEL = 'C0FAMILY1';
export const KELLY_ON_SLACK = 'U0KELLY01';
export const SARAH_ON_SLACK = 'U0SARAH01';

export function slackSettings(changes: Partial<SlackSettings> = {}): SlackSettings {
  const given = { signingSecret: SIGNING_SECRET, botToken: BOT_TOKEN, apiUrl: null };
  return { ...given, loopbackOnly: false, ...changes };
}

type Sent = { body: Buffer; headers: Record<string, string> };

export type SlackRoad = {
  slack: FakeSlack;
  adapter: ChannelAdapter;
  post(sent: Sent): Promise<Response>;
  /** An event in its envelope. */
  event(event: Json, signing?: Signing, envelope?: Json): Promise<Response>;
  /** `/casethread <text>` typed in a conversation. */
  command(text: string, changes?: Record<string, string>): Promise<Response>;
  interaction(payload: Json): Promise<Response>;
  /** Does what waits: notices, then the stages. */
  settle(): Promise<void>;
  flush(): Promise<void>;
};

export type SlackRoadOptions = {
  database: Database;
  clock: Clock;
  logger?: Logger;
  needs?: Partial<SlackNeeds>;
  settings?: Partial<SlackSettings>;
  /** When the door gives up on a database that does not answer (milliseconds). */
  giveUpAfterMs?: number;
};

/** Opens Slack's door on a free port, with the fake Slack behind it; closed when the test ends. */
export async function slackRoad(options: SlackRoadOptions): Promise<SlackRoad> {
  const { database, clock, logger = createLogger('silent') } = options;
  const slack = await startFakeSlack();
  slack.state.conversations.set(CHANNEL, {
    id: CHANNEL,
    name: 'family-brennan',
    isMember: true,
    members: [KELLY_ON_SLACK, SARAH_ON_SLACK, BOT_USER],
  });
  const adapter = createSlackAdapter(slackSettings({ apiUrl: slack.apiUrl, ...options.settings }), {
    registrations: createRegistrations({ database, clock }),
    // Slack signs by the machine's time, which a test's clock need not follow.
    clock: () => new Date(),
    ...providerAlarms({ database, clock }, 'slack'),
    onTrouble: () => {},
    // However slow the machine, a test hears what was acknowledged.
    answerWithinMs: 20_000,
    ...options.needs,
  });
  const capture = createCapture({ database, clock });
  const health = countProviderHealth({ database, clock });
  const server = createServer(
    express().use(
      webhooks({
        adapters: [adapter],
        capture,
        health,
        clock,
        logger,
        giveUpAfterMs: options.giveUpAfterMs ?? 20_000,
      }),
    ),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  onTestFinished(async () => {
    await health.close().catch(() => {});
    server.closeAllConnections();
    server.close();
    await slack.close();
  });
  const { drain } = road(database, clock);
  const post = ({ body, headers }: Sent) =>
    fetch(`http://127.0.0.1:${port}${EVENTS}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers,
    });
  return {
    slack,
    adapter,
    post,
    event: (event, signing, envelope) => post(signedJson(eventBody(event, envelope), signing)),
    command: (text, changes = {}) =>
      post(
        signedCommand({
          command: '/casethread',
          text,
          channel_id: CHANNEL,
          channel_name: 'family-brennan',
          user_id: SARAH_ON_SLACK,
          user_name: 'sarah',
          trigger_id: slack.trigger(),
          response_url: `${slack.apiUrl}response`,
          ...changes,
        }),
      ),
    interaction: (payload) => post(signedInteraction(payload)),
    settle: async () => {
      await postDueNotices({ database, adapters: [adapter], capture, clock });
      await drain();
    },
    flush: () => health.flush(),
  };
}
