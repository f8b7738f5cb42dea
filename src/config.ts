// What the variables mean together: two modes, and what each refuses (contracts section 2).

import { type TeamsConfig, teamsConfig, teamsProblems } from './config-teams.ts';
import {
  isLoopback,
  type LogLevel,
  type Problem,
  readVariables,
  type Values,
  type VariableName,
} from './config-variables.ts';
import type { Nation } from './record/working-days.ts';

export type TwilioConfig = {
  accountSid: string;
  authToken: string;
  /** Accepted too, while tokens rotate. */
  authTokenSecondary: string | null;
  messagingServiceSid: string | null;
  /** Where the SDK's requests go; null: Twilio itself, and in a demonstration our own simulator. */
  apiBaseUrl: string | null;
  /** Days after which Twilio's own copies are removed; null: they stay. */
  redactAfterDays: number | null;
};

export type SlackConfig = {
  signingSecret: string;
  botToken: string;
  /** Where the Web API lies; null: Slack itself, and in a demonstration nobody. */
  apiUrl: string | null;
};

export type OidcConfig = { issuer: string; clientId: string; clientSecret: string };

type Shared = {
  dataDir: string;
  host: string;
  /** 0: any free port. */
  port: number;
  nation: Nation;
  logLevel: LogLevel;
  /** null: the adapter is off. */
  slack: SlackConfig | null;
  /** null: the adapter is off. */
  teams: TeamsConfig | null;
  /** Whether phones that are registered as the authority's own are read (contracts section 8). */
  deviceCapture: boolean;
  /** What to say at start about adapters that are off. */
  notices: readonly string[];
};

export type DemoConfig = Shared & {
  mode: 'demo';
  /** Where the product's clock starts; null: the machine's own time. */
  clockStart: Date | null;
  loadDemoData: boolean;
  /** null: the embedded server in `dataDir`. */
  databaseUrl: string | null;
  /** null: the application's role is made by the product itself. */
  databaseAppUrl: string | null;
  /** null: the address the web server listens on. */
  publicBaseUrl: string | null;
  twilio: TwilioConfig;
};

export type ProductionConfig = Shared & {
  mode: 'production';
  databaseUrl: string;
  databaseAppUrl: string;
  publicBaseUrl: string;
  /** null: the adapter is off. */
  twilio: TwilioConfig | null;
  oidc: OidcConfig;
};

export type Config = DemoConfig | ProductionConfig;

/** Everything that is wrong with the environment, in one message for a person. */
export class ConfigurationError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ variable, words }) => `  ${variable}: ${words}`);
    super(`Casethread did not start, because its settings are wrong:\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/** The simulator signs and answers with these; they open nothing else. */
const DEMO_TWILIO = {
  accountSid: 'ACde300000000000000000000000000000',
  authToken: 'demonstration-token-of-the-phone-simulator',
};

/**
 * Reads the settings from the environment. Throws one ConfigurationError that lists everything
 * that is wrong and what to do about it.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { values, given, problems } = readVariables(env);
  const complain = (variable: string, words: string) => problems.push({ variable, words });
  checkGroups(given, complain);
  problems.push(...teamsProblems(values, values.CASETHREAD_MODE !== 'production'));
  const config =
    values.CASETHREAD_MODE === 'production'
      ? production(values, given, complain)
      : demo(values, complain);
  if (problems.length > 0 || config === undefined) throw new ConfigurationError(problems);
  return config;
}

type Complain = (variable: string, words: string) => void;

function shared(values: Values, twilioIsOff: boolean): Shared {
  return {
    dataDir: values.DATA_DIR ?? './.data',
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 3000,
    nation: values.NATION ?? 'england-and-wales',
    logLevel: values.LOG_LEVEL ?? 'info',
    slack: slack(values),
    teams: teamsConfig(values),
    deviceCapture: values.WHATSAPP_DEVICE_CAPTURE === 'on',
    notices: notices(values, twilioIsOff),
  };
}

function demo(values: Values, complain: Complain): DemoConfig {
  if (values.HOST && !isLoopback(values.HOST)) {
    complain(
      'HOST',
      'A demonstration signs people in without a password, so it listens only on this machine. ' +
        'Use 127.0.0.1, or CASETHREAD_MODE=production.',
    );
  }
  const apiBaseUrl = values.TWILIO_API_BASE_URL ?? null;
  for (const variable of ['TWILIO_API_BASE_URL', 'SLACK_API_URL'] as const) {
    const address = values[variable];
    if (address && !isLoopback(new URL(address).hostname)) {
      complain(
        variable,
        'A demonstration sends nothing beyond this machine. Use an address on 127.0.0.1.',
      );
    }
  }
  return {
    ...shared(values, false),
    mode: 'demo',
    clockStart: values.CASETHREAD_CLOCK ?? null,
    loadDemoData: values.CASETHREAD_DEMO_DATA !== 'off',
    databaseUrl: values.DATABASE_URL ?? null,
    databaseAppUrl: values.DATABASE_APP_URL ?? null,
    publicBaseUrl: values.PUBLIC_BASE_URL ?? null,
    twilio: twilio(values, apiBaseUrl) ?? {
      ...DEMO_TWILIO,
      authTokenSecondary: null,
      messagingServiceSid: null,
      apiBaseUrl,
      redactAfterDays: null,
    },
  };
}

function production(
  values: Values,
  given: ReadonlySet<string>,
  complain: Complain,
): ProductionConfig | undefined {
  if (values.CASETHREAD_CLOCK) complain('CASETHREAD_CLOCK', 'It is for demonstrations. Remove it.');
  if (values.CASETHREAD_DEMO_DATA === 'on') {
    complain('CASETHREAD_DEMO_DATA', 'Fictitious families are for demonstrations. Remove it.');
  }
  const { DATABASE_URL, DATABASE_APP_URL, PUBLIC_BASE_URL } = values;
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = values;
  const required = {
    DATABASE_URL: 'Name the database, as its owner: migrations need it.',
    DATABASE_APP_URL: 'Name the database as the restricted role that the application works as.',
    PUBLIC_BASE_URL: 'Give the address that people and providers use from outside.',
    OIDC_ISSUER: 'Name the identity provider: production has no sign-in without one.',
    OIDC_CLIENT_ID: 'Give the id under which the identity provider knows Casethread.',
    OIDC_CLIENT_SECRET: 'Give the secret that the identity provider issued to Casethread.',
  } satisfies Partial<Record<VariableName, string>>;
  for (const [variable, words] of Object.entries(required)) {
    if (!given.has(variable)) complain(variable, words);
  }
  if (DATABASE_URL && DATABASE_APP_URL && userOf(DATABASE_URL) === userOf(DATABASE_APP_URL)) {
    complain('DATABASE_APP_URL', 'Use another role than the owner: what is kept must stay kept.');
  }
  for (const variable of [
    'PUBLIC_BASE_URL',
    'OIDC_ISSUER',
    'TWILIO_API_BASE_URL',
    'SLACK_API_URL',
  ] as const) {
    const address = values[variable];
    if (address && !isPrivateRoad(address)) complain(variable, 'Use https.');
  }
  if (
    !DATABASE_URL ||
    !DATABASE_APP_URL ||
    !PUBLIC_BASE_URL ||
    !OIDC_ISSUER ||
    !OIDC_CLIENT_ID ||
    !OIDC_CLIENT_SECRET
  ) {
    return undefined;
  }
  const settings = twilio(values, values.TWILIO_API_BASE_URL ?? null);
  return {
    ...shared(values, settings === null),
    mode: 'production',
    databaseUrl: DATABASE_URL,
    databaseAppUrl: DATABASE_APP_URL,
    publicBaseUrl: PUBLIC_BASE_URL,
    twilio: settings,
    oidc: { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET },
  };
}

function twilio(values: Values, apiBaseUrl: string | null): TwilioConfig | null {
  if (!values.TWILIO_ACCOUNT_SID || !values.TWILIO_AUTH_TOKEN) return null;
  return {
    accountSid: values.TWILIO_ACCOUNT_SID,
    authToken: values.TWILIO_AUTH_TOKEN,
    authTokenSecondary: values.TWILIO_AUTH_TOKEN_SECONDARY ?? null,
    messagingServiceSid: values.TWILIO_MESSAGING_SERVICE_SID ?? null,
    apiBaseUrl,
    redactAfterDays: values.TWILIO_REDACT_AFTER_DAYS ?? null,
  };
}

function slack(values: Values): SlackConfig | null {
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken } = values;
  if (!signingSecret || !botToken) return null;
  return { signingSecret, botToken, apiUrl: values.SLACK_API_URL ?? null };
}

/** Variables that only mean something together: all of `needed`, or none of them and no `extra`. */
const GROUPS: readonly { name: string; needed: VariableName[]; extra: VariableName[] }[] = [
  {
    name: 'Twilio',
    needed: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
    extra: [
      'TWILIO_AUTH_TOKEN_SECONDARY',
      'TWILIO_MESSAGING_SERVICE_SID',
      'TWILIO_REDACT_AFTER_DAYS',
    ],
  },
  {
    name: 'Slack',
    needed: ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'],
    extra: ['SLACK_API_URL'],
  },
  {
    name: 'Teams',
    needed: ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'],
    extra: [
      'TEAMS_OPENID_METADATA_URL',
      'TEAMS_TOKEN_ISSUER',
      'TEAMS_LOGIN_URL',
      'TEAMS_FEDERATION',
    ],
  },
];

function checkGroups(set: ReadonlySet<string>, complain: Complain): void {
  for (const { name, needed, extra } of GROUPS) {
    const given = [...needed, ...extra].filter((variable) => set.has(variable));
    const missing = needed.filter((variable) => !set.has(variable));
    if (given.length === 0 || missing.length === 0) continue;
    complain(
      missing.join(', '),
      `${name} is half set up: ${given.join(', ')} is set. Set these too, or remove them all.`,
    );
  }
}

function notices(values: Values, twilioIsOff: boolean): string[] {
  const off = (name: string, variable: VariableName) =>
    `${name} is off: it has no credentials (${variable}).`;
  return [
    ...(twilioIsOff ? [off('Twilio', 'TWILIO_ACCOUNT_SID')] : []),
    ...(slack(values) === null ? [off('Slack', 'SLACK_SIGNING_SECRET')] : []),
    ...(teamsConfig(values) === null ? [off('Teams', 'TEAMS_APP_ID')] : []),
  ];
}

/** Secrets and messages travel encrypted, or do not leave this machine. */
function isPrivateRoad(address: string): boolean {
  const url = new URL(address);
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

function userOf(databaseUrl: string): string {
  return new URL(databaseUrl).username;
}
