import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Ajv } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import yauzl from 'yauzl';
import { z } from 'zod';
import { SCOPES } from '../../adapters/slack/scopes.ts';
import { temporaryFolder } from '../../test/support/people-files.ts';
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

const teamsManifest = z.looseObject({
  id: z.string(),
  developer: z.looseObject({ websiteUrl: z.string() }),
  validDomains: z.array(z.string()),
  bots: z.array(z.looseObject({ botId: z.string(), scopes: z.array(z.string()) })),
  composeExtensions: z.array(
    z.looseObject({ commands: z.array(z.looseObject({ title: z.string() })) }),
  ),
  authorization: z.looseObject({
    permissions: z.looseObject({ resourceSpecific: z.array(z.looseObject({ name: z.string() })) }),
  }),
});

test('the Teams package holds our manifest, valid by Microsoft’s own schema, and icons of our own', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'casethread.zip');
  const id = '11111111-2222-4333-8444-555555555555';
  const address = 'https://ct.example.test';

  const made = await run('manifest', 'teams', '--base-url', address, '--app-id', id, '--out', file);

  expect(made).toMatchObject({ code: 0, out: '', err: expect.stringContaining('Teams admin') });
  const entries = await entriesOf(file);
  expect([...entries.keys()].sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  expect(sizeOf(entries.get('color.png'))).toEqual([192, 192]);
  expect(sizeOf(entries.get('outline.png'))).toEqual([32, 32]);
  const printed: unknown = JSON.parse(String(entries.get('manifest.json')));
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(
    z.looseObject({}).parse(read('test/fixtures/teams/manifest.schema.1.29.json')),
  );
  validate(printed);
  expect(validate.errors).toBeNull();
  const { bots, authorization, composeExtensions, ...manifest } = teamsManifest.parse(printed);
  expect(manifest).toMatchObject({
    id,
    developer: { websiteUrl: address },
    validDomains: ['ct.example.test'],
  });
  expect(bots).toMatchObject([{ botId: id, scopes: ['personal', 'team', 'groupChat'] }]);
  expect(composeExtensions[0]?.commands[0]?.title).toBe('Record for a child');
  // The two rights that bring every message of a recorded conversation, and no other.
  expect(authorization.permissions.resourceSpecific.map(({ name }) => name)).toEqual([
    'ChatMessage.Read.Chat',
    'ChannelMessage.Read.Group',
  ]);
});

test('the Teams package is not made for an address without https, or with half of what it needs', async () => {
  const good = [
    '--base-url',
    'https://ct.example.test',
    '--app-id',
    '11111111-2222-4333-8444-555555555555',
  ];

  expect(
    await run(
      'manifest',
      'teams',
      '--base-url',
      'http://ct.example.test',
      ...good.slice(2),
      '--out',
      'x.zip',
    ),
  ).toMatchObject({ code: 2, err: expect.stringContaining('https') });
  expect(
    await run('manifest', 'teams', ...good.slice(0, 2), '--app-id', 'me', '--out', 'x.zip'),
  ).toMatchObject({ code: 2, err: expect.stringContaining('app id from Entra') });
  expect(await run('manifest', 'teams', ...good)).toMatchObject({ code: 2 });
  expect(await run('manifest', 'teams', ...good, '--out', '/nowhere/at/all.zip')).toMatchObject({
    code: 1,
    err: expect.stringContaining('could not be written'),
  });
});

/** The files in a zip, by name. */
function entriesOf(file: string): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      const found = new Map<string, Buffer>();
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, async (failed, stream) => {
          if (failed) return reject(failed);
          found.set(entry.fileName, await buffer(stream));
          zip.readEntry();
        });
      });
      zip.on('end', () => resolve(found));
      zip.readEntry();
    });
  });
}

/** Width and height as a PNG says them (https://www.w3.org/TR/png/#11IHDR). */
function sizeOf(png: Buffer | undefined): number[] {
  return png ? [png.readUInt32BE(16), png.readUInt32BE(20)] : [];
}
