import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { FAMILY, peopleFolder } from '../../test/support/people-files.ts';
import { openProduct } from './open-product.ts';
import { runCommandLine } from './program.ts';

let testing: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  testing = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'casethread-data-'));
});
afterAll(async () => {
  await testing.drop();
  await rm(dataDir, { recursive: true });
});

type Ran = { code: number; out: string; err: string };

/** Runs a command in this process, on the test's own database, without stages or adapters. */
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const [outText, errText] = [text(out), text(err)];
  const nothing = { stagesOf: () => [], adaptersOf: () => [] };
  const code = await runCommandLine(args, {
    env: {
      DATABASE_URL: testing.ownerUrl,
      DATABASE_APP_URL: testing.url,
      DATA_DIR: dataDir,
      ...env,
    },
    terminal: { out, err },
    start: async () => 0,
    openProduct: (config) => openProduct(config, nothing),
    adaptersOf: () => [],
  });
  out.end();
  err.end();
  return { code, out: await outText, err: await errText };
}

describe('usage', () => {
  test.each([[[]], [['import']], [['export']]])(
    '%j without more is wrong usage, and shows what there is',
    async (args) => {
      expect(await run(args)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('Usage:'),
      });
    },
  );

  test.each([
    [['improt']],
    [['import', 'people']],
    [['import', 'people', 'a', 'b']],
    [['import', 'everything', 'a']],
    [['export', 'messages', '--format', 'xml']],
    [['export', 'messages', '--since', 'yesterday']],
    [['verify', '--fast']],
  ])('%j is wrong usage, said on standard error', async (args) => {
    const { code, out, err } = await run(args);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('error:');
    expect(err).toContain('--help');
  });

  test.each([
    [[]],
    [['start']],
    [['import']],
    [['import', 'people']],
    [['import', 'history']],
    [['export', 'messages']],
    [['export', 'recordings']],
    [['export', 'chronology']],
    [['rules']],
    [['rules', 'test']],
    [['reconcile']],
    [['verify']],
    [['doctor']],
  ])('%j has help', async (args) => {
    expect(await run([...args, '--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: casethread'),
      err: '',
    });
  });
});

describe('an expected error is said in words, without a stack', () => {
  test.each([
    [['import', 'people', '/nowhere'], {}, /There is no \/nowhere/],
    [['import', 'history', '/nowhere.ndjson'], {}, /There is no \/nowhere.ndjson/],
    [['import', 'people', '/dev/null'], {}, /\/dev\/null is not a folder/],
    [['export', 'messages', '--case', 'C404'], {}, /There is no child with the case number C404/],
    [['export', 'messages', '--out', '/nowhere/out'], {}, /There is no \/nowhere\/out/],
    [['verify'], { PORT: 'x', NATION: 'wales' }, /PORT: .*\n.*NATION: /],
    [
      ['verify'],
      { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' },
      /The database does not answer \(ECONNREFUSED\)/,
    ],
    [['verify'], { DATABASE_URL: 'postgresql://a:b@no.invalid/c' }, /The database does not answer/],
  ])('%j %j', async (args, env, words) => {
    const { code, out, err } = await run(args, env);

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(words);
    expect(err).not.toMatch(/^ +at /m);
  });

  test('a password that the database refuses', async () => {
    const wrong = testing.ownerUrl.replace(/:[^:@]+@/, ':wrong@');

    const { code, err } = await run(['verify'], { DATABASE_URL: wrong });

    expect(code).toBe(1);
    expect(err).toMatch(/The database refused us: password authentication failed/);
    expect(err).not.toContain('wrong');
  });
});

describe('the commands', () => {
  const message = {
    type: 'message',
    id: 'h1',
    channel: 'sms',
    direction: 'inbound',
    officialNumber: '+447700900001',
    counterpart: '+447700900123',
    body: 'Hello',
    at: '2025-03-03T10:00:00Z',
  };

  test('import people, twice, and a rejected row', async () => {
    const folder = await peopleFolder(FAMILY);

    expect(await run(['import', 'people', folder, '--dry-run'])).toMatchObject({
      code: 0,
      err: expect.stringMatching(/children.csv: 2 rows, 2 new.*dry run/s),
    });
    expect(await run(['import', 'people', folder])).toMatchObject({ code: 0, out: '' });
    expect(await run(['import', 'people', folder])).toMatchObject({
      code: 0,
      err: expect.stringContaining('children.csv: 2 rows, 0 new, 0 changed, 2 as before'),
    });

    await writeFile(
      join(folder, 'allocations.csv'),
      'worker_id,case_number,role,valid_from,valid_to\nW1,C9,lead,2025-01-01,\n',
    );
    expect(await run(['import', 'people', folder])).toMatchObject({
      code: 1,
      err: 'allocations.csv line 2: case_number "C9" is not the id of a child, here or in the database\n\nNothing was imported: 1 problem to mend first.\n',
    });
  });

  test('import history, then export and verify what it kept', async () => {
    const folder = await peopleFolder({});
    const [file, out] = [join(folder, 'history.ndjson'), join(folder, 'out.ndjson')];
    await writeFile(file, `${JSON.stringify(message)}\n`);

    expect(await run(['import', 'history', file])).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^1 event read, 1 message: 1 new, 0 kept before/),
    });
    const { code, out: exported } = await run([
      'export',
      'messages',
      '--since',
      '2025-03-03',
      '--until',
      '2025-03-03',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(exported)).toMatchObject({ externalId: 'h1', marking: 'OFFICIAL-SENSITIVE' });

    expect(await run(['export', 'messages', '--out', out])).toMatchObject({ code: 0, out: '' });
    expect(await readFile(out, 'utf8')).toBe(exported);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toHaveLength(2);

    expect(await run(['verify'])).toMatchObject({
      code: 0,
      err: '1 message, 1 raw payload and 0 attachments are as they were kept.\n',
    });
  });

  test('import history of a file with a problem names the line, and imports nothing', async () => {
    const file = join(await peopleFolder({}), 'history.ndjson');
    await writeFile(file, `${JSON.stringify({ ...message, id: 'h2' })}\n{"type":"message"\n`);

    expect(await run(['import', 'history', file])).toMatchObject({
      code: 1,
      err: 'line 2 is not JSON\n\nNothing was imported: 1 problem to mend first.\n',
    });
  });

  test('rules test reads its lines without a database, and names the ones it cannot read', async () => {
    const file = join(await peopleFolder({}), 'cases.ndjson');
    const lines = [
      { id: 'a', text: 'he hit me with a belt again last night', direction: 'inbound', lang: null },
      { id: 'b', text: 'see you at ten', direction: 'outbound' },
    ].map((line) => JSON.stringify(line));
    const nowhere = { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/c' };

    await writeFile(file, `${lines.join('\n')}\n`);
    const { code, out } = await run(['rules', 'test', file], nowhere);
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        id: 'a',
        flags: expect.arrayContaining([
          {
            category: 'harm-disclosure',
            severity: 'urgent',
            evidence: ['he hit me'],
            rule: expect.stringMatching(/@\d+$/),
          },
        ]),
      },
      { id: 'b', flags: [] },
    ]);

    await writeFile(file, `${lines[0]}\n{"id":"c"}\n${lines[1]}\n`);
    expect(await run(['rules', 'test', file], nowhere)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/"a".*\n.*"b"/),
      err: expect.stringContaining('line 2 is not'),
    });
  });

  test('reconcile without a provider says so', async () => {
    expect(await run(['reconcile'])).toMatchObject({
      code: 0,
      err: expect.stringContaining('There is no provider to ask'),
    });
  });

  test('doctor finds nothing wrong, or says what to mend', async () => {
    expect(await run(['doctor'])).toMatchObject({
      code: 0,
      err: expect.stringMatching(/PostgreSQL.*All is well/s),
    });
    expect(await run(['doctor'], { HOST: '0.0.0.0', PORT: '-1' })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/MEND {2}PORT: .*MEND {2}HOST: .*2 things to mend/s),
    });
  });
});
