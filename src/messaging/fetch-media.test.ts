import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchMediaFrom, gone, type MediaHost, notYet } from './fetch-media.ts';

/** A server for one test: its address, and closing it early. */
async function serving(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  onTestFinished(() => void server.close());
  return { at: (path: string) => new URL(path, `http://127.0.0.1:${port}`), close };
}

const host = (changes: Partial<MediaHost> = {}): MediaHost => ({
  provider: 'Pigeon Post',
  headers: () => ({}),
  refused: () => notYet('credentials', 'Pigeon Post refused our ring.'),
  ...changes,
});

const answering = (status: number, headers: Record<string, string> = {}) =>
  serving((_request, response) => void response.writeHead(status, headers).end('not the file'));

test('a file comes byte for byte, as it lies there and not coded on the way', async () => {
  const asked: unknown[] = [];
  const { at } = await serving(({ headers }, response) => {
    asked.push([headers['accept-encoding'], headers.authorization]);
    response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([0, 1, 255]));
  });

  const fetched = await fetchMediaFrom(
    host({ headers: ({ pathname }) => ({ authorization: `ring for ${pathname}` }) }),
    at('/photo'),
  );

  if (fetched.outcome !== 'fetched') throw new Error(fetched.words);
  expect(fetched.contentType).toBe('image/png');
  expect(await buffer(fetched.bytes)).toEqual(Buffer.from([0, 1, 255]));
  expect(asked).toEqual([['identity', 'ring for /photo']]);
});

describe('an answer that is not the file', () => {
  test.each([
    [404, notYet('missing', 'Pigeon Post does not have the file.')],
    [410, gone('Pigeon Post no longer has the file.')],
    [401, notYet('credentials', 'Pigeon Post refused our ring.')],
    [403, notYet('credentials', 'Pigeon Post refused our ring.')],
    [429, notYet('slow-down', 'Pigeon Post asks us to slow down.')],
    [500, notYet('unreachable', 'Pigeon Post answered with status 500.')],
  ])('with status %i is understood', async (status, expected) => {
    const { at } = await answering(status);

    expect(await fetchMediaFrom(host(), at('/photo'))).toEqual(expected);
  });

  test('and asks for a pause is asked again after it', async () => {
    const { at } = await answering(429, { 'retry-after': '9' });

    expect(await fetchMediaFrom(host(), at('/photo'))).toMatchObject({
      cause: 'slow-down',
      retryAfterMs: 9_000,
    });
  });

  test('because nobody listens is asked again', async () => {
    const { at, close } = await answering(200);
    await close();

    expect(await fetchMediaFrom(host(), at('/photo'))).toEqual(
      notYet('unreachable', 'Pigeon Post could not be reached.'),
    );
  });
});

describe('an answer that points elsewhere', () => {
  const passedOn = () =>
    serving(({ url, headers }, response) => {
      if (url === '/photo') return void response.writeHead(302, { location: 'store/1' }).end();
      response.writeHead(200).end(headers.authorization ?? 'nothing');
    });

  test('is followed, with what is for the new address and not what was for the first', async () => {
    const { at } = await passedOn();

    const fetched = await fetchMediaFrom(
      host({
        headers: ({ pathname }) => (pathname === '/photo' ? { authorization: 'ring' } : {}),
        redirected: (to) => to,
      }),
      at('/photo'),
    );

    if (fetched.outcome !== 'fetched') throw new Error(fetched.words);
    expect((await buffer(fetched.bytes)).toString()).toBe('nothing');
  });

  test('is followed only where the provider’s own rules allow', async () => {
    const { at } = await passedOn();
    const refusing = host({ redirected: (to) => gone(`not to ${to.pathname}`) });

    expect(await fetchMediaFrom(refusing, at('/photo'))).toEqual(gone('not to /store/1'));
  });

  test('is not followed for a provider that never does so', async () => {
    const { at } = await passedOn();

    expect(await fetchMediaFrom(host(), at('/photo'))).toEqual(
      notYet('unreachable', 'Pigeon Post answered with status 302.'),
    );
  });

  test('for ever is given up', async () => {
    const { at } = await answering(302, { location: '/again' });

    expect(await fetchMediaFrom(host({ redirected: (to) => to }), at('/photo'))).toEqual(
      gone('Pigeon Post sent us from address to address and never to the file.'),
    );
  });
});
