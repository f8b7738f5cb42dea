import { existsSync } from 'node:fs';

/** Where Chromium and Chrome are installed by the systems' own packages. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** A browser on this machine, or null. */
export function findBrowser(): string | null {
  return PLACES.find((place) => existsSync(place)) ?? null;
}
