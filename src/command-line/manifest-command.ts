// `casethread manifest`: what a chat platform must be told to install Casethread there. Needs no database.
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
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
}

function printSlackManifest(baseUrl: string, terminal: Terminal): ExitCode {
  terminal.out.write(readFileSync(SLACK, 'utf8').replaceAll(STANDS_FOR_OURS, baseUrl));
  say(
    terminal,
    'Go to https://api.slack.com/apps, choose "Create New App", then "From a manifest", and paste this.',
    'The steps after it are in docs/operating.md, under "Slack".',
  );
  return 0;
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
