// Reading phones, as `casethread doctor` looks at it.
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../messaging/adapter.ts';
import { findBrowser } from './browser-path.ts';
import { sessionFolderOf, versionFolderOf } from './folders.ts';

const OTHERS = 0o077;

/** What to know and mend about reading phones. Lost links are open alarms, which `doctor` lists. */
export function* examineDevices(
  isOn: boolean,
  dataDir: string,
  browser = findBrowser(),
): Generator<Finding> {
  const folder = dirname(sessionFolderOf(dataDir, 'any'));
  if (existsSync(folder) && process.platform !== 'win32' && statSync(folder).mode & OTHERS) {
    yield {
      ok: false,
      words: `Phones: other users of this machine can enter ${folder}, which opens phones’ accounts. Run "chmod 700 ${folder}".`,
    };
  }
  if (!isOn) {
    yield { ok: true, words: 'Phones: not read (WHATSAPP_DEVICE_CAPTURE is off).' };
    return;
  }
  if (browser === null) {
    yield {
      ok: false,
      words:
        'Phones: there is no Chromium on this machine. Install it ("apt-get install chromium").',
    };
    return;
  }
  const pinned = existsSync(join(versionFolderOf(dataDir), 'pinned.html'));
  const version = pinned ? 'a pinned WhatsApp Web' : 'the newest WhatsApp Web';
  yield { ok: true, words: `Phones: registered ones are read with ${browser} and ${version}.` };
}
