// PostgreSQL refuses to run as root. Whom it runs as there, and which folders that account can enter.
import { execFileSync } from 'node:child_process';
import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Who the server runs as. Not needed (undefined) where we are an ordinary user. */
export type Account = { uid: number; gid: number };

/** The account `nobody` of every Unix: the last resort on a machine that cannot add users. */
const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/**
 * The account that runs the server: nobody else's than ours, except for root. There it is the one
 * that already owns `dataFolder`, else `postgres` (added when missing), else `nobody`.
 */
export function serverAccount(dataFolder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(dataFolder) ?? accountOf('postgres') ?? addPostgres() ?? NOBODY;
}

/** Whether `account` can walk to `folder` and into it, by the modes of every folder on the way. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  if (!account) return true; // whatever we made, we can enter
  const real = realpathSync(folder);
  for (let step = real; ; step = dirname(step)) {
    if (!mayPass(account, statSync(step))) return false;
    if (step === dirname(step)) return true;
  }
}

function mayPass({ uid, gid }: Account, { uid: owner, gid: group, mode }: Stats): boolean {
  const shift = owner === uid ? 6 : group === gid ? 3 : 0;
  return ((mode >> shift) & 0o1) !== 0;
}

function ownerOf(folder: string): Account | undefined {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

function accountOf(name: string): Account | undefined {
  const idOf = (flag: '-u' | '-g') =>
    Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return undefined; // there is no such account
  }
}

function addPostgres(): Account | undefined {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
      stdio: 'ignore',
    });
  } catch {
    // A bare machine has no useradd; and another process may have added it just now.
  }
  return accountOf('postgres');
}
