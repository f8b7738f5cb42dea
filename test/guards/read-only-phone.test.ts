// A phone that the authority issued is read and nothing else (contracts section 8): no line of the
// adapter could send, react, delete, or tell anybody that a message was read.
import { expect, test } from 'vitest';
import { filesBelow, productFiles } from './source.ts';

const ACTS =
  /\.(send\w*|reply|react|forward|edit|delete|pin|star|archive\w*|unarchive\w*|mute\w*|markUnread|clear\w*|block|unblock|create\w*|accept\w*|set(Status|DisplayName|ProfilePicture)|requestPairingCode|evaluateHandle|click|type|press|keyboard|mouse)\s*\(/;

test('the adapter of phones calls nothing that acts on an account', () => {
  const files = filesBelow(['adapters/whatsapp-web'], ['.ts']).filter(
    ({ path }) => !path.endsWith('.test.ts'),
  );
  const found = files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => ACTS.test(line.replaceAll("createHash('sha256')", '')))
      .map((line) => `${path}: ${line.trim()}`),
  );

  expect(files.length).toBeGreaterThan(8);
  expect(found).toEqual([]);
});

test('what captures from phones is given no way to send', () => {
  const senders = productFiles()
    .filter(({ path }) => path.startsWith('src/devices/') || path === 'src/messaging/device.ts')
    // Settings go to the process that reads phones, and nowhere else.
    .map(({ path, text }) => ({ path, text: text.replace('child.send(settings()', '') }))
    .filter(({ text }) => /\bsend\w*\s*[?(:]|SendOutcome|OutgoingMessage/.test(text))
    .map(({ path }) => path);

  expect(senders).toEqual([]);
});
