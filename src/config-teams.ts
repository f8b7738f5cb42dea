// Teams' variables, and what they mean together.
import { isLoopback, type Problem, type Values } from './config-variables.ts';

export type TeamsConfig = {
  appId: string;
  appPassword: string;
  tenantId: string;
  /** Null: Microsoft's own, for each of the three. */
  openIdMetadataUrl: string | null;
  tokenIssuer: string | null;
  loginUrl: string | null;
  /** Also hear people of other tenants. */
  federation: boolean;
};

const ADDRESSES = ['TEAMS_OPENID_METADATA_URL', 'TEAMS_LOGIN_URL'] as const;

/** Null: Teams is off. */
export function teamsConfig(values: Values): TeamsConfig | null {
  const {
    TEAMS_APP_ID: appId,
    TEAMS_APP_PASSWORD: appPassword,
    TEAMS_TENANT_ID: tenantId,
  } = values;
  if (!appId || !appPassword || !tenantId) return null;
  return {
    appId,
    appPassword,
    tenantId,
    openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL ?? null,
    tokenIssuer: values.TEAMS_TOKEN_ISSUER ?? null,
    loginUrl: values.TEAMS_LOGIN_URL ?? null,
    federation: values.TEAMS_FEDERATION === 'on',
  };
}

/** Plain http only to this machine; a demonstration only to this machine at all. */
export function teamsProblems(values: Values, isDemo: boolean): Problem[] {
  return ADDRESSES.flatMap((variable): Problem[] => {
    const address = values[variable];
    if (address === undefined) return [];
    const { protocol, hostname } = new URL(address);
    if (isLoopback(hostname)) return [];
    if (isDemo) {
      const words =
        'A demonstration asks nothing beyond this machine. Use an address on 127.0.0.1.';
      return [{ variable, words }];
    }
    return protocol === 'https:' ? [] : [{ variable, words: 'Use https.' }];
  });
}
