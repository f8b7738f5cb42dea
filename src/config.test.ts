import { describe, expect, test } from 'vitest';
import {
  ConfigurationError,
  type DemoConfig,
  type ProductionConfig,
  readConfig,
} from './config.ts';

const PRODUCTION = {
  CASETHREAD_MODE: 'production',
  DATABASE_URL: 'postgresql://owner:secret@db.example.gov.uk/casethread',
  DATABASE_APP_URL: 'postgresql://app:secret@db.example.gov.uk/casethread',
  PUBLIC_BASE_URL: 'https://casethread.example.gov.uk/',
  OIDC_ISSUER: 'https://login.example.gov.uk/',
  OIDC_CLIENT_ID: 'casethread',
  OIDC_CLIENT_SECRET: 'from-the-identity-provider',
};

function problemsOf(env: Record<string, string>): Record<string, string> {
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return Object.fromEntries(error.problems.map(({ variable, words }) => [variable, words]));
  }
  return {};
}

function demo(env: Record<string, string> = {}): DemoConfig {
  const config = readConfig(env);
  if (config.mode !== 'demo') throw new Error('not a demonstration');
  return config;
}

function production(env: Record<string, string> = {}): ProductionConfig {
  const config = readConfig({ ...PRODUCTION, ...env });
  if (config.mode !== 'production') throw new Error('not production');
  return config;
}

describe('a demonstration', () => {
  test('needs no variable at all, and has a Twilio account of its own', () => {
    const config = demo();

    expect(config).toMatchObject({
      dataDir: './.data',
      host: '127.0.0.1',
      port: 3000,
      nation: 'england-and-wales',
      databaseUrl: null,
      clockStart: null,
      loadDemoData: true,
    });
    expect(config.twilio.accountSid).toMatch(/^AC[0-9a-f]{32}$/);
    expect(config.twilio.apiBaseUrl).toBeNull();
  });

  test('takes an empty variable as not set', () => {
    expect(demo({ PORT: '', DATABASE_URL: ' ' }).port).toBe(3000);
  });

  test.each(['127.0.0.1', '127.8.9.1', '::1', '[::1]', 'localhost'])('listens on %s', (host) => {
    expect(demo({ HOST: host }).host).toBe(host);
  });

  test.each(['0.0.0.0', '192.168.1.5', '127.0.0.1.example.com', 'localhost.example.com', '::'])(
    'refuses to listen on %s, because it signs people in without a password',
    (host) => {
      expect(problemsOf({ HOST: host })).toHaveProperty('HOST');
    },
  );

  test('refuses to send anywhere but to this machine', () => {
    expect(problemsOf({ TWILIO_API_BASE_URL: 'https://api.twilio.com' })).toHaveProperty(
      'TWILIO_API_BASE_URL',
    );
    expect(demo({ TWILIO_API_BASE_URL: 'http://127.0.0.1:9999/' }).twilio.apiBaseUrl).toBe(
      'http://127.0.0.1:9999',
    );
  });

  test('works with test credentials given in the environment', () => {
    const config = demo({ TWILIO_ACCOUNT_SID: 'AC123', TWILIO_AUTH_TOKEN: 'abc' });

    expect(config.twilio).toMatchObject({ accountSid: 'AC123', authToken: 'abc' });
  });

  test('starts its clock where it is told, and leaves the families out when told', () => {
    const config = demo({
      CASETHREAD_CLOCK: '2026-03-29T00:30:00+00:00',
      CASETHREAD_DEMO_DATA: 'off',
    });

    expect(config.clockStart).toEqual(new Date('2026-03-29T00:30:00Z'));
    expect(config.loadDemoData).toBe(false);
  });

  test('says at start which adapters are off', () => {
    expect(demo().notices.join(' ')).toMatch(/Slack is off.*SLACK_SIGNING_SECRET.*Teams is off/);
  });
});

describe('production', () => {
  test('starts with an identity provider, an outside address and two database roles', () => {
    const config = production();

    expect(config.publicBaseUrl).toBe('https://casethread.example.gov.uk');
    expect(config.oidc.issuer).toBe('https://login.example.gov.uk/');
    expect(config.twilio).toBeNull();
    expect(config.notices.join(' ')).toContain('Twilio is off');
  });

  test('refuses to start without any of them, and lists all that is missing at once', () => {
    expect(Object.keys(problemsOf({ CASETHREAD_MODE: 'production' }))).toEqual([
      'DATABASE_URL',
      'DATABASE_APP_URL',
      'PUBLIC_BASE_URL',
      'OIDC_ISSUER',
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_SECRET',
    ]);
  });

  test('never loads demonstration data or a made-up clock', () => {
    expect(problemsOf({ ...PRODUCTION, CASETHREAD_DEMO_DATA: 'on' })).toHaveProperty(
      'CASETHREAD_DEMO_DATA',
    );
    expect(problemsOf({ ...PRODUCTION, CASETHREAD_CLOCK: '2026-01-01T00:00:00Z' })).toHaveProperty(
      'CASETHREAD_CLOCK',
    );
  });

  test('refuses to work as the owner of the tables', () => {
    expect(problemsOf({ ...PRODUCTION, DATABASE_APP_URL: PRODUCTION.DATABASE_URL })).toHaveProperty(
      'DATABASE_APP_URL',
    );
  });

  test.each(['PUBLIC_BASE_URL', 'OIDC_ISSUER', 'TWILIO_API_BASE_URL'])(
    'refuses an unencrypted %s beyond this machine',
    (variable) => {
      expect(problemsOf({ ...PRODUCTION, [variable]: 'http://example.gov.uk' })).toHaveProperty(
        variable,
      );
      expect(problemsOf({ ...PRODUCTION, [variable]: 'http://127.0.0.1:8080' })).toEqual({});
    },
  );

  test('listens where it is told', () => {
    expect(production({ HOST: '0.0.0.0', PORT: '8080' })).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
    });
  });
});

describe('a half-configured adapter is an error that names what is missing', () => {
  test.each([
    [{ TWILIO_ACCOUNT_SID: 'AC1' }, 'TWILIO_AUTH_TOKEN'],
    [{ TWILIO_AUTH_TOKEN_SECONDARY: 'x' }, 'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET'],
    [{ TEAMS_APP_ID: 'a', TEAMS_TENANT_ID: 'b' }, 'TEAMS_APP_PASSWORD'],
    [{ TEAMS_APP_ID: '', TEAMS_APP_PASSWORD: 'a', TEAMS_TENANT_ID: 'b' }, 'TEAMS_APP_ID'],
    [{ TEAMS_TOKEN_ISSUER: 'a' }, 'TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID'],
  ])('%j', (env, missing) => {
    expect(problemsOf(env)).toHaveProperty([missing]);
  });

  test('phones are read only where that is switched on', () => {
    expect(readConfig({}).deviceCapture).toBe(false);
    expect(readConfig({ WHATSAPP_DEVICE_CAPTURE: 'off' }).deviceCapture).toBe(false);
    expect(readConfig({ WHATSAPP_DEVICE_CAPTURE: 'on' }).deviceCapture).toBe(true);
    expect(problemsOf({ WHATSAPP_DEVICE_CAPTURE: 'yes' })).toHaveProperty(
      'WHATSAPP_DEVICE_CAPTURE',
    );
  });
});

test('people of other tenants are heard in Teams only where that is switched on', () => {
  const teams = { TEAMS_APP_ID: 'a', TEAMS_APP_PASSWORD: 'b', TEAMS_TENANT_ID: 'c' };
  const isHeard = (env: Record<string, string>) =>
    production({ ...teams, ...env }).teams?.federation;

  expect(isHeard({})).toBe(false);
  expect(isHeard({ TEAMS_FEDERATION: 'off' })).toBe(false);
  expect(isHeard({ TEAMS_FEDERATION: 'on' })).toBe(true);
  expect(problemsOf({ ...PRODUCTION, ...teams, TEAMS_FEDERATION: 'yes' })).toHaveProperty(
    'TEAMS_FEDERATION',
  );
});

test('one error lists everything that is wrong, and quotes no secret', () => {
  const env = {
    CASETHREAD_MODE: 'demonstration',
    PORT: '70000',
    NATION: 'wales',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    CASETHREAD_CLOCK: 'yesterday',
    PUBLIC_BASE_URL: 'casethread',
    TWILIO_ACCOUNT_SID: 'SK-hunter2',
  };

  expect(() => readConfig(env)).toThrow(ConfigurationError);
  expect(Object.keys(problemsOf(env)).sort()).toEqual(
    [...Object.keys(env), 'TWILIO_AUTH_TOKEN'].sort(),
  );
  expect(JSON.stringify(problemsOf(env))).not.toContain('hunter2');
});
