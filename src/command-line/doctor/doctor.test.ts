import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { temporaryFolder } from '../../../test/support/people-files.ts';
import type { ChannelAdapter } from '../../messaging/adapter.ts';
import { type DoctorNeeds, examine } from './doctor.ts';

let testing: TestDatabase;
let env: Record<string, string>;
beforeEach(async () => {
  testing = await testDatabase();
  env = {
    DATABASE_URL: testing.ownerUrl,
    DATABASE_APP_URL: testing.url,
    DATA_DIR: await temporaryFolder(),
  };
});

async function toMend(needs: Partial<DoctorNeeds> = {}): Promise<string[]> {
  const mend: string[] = [];
  const whole = { env, nodeVersion: 'v24.21.0', adaptersOf: () => [], ...needs };
  for await (const { ok, words } of examine(whole)) if (!ok) mend.push(words);
  return mend;
}

async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: testing.ownerUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(sql);
}

test('a sound product has nothing to mend', async () => {
  expect(await toMend()).toEqual([]);
});

test('before the first start there is no database, and that is no fault', async () => {
  expect(await toMend({ env: { DATA_DIR: await temporaryFolder() } })).toEqual([]);
});

describe('what is wrong is said with what to do', () => {
  test.each([
    ['an old Node', { nodeVersion: 'v20.20.2' }, /^Node v20.20.2 is too old: use 24/],
    ['a wrong setting', { env: { PORT: 'x' } }, /^PORT: Give a number/],
    [
      'a folder that cannot be written',
      { env: { DATA_DIR: '/dev/null/data' } },
      /^\/dev\/null\/data cannot be written to/,
    ],
    [
      'a database that does not answer',
      { env: { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' } },
      /^Database: .*does not answer/,
    ],
  ])('%s', async (_, needs, words) => {
    const given = 'env' in needs ? { env: { ...env, ...needs.env } } : needs;

    expect(await toMend(given)).toEqual([expect.stringMatching(words)]);
  });

  test('an application role that cannot log in', async () => {
    const wrong = testing.url.replace(/:[^:@]+@/, ':wrong@');

    expect(await toMend({ env: { ...env, DATABASE_APP_URL: wrong } })).toEqual([
      expect.stringContaining('role cannot log in'),
    ]);
  });

  test.each([
    [
      'a migration that waits',
      `DELETE FROM "_migrations" WHERE name = '0001_initial'`,
      /0001_initial not applied yet/,
    ],
    [
      'a migration of another version',
      `INSERT INTO "_migrations" VALUES ('9999_later', 'x')`,
      /9999_later came from another version/,
    ],
    [
      'a right to alter what is kept',
      'GRANT UPDATE ON message TO casethread_app',
      /^Database: message could be altered/,
    ],
    [
      'a trigger that was switched off',
      'ALTER TABLE statement DISABLE TRIGGER append_only_rows',
      /^Database: statement could be altered/,
    ],
    [
      'work that was set aside',
      `INSERT INTO stage_work (stage, subject_kind, subject_id, conversation_id, set_aside_at, problem) VALUES ('record', 'message', gen_random_uuid(), gen_random_uuid(), now(), 'TypeError')`,
      /^Set aside: 1 in record \(TypeError\). They are kept/,
    ],
    [
      'an alarm that nobody has dealt with',
      `INSERT INTO alarm VALUES (gen_random_uuid(), 'webhook-silent', 'twilio', 'Twilio has been silent.', now(), now())`,
      /^Alarm: Twilio has been silent/,
    ],
  ])('%s', async (_, sql, words) => {
    await asOwner(sql);

    expect(await toMend()).toEqual([expect.stringMatching(words)]);
  });

  test('a provider that refuses us, and one whose check fails', async () => {
    const refusing = adapter('twilio', async () => [{ ok: false, words: 'Twilio refuses us.' }]);
    const broken = adapter('slack', async () => {
      throw new Error('unforeseen');
    });

    expect(await toMend({ adaptersOf: () => [refusing, broken] })).toEqual([
      'Twilio refuses us.',
      'slack: the check failed in an unexpected way.',
    ]);
  });

  test('an identity provider that does not answer as one', async () => {
    const server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    onTestFinished(() => {
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const production = {
      ...env,
      CASETHREAD_MODE: 'production',
      PUBLIC_BASE_URL: 'https://casethread.example.gov.uk',
      OIDC_ISSUER: `http://127.0.0.1:${port}/`,
      OIDC_CLIENT_ID: 'casethread',
      OIDC_CLIENT_SECRET: 'secret',
    };

    expect(await toMend({ env: production })).toEqual([
      `Identity provider: http://127.0.0.1:${port}/.well-known/openid-configuration answers 404. Check OIDC_ISSUER.`,
    ]);
  });
});

test('it looks and changes nothing', async () => {
  await asOwner(`DELETE FROM "_migrations"`);

  await toMend();

  const { rows } = await testing.database.pool.query('SELECT FROM "_migrations"');
  expect(rows).toHaveLength(0);
});

function adapter(provider: string, check: NonNullable<ChannelAdapter['check']>): ChannelAdapter {
  return { provider, channels: [], webhooks: [], check };
}
