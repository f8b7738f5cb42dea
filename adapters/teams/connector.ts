// What we say in Teams: the SDK's connector client, towards addresses that we may call.
import { ClaimsIdentity, type ConnectorClient } from 'botframework-connector';
import { z } from 'zod';
import type { Authentication } from './authentication.ts';
import { mayCall, type TeamsSettings } from './settings.ts';

export type Connectors = {
  /** Null: nothing may be sent there. */
  at(serviceUrl: string): Promise<ConnectorClient | null>;
};

export function createConnectors(
  settings: TeamsSettings,
  authentication: Authentication,
): Connectors {
  const { appId } = settings;
  const claims = [
    { type: 'aud', value: appId },
    { type: 'appid', value: appId },
  ];
  const factory = authentication.createConnectorFactory(new ClaimsIdentity(claims, true));
  const open = new Map<string, Promise<ConnectorClient>>();
  const create = async (serviceUrl: string) => onceOnly(await factory.create(serviceUrl, ''));
  return {
    async at(serviceUrl) {
      if (!mayCall(settings, serviceUrl)) return null;
      const client = open.get(serviceUrl) ?? create(serviceUrl);
      open.set(serviceUrl, client);
      return client;
    },
  };
}

const withPipeline = z.object({
  client: z.looseObject({
    pipeline: z.custom<{ removePolicy(policy: { name: string }): unknown }>(
      (value) => typeof value === 'object' && value !== null && 'removePolicy' in value,
    ),
  }),
});

/**
 * The SDK repeats a call by itself, waiting as long as it is told to: a post that got through would
 * stand twice, and a job would sit and wait. When to try again is ours to say.
 */
function onceOnly(connector: ConnectorClient): ConnectorClient {
  const { client } = withPipeline.parse({ client: Reflect.get(connector, 'client') });
  client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return connector;
}
