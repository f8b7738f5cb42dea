import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { isNotReached } from './not-reached.ts';

test('an address where nobody listens was not reached', async () => {
  const code = await new Promise<string | undefined>((resolve) => {
    connect({ host: '127.0.0.1', port: 1 }).on('error', ({ code: given }: NodeJS.ErrnoException) =>
      resolve(given),
    );
  });

  expect(isNotReached(code)).toBe(true);
});

test.each([['ECONNRESET'], ['ETIMEDOUT'], ['EPIPE'], [undefined]])(
  'after %s something may have got through',
  (code) => {
    expect(isNotReached(code)).toBe(false);
  },
);
