import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { SCOPES } from '../../adapters/slack/scopes.ts';
import { composeParts } from '../compose.ts';
import { runCommandLine } from './program.ts';

function collected() {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

async function run(...args: string[]) {
  const [out, err] = [collected(), collected()];
  const terminal = { out: out.stream, err: err.stream };
  const code = await runCommandLine(args, composeParts({ env: {}, terminal }));
  return { code, out: out.text(), err: err.text() };
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

const manifest = z.looseObject({
  features: z.looseObject({
    slash_commands: z.array(z.looseObject({ url: z.string() })),
    shortcuts: z.array(z.looseObject({ name: z.string().max(24) })),
  }),
  oauth_config: z.looseObject({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.looseObject({
    event_subscriptions: z.looseObject({
      request_url: z.string(),
      bot_events: z.array(z.string()),
    }),
    interactivity: z.looseObject({ request_url: z.string(), message_menu_options_url: z.string() }),
  }),
});

test('the Slack manifest names our address everywhere and is valid by Slack’s own schema', async () => {
  const { code, out } = await run('manifest', 'slack', '--base-url', 'https://ct.example.test/x/');

  expect(code).toBe(0);
  const printed: unknown = JSON.parse(out);
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(
    z.looseObject({}).parse(read('test/fixtures/slack/manifest.schema.2.0.0.json')),
  );
  validate(printed);
  expect(validate.errors).toBeNull();
  const { features, settings } = manifest.parse(printed);
  const door = 'https://ct.example.test/x/slack/events';
  expect([
    features.slash_commands[0]?.url,
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
    settings.interactivity.message_menu_options_url,
  ]).toEqual([door, door, door, door]);
  expect(out).not.toContain('example.gov.uk');
});

test('the app asks for exactly the scopes that doctor expects, and docs/slack.md gives a reason for each', () => {
  const { bot } = manifest.parse(read('manifest/slack.json')).oauth_config.scopes;
  const reasons = readFileSync(new URL('../../docs/slack.md', import.meta.url), 'utf8');

  expect(bot).toEqual([...SCOPES]);
  for (const scope of SCOPES)
    expect(reasons).toMatch(new RegExp(`^\\| \`${scope}\` \\| .{20,}\\|$`, 'm'));
});

test('an address that is none is wrong usage', async () => {
  const { code, err } = await run('manifest', 'slack', '--base-url', 'casethread');

  expect(code).toBe(2);
  expect(err).toContain('Give a full web address');
  expect((await run('manifest', 'slack')).code).toBe(2);
});
