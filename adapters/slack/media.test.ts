import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startFakeSlack } from '../../test/fakes/slack/server.ts';
import { slackSettings } from '../../test/support/slack.ts';
import { openClient } from './client.ts';
import { fetchMedia } from './media.ts';
import type { SlackSettings } from './settings.ts';

const URL_OF_LETTER = 'https://files.slack.com/files-pri/T0CASE001-F0LETTER1/download/letter.pdf';

async function files(changes: Partial<SlackSettings> = {}) {
  const slack = await startFakeSlack();
  onTestFinished(slack.close);
  const bytes = Buffer.from('a letter');
  slack.state.files.set('F0LETTER1', {
    id: 'F0LETTER1',
    mimetype: 'application/pdf',
    name: 'letter.pdf',
    bytes,
  });
  const settings = slackSettings({ apiUrl: slack.apiUrl, ...changes });
  const fetched = (source: string) =>
    fetchMedia(settings, async () => openClient(settings), source);
  return { slack, fetched };
}

describe('a file', () => {
  test('is fetched with the token, byte for byte', async () => {
    const { fetched } = await files();

    const outcome = await fetched(URL_OF_LETTER);

    if (outcome.outcome !== 'fetched') throw new Error(`It was ${outcome.outcome}.`);
    expect(outcome.contentType).toBe('application/pdf');
    expect((await buffer(outcome.bytes)).toString()).toBe('a letter');
  });

  test('of another workspace is asked for by its id first', async () => {
    const { fetched, slack } = await files();

    expect((await fetched('slack-file:F0LETTER1')).outcome).toBe('fetched');
    expect(slack.requests.map(({ method }) => method)).toEqual(['files.info']);
  });

  test('that a refused token cannot reach waits for the token, and is not Slack’s sign-in page', async () => {
    const { fetched, slack } = await files();
    slack.revoke();

    expect(await fetched(URL_OF_LETTER)).toMatchObject({
      outcome: 'not-yet',
      cause: 'credentials',
    });
    expect(await fetched('slack-file:F0LETTER1')).toMatchObject({
      outcome: 'not-yet',
      cause: 'credentials',
    });
  });

  test('that Slack does not have yet, or is too busy for, is asked for again', async () => {
    const { fetched, slack } = await files();
    slack.failNext({ kind: 'rate-limited', retryAfterSeconds: 9, method: 'files.info' });

    expect(await fetched(URL_OF_LETTER.replace('F0LETTER1', 'F0MISSING'))).toMatchObject({
      outcome: 'not-yet',
      cause: 'missing',
    });
    expect(await fetched('slack-file:F0LETTER1')).toMatchObject({
      cause: 'slow-down',
      retryAfterMs: 9_000,
    });
    await slack.close();
    expect(await fetched(URL_OF_LETTER)).toMatchObject({
      outcome: 'not-yet',
      cause: 'unreachable',
    });
  });

  test.each([
    'https://drive.example.test/letter.pdf',
    'http://files.slack.com/files-pri/letter.pdf',
    'https://files.slack.com.example.test/letter.pdf',
    'https://files.slack.com:8443/letter.pdf',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'no-address:',
  ])('at %s is never fetched', async (source) => {
    const { fetched } = await files({ apiUrl: null });

    expect((await fetched(source)).outcome).toBe('gone');
  });

  test('is not fetched by a demonstration that was given no address on this machine', async () => {
    const { fetched } = await files({ apiUrl: null, loopbackOnly: true });

    expect(await fetched(URL_OF_LETTER)).toMatchObject({ outcome: 'gone' });
  });
});
