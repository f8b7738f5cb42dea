// Whether an activity comes from Bot Framework: the SDK's own validation of the JWT, with our addresses.
// Authentication can be switched off in the SDK by an empty app id: here it never is.
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { ServiceClientCredentialsFactory } from 'botframework-connector';
import { z } from 'zod';
import { quietly } from './quiet.ts';
import { addressesOf, type TeamsSettings } from './settings.ts';
import type { Tokens } from './token.ts';

type Credentials = Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>;

class OwnCredentials extends ServiceClientCredentialsFactory {
  readonly #appId: string;
  readonly #tokens: Tokens;

  constructor(appId: string, tokens: Tokens) {
    super();
    this.#appId = appId;
    this.#tokens = tokens;
  }

  async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#appId;
  }

  async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  async createCredentials(): Promise<Credentials> {
    const tokens = this.#tokens;
    return {
      async signRequest(request) {
        request.headers.set('authorization', `Bearer ${await tokens.get()}`);
        return request;
      },
    };
  }
}

export type Authentication = ConfigurationBotFrameworkAuthentication;

export function createAuthentication(settings: TeamsSettings, tokens: Tokens): Authentication {
  if (settings.appId === '') throw new Error('Teams without an app id would believe everybody.');
  return new ConfigurationBotFrameworkAuthentication(
    { MicrosoftAppId: settings.appId, ...addressesOf(settings) },
    new OwnCredentials(settings.appId, tokens),
  );
}

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const refusal = z.looseObject({ name: z.string().optional(), statusCode: z.number().optional() });
/** The SDK says 401 for some bad tokens, and lets the library's own errors through for the others. */
const BAD_TOKEN = /^(JsonWebTokenError|TokenExpiredError|NotBeforeError|SyntaxError)$/;
const ALGORITHMS = new Set(['RS256', 'RS384', 'RS512']);

/**
 * True when Bot Framework signed for this app and this service URL. Rejects when that could not be
 * found out (the keys cannot be fetched): the caller hears 5xx and sends it again.
 */
export async function isAuthentic(
  authentication: Authentication,
  activity: { channelId: string; serviceUrl: string },
  authorization: string,
): Promise<boolean> {
  // Unsigned and wrongly signed tokens are not worth a look at the keys.
  if (!ALGORITHMS.has(algorithmOf(authorization) ?? '')) return false;
  try {
    const { claimsIdentity } = await quietly(() =>
      authentication.authenticateRequest(
        // The SDK reads these two fields of an activity and no others.
        activity as Parameters<Authentication['authenticateRequest']>[0],
        authorization,
      ),
    );
    return claimsIdentity.isAuthenticated;
  } catch (error) {
    const { name = '', statusCode } = refusal.safeParse(error).data ?? {};
    if (statusCode === UNAUTHORIZED || statusCode === FORBIDDEN || BAD_TOKEN.test(name))
      return false;
    throw error;
  }
}

const header = z.looseObject({ alg: z.string() });

function algorithmOf(authorization: string): string | undefined {
  const [scheme, token = '', ...rest] = authorization.split(' ');
  if (scheme !== 'Bearer' || rest.length > 0 || token.split('.').length !== 3) return undefined;
  try {
    const decoded = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();
    return header.safeParse(JSON.parse(decoded)).data?.alg;
  } catch {
    return undefined;
  }
}
