// The bytes of a file or an image that came with an activity
// (https://learn.microsoft.com/en-us/microsoftteams/platform/bots/how-to/bots-filesv4).
import { z } from 'zod';
import { type MediaOutcome, ProviderTrouble } from '../../src/messaging/adapter.ts';
import { fetchMediaFrom, gone, notYet } from '../../src/messaging/fetch-media.ts';
import { FILE_AT, IMAGE_AT, NOT_HERE } from './normalise.ts';
import { isLoopback, isMicrosoft, mayCall, type TeamsSettings } from './settings.ts';
import type { Tokens } from './token.ts';

const ELSEWHERE =
  'The file lies in SharePoint or OneDrive, where Casethread may not read. Save it on the record by hand.';
const imageSource = z.tuple([z.string(), z.string()]);

/** Fetches from the service that sent it and Microsoft's own hosts, nowhere else. Never throws. */
export async function fetchMedia(
  settings: TeamsSettings,
  tokens: Tokens,
  source: string,
): Promise<MediaOutcome> {
  if (source.startsWith(NOT_HERE)) return gone(ELSEWHERE);
  if (source.startsWith(FILE_AT)) return fetchFile(settings, source.slice(FILE_AT.length));
  if (!source.startsWith(IMAGE_AT)) return gone('Teams did not say where the file is.');
  const [serviceUrl, address] = imageSource.parse(JSON.parse(source.slice(IMAGE_AT.length)));
  if (!URL.canParse(address) || !mayCall(settings, serviceUrl) || !isAt(address, serviceUrl)) {
    return gone('The image is not at one of Teams’ addresses, so it was not fetched.');
  }
  try {
    const authorization = `Bearer ${await tokens.get()}`;
    return await request(new URL(address), { authorization });
  } catch (error) {
    if (!(error instanceof ProviderTrouble)) throw error;
    return notYet(error.kind, error.message, error.retryAfterMs);
  }
}

/** Our token goes to the service that the activity came from, or to Microsoft's own. */
function isAt(address: string, serviceUrl: string): boolean {
  const url = new URL(address);
  return url.origin === new URL(serviceUrl).origin || isMicrosoft(url);
}

/** The address carries its own, short-lived permission: our token stays here. */
async function fetchFile(settings: TeamsSettings, address: string): Promise<MediaOutcome> {
  const url = URL.canParse(address) ? new URL(address) : null;
  const allowed = url && (isMicrosoft(url) || (isTested(settings) && isLoopback(url.hostname)));
  if (!allowed)
    return gone('The file is not at one of Microsoft’s addresses, so it was not fetched.');
  return request(url, {});
}

const isTested = (settings: TeamsSettings) => mayCall(settings, 'http://127.0.0.1');

function request(address: URL, headers: Record<string, string>): Promise<MediaOutcome> {
  const refused = () =>
    notYet('credentials', 'Teams refused to give the file: its address may have run out.');
  return fetchMediaFrom({ provider: 'Teams', headers: () => headers, refused }, address);
}
