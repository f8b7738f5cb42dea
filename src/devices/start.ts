// Reading phones as a part of `casethread start`, where it is switched on.
import { join } from 'node:path';
import { clearAlarm, listOpenAlarms, raiseAlarm } from '../alarms/alarm-store.ts';
import { findBrowser } from './browser-path.ts';
import type { ReaderSettings } from './reader-settings.ts';
import { type SuperviseNeeds, superviseReaders } from './supervise.ts';

const PROGRAM = join(import.meta.dirname, '../capture-device.ts');

export type CapturePhonesNeeds = Omit<SuperviseNeeds, 'program' | 'settings'> &
  Pick<ReaderSettings, 'appUrl' | 'dataDir' | 'logLevel' | 'loopbackOnly'>;

const KINDS = ['device-link-lost', 'device-silent', 'device-capture-failing'] as const;

/**
 * Starts the process that reads phones, or says why it cannot. Gives how to stop it. Where it is
 * switched off, nothing starts, and no alarm asks for what is not wanted.
 */
export async function capturePhones(
  isOn: boolean,
  needs: CapturePhonesNeeds,
): Promise<() => Promise<void>> {
  if (!isOn) {
    await clearPhoneAlarms(needs);
    return async () => {};
  }
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

async function clearPhoneAlarms({ database, clock }: CapturePhonesNeeds): Promise<void> {
  for (const { kind, subject } of await listOpenAlarms(database.pool)) {
    const ours = KINDS.find((known) => known === kind);
    if (ours) await clearAlarm(database.pool, ours, subject, clock());
  }
}
