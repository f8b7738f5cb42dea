// What we say in Teams: the SDK's connector client, towards addresses that we may call.
import { ClaimsIdentity, type ConnectorClient } from 'botframework-connector';
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
  return {
    async at(serviceUrl) {
      if (!mayCall(settings, serviceUrl)) return null;
      const client = open.get(serviceUrl) ?? factory.create(serviceUrl, '');
      open.set(serviceUrl, client);
      return client;
    },
  };
}
