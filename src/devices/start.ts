// Reading phones as a part of `casethread start`, where it is switched on.
import { join } from 'node:path';
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import { findBrowser } from './browser-path.ts';
import type { ReaderSettings } from './reader-settings.ts';
import { type SuperviseNeeds, superviseReaders } from './supervise.ts';

const PROGRAM = join(import.meta.dirname, '../capture-device.ts');

export type CapturePhonesNeeds = Omit<SuperviseNeeds, 'program' | 'settings'> &
  Pick<ReaderSettings, 'appUrl' | 'dataDir' | 'logLevel' | 'loopbackOnly'>;

/** Starts the process that reads phones, or says why it cannot. Gives how to stop it. */
export async function capturePhones(needs: CapturePhonesNeeds): Promise<() => Promise<void>> {
  const { database, clock, appUrl, dataDir, logLevel, loopbackOnly } = needs;
  const browserPath = findBrowser();
  const alarm = ['device-capture-failing', 'browser'] as const;
  if (browserPath === null) {
    const [kind, subject] = alarm;
    const words =
      'Phones are not read, because this machine has no Chromium. Everything else works. ' +
      'Ask your IT team to install Chromium and start Casethread again.';
    await raiseAlarm(database.pool, { kind, subject, words, at: clock() });
    return async () => {};
  }
  await clearAlarm(database.pool, ...alarm, clock());
  const now = () => clock().toISOString();
  const settings = () => ({ appUrl, dataDir, logLevel, loopbackOnly, browserPath, now: now() });
  return superviseReaders({ ...needs, program: PROGRAM, settings }).stop;
}
