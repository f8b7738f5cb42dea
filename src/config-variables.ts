// The environment variables, one by one (docs: README, "Configuration"). What they mean together is in config.ts.
import { z } from 'zod';
import { NATIONS } from './record/working-days.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `Set it to one of: ${values.join(', ')}.` });

const webAddress = z
  .url({
    protocol: /^https?$/,
    error: 'Give a full web address, such as https://casethread.example.gov.uk.',
  })
  .refine((text) => isBare(text), 'Leave out any user name, password, "?" and "#".');

/** Something is put after it, so it ends without a slash. */
const baseAddress = webAddress.transform((text) => text.replace(/\/+$/, ''));

const databaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'Give a connection string, such as postgresql://user:password@host:5432/casethread.',
});

const startingWith = (prefix: string) =>
  z.string().startsWith(prefix, `It starts with ${prefix}: copy it from the Twilio console.`);

/** Each variable on its own: what is accepted, and what to do when it is not. */
const VARIABLES = {
  CASETHREAD_MODE: oneOf(['demo', 'production']),
  CASETHREAD_CLOCK: z.iso
    .datetime({ offset: true, error: 'Give a time with its offset, such as 2026-03-30T09:00:00Z.' })
    .transform((text) => new Date(text)),
  CASETHREAD_DEMO_DATA: oneOf(['on', 'off']),
  DATABASE_URL: databaseUrl,
  DATABASE_APP_URL: databaseUrl,
  DATA_DIR: z.string(),
  HOST: z.string(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'Give a number from 0 to 65535.')
    .transform(Number)
    .refine((port) => port <= 65_535, 'Give a number from 0 to 65535.'),
  PUBLIC_BASE_URL: baseAddress,
  NATION: oneOf(NATIONS),
  LOG_LEVEL: oneOf(LOG_LEVELS),
  TWILIO_ACCOUNT_SID: startingWith('AC'),
  TWILIO_AUTH_TOKEN: z.string(),
  TWILIO_AUTH_TOKEN_SECONDARY: z.string(),
  TWILIO_MESSAGING_SERVICE_SID: startingWith('MG'),
  TWILIO_API_BASE_URL: baseAddress,
  TWILIO_REDACT_AFTER_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'Give a number of days from 1 to 9999, or remove it.')
    .transform(Number),
  SLACK_SIGNING_SECRET: z.string(),
  SLACK_BOT_TOKEN: z.string(),
  SLACK_API_URL: baseAddress,
  TEAMS_APP_ID: z.string(),
  TEAMS_APP_PASSWORD: z.string(),
  TEAMS_TENANT_ID: z.string(),
  TEAMS_OPENID_METADATA_URL: baseAddress,
  TEAMS_TOKEN_ISSUER: z.string(),
  TEAMS_LOGIN_URL: baseAddress,
  TEAMS_FEDERATION: oneOf(['off', 'on']),
  WHATSAPP_DEVICE_CAPTURE: oneOf(['off', 'on']),
  OIDC_ISSUER: webAddress,
  OIDC_CLIENT_ID: z.string(),
  OIDC_CLIENT_SECRET: z.string(),
};

export type VariableName = keyof typeof VARIABLES;
export type Values = { [Name in VariableName]?: z.output<(typeof VARIABLES)[Name]> };

/** A variable (or several) that is wrong, and what to do about it. Never quotes a secret. */
export type Problem = { variable: string; words: string };

/** Reads every variable that is set; an empty one counts as not set. Collects what is wrong. */
export function readVariables(env: Readonly<Record<string, string | undefined>>): {
  values: Values;
  /** Set at all, rightly or wrongly. */
  given: ReadonlySet<string>;
  problems: Problem[];
} {
  const problems: Problem[] = [];
  const read: Record<string, unknown> = {};
  const given = new Set<string>();
  for (const [variable, schema] of Object.entries(VARIABLES)) {
    const text = env[variable]?.trim();
    if (!text) continue;
    given.add(variable);
    const result = schema.safeParse(text);
    if (result.success) read[variable] = result.data;
    else for (const issue of result.error.issues) problems.push({ variable, words: issue.message });
  }
  return { values: read as Values, given, problems }; // each entry was parsed by the schema of its name
}

function isBare(text: string): boolean {
  if (!URL.canParse(text)) return true; // said already
  const url = new URL(text);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

/** True for 127.0.0.0/8, ::1 and localhost: addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}
