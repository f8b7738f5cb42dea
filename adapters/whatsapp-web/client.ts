// The vendor's library, set up to read one phone's account in a browser of its own.
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientOptions, Client as VendorClient } from 'whatsapp-web.js';
import whatsapp from 'whatsapp-web.js';
import { stayInBackground } from './read-only.ts';

export type PhoneSettings = {
  /** Chromium or Chrome on this machine. */
  browserPath: string;
  /** Where an operator may pin WhatsApp Web: its page as `pinned.html`. */
  versionFolder: string;
  /** Demonstrations reach nothing beyond this machine, and so need a pinned page. */
  loopbackOnly: boolean;
};

/** What people see on the phone, in WhatsApp's list of linked devices. */
const SHOWN_AS = 'Casethread (recording)';
const PINNED = 'pinned';

const FLAGS = [
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-crash-reporter',
  '--disable-gpu',
  '--disable-sync',
  '--no-first-run',
];

/** A client that has not started. `sessionFolder` holds what opens the account: nobody else reads it. */
export async function makeClient(
  settings: PhoneSettings,
  sessionFolder: string,
): Promise<VendorClient> {
  const profile = join(sessionFolder, 'session');
  await mkdir(profile, { recursive: true, mode: 0o700 });
  await Promise.all([chmod(sessionFolder, 0o700), chmod(profile, 0o700)]);
  await leaveNoBrowsersMark(profile);
  const { Client, LocalAuth } = whatsapp;
  const options: ClientOptions & { evalOnNewDoc: () => void } = {
    authStrategy: new LocalAuth({ dataPath: sessionFolder }),
    webVersion: PINNED,
    webVersionCache: {
      type: 'local',
      path: settings.versionFolder,
      strict: settings.loopbackOnly,
    },
    deviceName: SHOWN_AS,
    evalOnNewDoc: stayInBackground,
    puppeteer: {
      executablePath: settings.browserPath,
      headless: true,
      // A pipe, not a port: no other program can speak to this browser, and it ends when we do.
      pipe: true,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        ...FLAGS,
        ...(settings.loopbackOnly
          ? ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost']
          : []),
        // Chromium has no sandbox for root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  };
  return new Client(options);
}

/** A browser that was killed leaves a mark that keeps the next one out. Ours is the only one. */
async function leaveNoBrowsersMark(profile: string): Promise<void> {
  const marks = ['SingletonLock', 'SingletonCookie', 'SingletonSocket'];
  await Promise.all(marks.map((mark) => rm(join(profile, mark), { force: true })));
}
