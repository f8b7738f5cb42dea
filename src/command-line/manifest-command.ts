// `casethread manifest`: what a chat platform must be told to install Casethread there. Needs no database.
import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { ZipFile } from 'yazl';
import { type ExitCode, say, type Terminal } from './terminal.ts';

const SLACK = new URL('../../manifest/slack.json', import.meta.url);
/** The address that stands in the file for the product's own. */
const STANDS_FOR_OURS = 'https://casethread.example.gov.uk';

/** Adds the command and its sub-commands. */
export function addManifests(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const group = program.command('manifest').description('print what a chat platform needs to know');
  group
    .command('slack')
    .description('the Slack app’s manifest, as JSON')
    .requiredOption('--base-url <url>', 'the address at which Slack reaches Casethread', webAddress)
    .action(({ baseUrl }: { baseUrl: string }) => finish(printSlackManifest(baseUrl, terminal)));
  group
    .command('teams')
    .description('the Teams app package, as a zip')
    .requiredOption(
      '--base-url <url>',
      'the address at which Teams reaches Casethread',
      httpsAddress,
    )
    .requiredOption('--app-id <id>', 'the bot’s app id (TEAMS_APP_ID)', appId)
    .requiredOption('--out <file>', 'where to write the package')
    .action(async ({ baseUrl, appId: id, out }: TeamsOptions) => {
      finish(await writeTeamsPackage(baseUrl, id, out, terminal));
    });
}

type TeamsOptions = { baseUrl: string; appId: string; out: string };

function printSlackManifest(baseUrl: string, terminal: Terminal): ExitCode {
  terminal.out.write(readFileSync(SLACK, 'utf8').replaceAll(STANDS_FOR_OURS, baseUrl));
  say(
    terminal,
    'Go to https://api.slack.com/apps, choose "Create New App", then "From a manifest", and paste this.',
    'The steps after it are in docs/operating.md, under "Slack".',
  );
  return 0;
}

const TEAMS = new URL('../../manifest/teams/', import.meta.url);
const STANDS_FOR_APP_ID = '00000000-0000-0000-0000-000000000000';
const ICONS = ['color.png', 'outline.png'];

async function writeTeamsPackage(
  baseUrl: string,
  id: string,
  out: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const { host } = new URL(baseUrl);
  const manifest = readFileSync(new URL('manifest.json', TEAMS), 'utf8')
    .replaceAll(STANDS_FOR_APP_ID, id)
    .replaceAll(STANDS_FOR_OURS, baseUrl)
    .replaceAll(new URL(STANDS_FOR_OURS).host, host);
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(manifest), 'manifest.json');
  for (const icon of ICONS) zip.addBuffer(readFileSync(new URL(icon, TEAMS)), icon);
  zip.end();
  try {
    await pipeline(zip.outputStream, createWriteStream(out));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(terminal, `The package could not be written to ${out} (${why}). Choose another place.`);
    return 1;
  }
  say(
    terminal,
    `${out} is written. Upload it in the Teams admin centre under "Manage apps", then "Upload new app".`,
    'The steps after it are in docs/operating.md, under "Teams".',
  );
  return 0;
}

function appId(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError(
    'Give the app id from Entra, such as 11111111-2222-4333-8444-555555555555.',
  );
}

/** Teams takes nothing else. */
function httpsAddress(text: string): string {
  const address = webAddress(text);
  if (address.startsWith('https:')) return address;
  throw new InvalidArgumentError('Teams needs an address with https.');
}

/** Without a slash at the end: a path is put after it. */
function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '') {
    return url.href.replace(/\/+$/, '');
  }
  throw new InvalidArgumentError(
    'Give a full web address, such as https://casethread.example.gov.uk.',
  );
}
