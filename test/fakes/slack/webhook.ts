// Slack as a caller: its events, commands and interactions, signed as it signs them
// (https://docs.slack.dev/authentication/verifying-requests-from-slack).
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { APP, BOT_USER, SIGNING_SECRET, TEAM } from './state.ts';

export const EVENTS = '/slack/events';

export type Json = Record<string, unknown>;

export type Signing = {
  secret?: string;
  /** Seconds since 1970. */
  timestamp?: number;
  headers?: Record<string, string>;
};

/** Body and headers of a signed request. */
export function signed(body: string | Buffer, contentType: string, signing: Signing = {}) {
  const bytes = Buffer.from(body);
  const timestamp = String(signing.timestamp ?? Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', signing.secret ?? SIGNING_SECRET)
    .update(`v0:${timestamp}:`)
    .update(bytes)
    .digest('hex');
  return {
    body: bytes,
    headers: {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
      ...signing.headers,
    },
  };
}

let events = 0;

/** An event in its envelope; `envelope` changes what is around it. */
export function eventBody(event: Json, envelope: Json = {}): Json {
  events += 1;
  return {
    token: 'deprecated',
    team_id: TEAM,
    api_app_id: APP,
    event,
    type: 'event_callback',
    event_id: `Ev${process.pid}x${events}`,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: TEAM,
        user_id: BOT_USER,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    ...envelope,
  };
}

export function signedJson(body: unknown, signing?: Signing) {
  return signed(JSON.stringify(body), 'application/json', signing);
}

const FORM = 'application/x-www-form-urlencoded';

/** A slash command. */
export function signedCommand(fields: Record<string, string>, signing?: Signing) {
  const whole = {
    token: 'deprecated',
    team_id: TEAM,
    team_domain: 'test',
    api_app_id: APP,
    ...fields,
  };
  return signed(new URLSearchParams(whole).toString(), FORM, signing);
}

/** A click, a submission, a shortcut or a request for options. */
export function signedInteraction(payload: Json, signing?: Signing) {
  const whole = {
    token: 'deprecated',
    api_app_id: APP,
    team: { id: TEAM, domain: 'test' },
    ...payload,
  };
  return signed(new URLSearchParams({ payload: JSON.stringify(whole) }).toString(), FORM, signing);
}

/** An event as Slack documents or sends it (test/fixtures/slack), with the changes that matter to a test. */
export function fixture(name: string, changes: Json = {}): Json {
  const file = new URL(`../../fixtures/slack/${name}.json`, import.meta.url);
  const all: Json = { ...JSON.parse(readFileSync(file, 'utf8')), ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
