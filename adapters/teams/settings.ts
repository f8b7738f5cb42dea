/** What the adapter needs to know; the names follow the TEAMS_* variables. */
export type TeamsSettings = {
  appId: string;
  appPassword: string;
  tenantId: string;
  /** Where the keys are that sign what comes in; null: Bot Framework's own. */
  openIdMetadataUrl: string | null;
  /** Who signs what comes in; null: Bot Framework. */
  tokenIssuer: string | null;
  /** Where we get a token for what goes out, tenant included; null: Microsoft's own for the tenant. */
  loginUrl: string | null;
  /** Also hear people whose own tenant is another one. */
  federation: boolean;
  /** A demonstration reaches nothing beyond this machine. */
  loopbackOnly: boolean;
};

const BOT_FRAMEWORK = {
  openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  tokenIssuer: 'https://api.botframework.com',
  loginUrl: 'https://login.microsoftonline.com/',
  scope: 'https://api.botframework.com',
  oAuthUrl: 'https://api.botframework.com',
} as const;

/** The six addresses that the SDK's validation is told (its names). */
export function addressesOf(settings: TeamsSettings) {
  const openIdMetadataUrl = settings.openIdMetadataUrl ?? BOT_FRAMEWORK.openIdMetadataUrl;
  return {
    ToChannelFromBotLoginUrl: loginUrlOf(settings),
    ToChannelFromBotOAuthScope: BOT_FRAMEWORK.scope,
    ToBotFromChannelTokenIssuer: settings.tokenIssuer ?? BOT_FRAMEWORK.tokenIssuer,
    OAuthUrl: BOT_FRAMEWORK.oAuthUrl,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
  };
}

/** Without a slash at the end; the token endpoint lies below it. */
export function loginUrlOf({ loginUrl, tenantId }: TeamsSettings): string {
  return (loginUrl ?? `${BOT_FRAMEWORK.loginUrl}${tenantId}`).replace(/\/+$/, '');
}

export const TOKEN_SCOPE = `${BOT_FRAMEWORK.scope}/.default`;

export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Hosts of Microsoft's own that a service URL, or a file's address, may name. */
export function isMicrosoft({ protocol, hostname, port }: URL): boolean {
  return (
    protocol === 'https:' &&
    port === '' &&
    /(^|\.)(trafficmanager\.net|botframework\.(com|us|azure\.cn)|teams\.microsoft\.(com|us)|teams\.cdn\.office\.net|skype\.com|sharepoint\.(com|us|cn)|microsoft\.com)$/.test(
      hostname,
    )
  );
}

/** Where what we say is sent, and our token with it: Microsoft, or this machine where it is tested. */
export function mayCall(settings: TeamsSettings, serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (isLoopback(url.hostname)) return settings.loopbackOnly || isTest(settings);
  return !settings.loopbackOnly && isMicrosoft(url);
}

/** The token endpoint is on this machine: what stands in for Microsoft is, too. */
function isTest(settings: TeamsSettings): boolean {
  return isLoopback(new URL(loginUrlOf(settings)).hostname);
}
