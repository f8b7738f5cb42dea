// npm run bench [-- a b c e f g h]: measures the whole product against one database (docs/performance.md).
// Without c, the database holds the people and no history: quicker, and for comparing changes only.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareDatabase } from '../../src/database/prepare.ts';
import { freePort } from '../../src/free-port.ts';
import { startFakeTeams } from '../fakes/teams/server.ts';
import { databaseFolder, startProcess } from '../support/start-process.ts';
import { fillAuthority } from './authority.ts';
import { measureCapture, type Target } from './capture.ts';
import { measureDecisions } from './decisions.ts';
import { line } from './figures.ts';
import { measureFlags } from './flags.ts';
import { measurePages } from './pages.ts';
import { measureSlack, SLACK } from './slack.ts';
import { measureStages } from './stages.ts';
import { measureTeams } from './teams.ts';

const ACCOUNT = {
  TWILIO_ACCOUNT_SID: 'ACbe0000000000000000000000000000ff',
  TWILIO_AUTH_TOKEN: 'bench',
};
const PARTS: Record<string, (target: Target) => Promise<void>> = {
  c: ({ url }) => measurePages(url),
  a: measureCapture,
  b: measureStages,
  e: measureDecisions,
  f: measureSlack,
  g: (target) => measureTeams(target, microsoft),
  h: measureFlags,
};

const wanted = process.argv.slice(2);
const all = wanted.length === 0;
const dataDir = mkdtempSync(join(tmpdir(), 'casethread-bench-'));
chmodSync(dataDir, 0o755);
const microsoft = await startFakeTeams();
const access = await prepareDatabase({ databaseUrl: null, databaseAppUrl: null, dataDir });
const owner = new pg.Client({ connectionString: access.ownerUrl });
await owner.connect();
try {
  const filling = performance.now();
  const messages = await fillAuthority(access.ownerUrl, all || wanted.includes('c'));
  line('filled', `${messages} messages in ${((performance.now() - filling) / 1_000).toFixed(0)} s`);
  const env = { ...ACCOUNT, ...SLACK, ...microsoft.environment, LOG_LEVEL: 'silent' };
  const started = await startProcess({ dataDir, port: await freePort(), env });
  try {
    const target: Target = {
      url: started.url,
      pid: started.child.pid ?? 0,
      accountSid: ACCOUNT.TWILIO_ACCOUNT_SID,
      authToken: ACCOUNT.TWILIO_AUTH_TOKEN,
      databaseUrl: access.appUrl,
      owner,
    };
    for (const [name, measure] of Object.entries(PARTS)) {
      if (all || wanted.includes(name)) await measure(target);
    }
  } finally {
    await started.stop();
  }
} finally {
  await owner.end();
  await access.stop();
  await microsoft.close();
  rmSync(databaseFolder(dataDir), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
