// A port to listen on, for those who did not name one.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that a system lends to outgoing connections (from 32768 on Linux, higher
 * elsewhere): one of those may be lent to somebody while its server is down for a moment.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 100;
const LOOPBACK = '127.0.0.1';

/** A port of this machine on which nobody listens now. Throws when a hundred are taken in a row. */
export async function freePort(host = LOOPBACK): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port, host)) return port;
  }
  throw new Error(
    `No port from ${LOWEST} to ${HIGHEST} is free on ${host}. What was kept before is kept. ` +
      'Check that it is an address of this machine, then run this again.',
  );
}

/** Whether this process could listen there now. */
export function isFree(port: number, host = LOOPBACK): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
