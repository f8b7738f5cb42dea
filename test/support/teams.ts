// Teams' road through the product: its door over real HTTP, a fake Microsoft behind it, the stages after it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { onTestFinished } from 'vitest';
import {
  createTeamsAdapter,
  type TeamsNeeds,
  type TeamsSettings,
} from '../../adapters/teams/index.ts';
import { createCapture } from '../../src/capture/capture.ts';
import { countProviderHealth } from '../../src/capture/provider-health.ts';
import type { Database } from '../../src/database/client.ts';
import { createLogger, type Logger } from '../../src/logging.ts';
import type { ChannelAdapter } from '../../src/messaging/adapter.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { postDueNotices } from '../../src/registration/notice.ts';
import { tellOfRemoval, tellOfReturn } from '../../src/registration/provider-alarms.ts';
import { createChatReferences } from '../../src/registration/reference-store.ts';
import { createRegistrations } from '../../src/registration/registration.ts';
import { webhooks } from '../../src/web/webhooks.ts';
import type { SignOptions } from '../fakes/teams/issuer.ts';
import {
  APP_ID,
  APP_PASSWORD,
  type FakeTeams,
  startFakeTeams,
  TENANT,
} from '../fakes/teams/server.ts';
import { road } from './road.ts';

export const GROUP = '19:family-brennan@thread.v2';
export const KELLY_IN_TEAMS = 'c0ffee00-0000-4000-8000-000000000001';
export const SARAH_IN_TEAMS = '5a5a5a5a-0000-4000-8000-000000000001';

export type Json = Record<string, unknown>;

function teamsSettings(fake: FakeTeams, changes: Partial<TeamsSettings> = {}): TeamsSettings {
  return {
    appId: APP_ID,
    appPassword: APP_PASSWORD,
    tenantId: TENANT,
    openIdMetadataUrl: `${fake.url}/.well-known/openidconfiguration`,
    tokenIssuer: fake.issuer.issuer,
    loginUrl: `${fake.url}/${TENANT}`,
    federation: false,
    loopbackOnly: false,
    ...changes,
  };
}

export type TeamsRoad = {
  fake: FakeTeams;
  adapter: ChannelAdapter;
  /** An activity by the name of its fixture, signed. */
  activity(name: string, changes?: Json, signing?: SignOptions): Promise<Response>;
  /** The bytes as given, with a token for the fake's service. */
  post(body: string, authorization?: string): Promise<Response>;
  /** Does what waits: notices, then the stages. */
  settle(): Promise<void>;
  flush(): Promise<void>;
};

export type TeamsRoadOptions = {
  database: Database;
  clock: Clock;
  logger?: Logger;
  needs?: Partial<TeamsNeeds>;
  settings?: Partial<TeamsSettings>;
  /** How long the door waits for a database (milliseconds). */
  giveUpAfterMs?: number;
};

/** Opens Teams' door on a free port, with the fake Microsoft behind it; closed when the test ends. */
export async function teamsRoad(options: TeamsRoadOptions): Promise<TeamsRoad> {
  const { database, clock, logger = createLogger('silent'), giveUpAfterMs = 2_000 } = options;
  const fake = await startFakeTeams();
  onTestFinished(() => fake.close());
  const needs = { database, clock };
  const adapter = createTeamsAdapter(teamsSettings(fake, options.settings), {
    registrations: createRegistrations(needs),
    references: createChatReferences(needs),
    clock,
    url: 'https://casethread.example',
    onRemoved: (conversationId) => tellOfRemoval(needs, conversationId),
    onAdded: (conversationId) => tellOfReturn(needs, conversationId),
    onTrouble: () => {},
    ...options.needs,
  });
  const capture = createCapture(needs);
  const health = countProviderHealth(needs);
  const server = createServer(
    express().use(webhooks({ adapters: [adapter], capture, health, clock, logger, giveUpAfterMs })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  onTestFinished(async () => {
    await health.close().catch(() => {});
    server.closeAllConnections();
    server.close();
  });
  // The SDK takes a moment to load, longer on a busy machine than a caller waits.
  await adapter.webhooks[0]?.prepare?.();
  const { drain } = road(database, clock);
  const serviceUrl = `${fake.url}/`;
  const post = (body: string, authorization = `Bearer ${fake.issuer.sign(APP_ID, serviceUrl)}`) =>
    fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization },
    });
  return {
    fake,
    adapter,
    post,
    activity: (name, changes = {}, signing) => {
      const body = JSON.stringify({ ...teamsFixture(name, serviceUrl), ...changes });
      return post(body, `Bearer ${fake.issuer.sign(APP_ID, serviceUrl, signing)}`);
    },
    async settle() {
      await postDueNotices({ database, adapters: [adapter], capture, clock });
      await drain();
    },
    flush: () => health.flush(),
  };
}

/** An activity as it stands in test/fixtures/teams. */
export function teamsFixture(name: string, serviceUrl: string): Json {
  const file = new URL(`../fixtures/teams/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8').replaceAll('{{serviceUrl}}', serviceUrl));
}
