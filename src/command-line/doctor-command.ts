// The words of `casethread doctor`.
import { examine } from './doctor/doctor.ts';
import type { Parts } from './product.ts';
import { counted, type ExitCode, say } from './terminal.ts';

export async function runDoctor({ env, adaptersOf, terminal }: Parts): Promise<ExitCode> {
  let toMend = 0;
  for await (const { ok, words } of examine({ env, nodeVersion: process.version, adaptersOf })) {
    say(terminal, `${ok ? 'ok  ' : 'MEND'}  ${words}`);
    if (!ok) toMend += 1;
  }
  say(terminal, '', toMend === 0 ? 'All is well.' : `${counted(toMend, 'thing')} to mend.`);
  return toMend === 0 ? 0 : 1;
}
