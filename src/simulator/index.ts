// The families' phones of a demonstration, and the provider that stands behind them.
import type { AddressInfo } from 'node:net';
import type { Database } from '../database/client.ts';
import type { Clock } from '../messaging/clock.ts';
import { createProvider, type Provider } from './provider.ts';
import { restApi } from './rest-api.ts';

export type { Delivered, FromFamily, Pair } from './provider.ts';

export type SimulatorOptions = {
  database: Database;
  clock: Clock;
  accountSid: string;
  authToken: string;
  /** The address that webhooks are signed for: PUBLIC_BASE_URL. Asked when one is made. */
  publicBaseUrl: () => string;
  /** Where the web server listens, such as http://127.0.0.1:3000. */
  listensAt: () => string;
  /** Between two statuses (milliseconds); for tests. */
  pace?: number;
  /** Until a webhook that was not accepted is tried again (milliseconds); for tests. */
  retryAfter?: number;
};

export type Simulator = Pick<Provider, 'write' | 'ring' | 'resume'> & {
  /** What TWILIO_API_BASE_URL is to be. */
  apiBaseUrl: string;
  close(): Promise<void>;
};

const PACE_MS = 600;
const RETRY_AFTER_MS = 15_000;

/** Listens on a free port of this machine. `resume` goes on with what a stop broke off. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { database, clock, accountSid, authToken, publicBaseUrl, listensAt } = options;
  const provider = createProvider({
    connection: database.pool,
    clock,
    accountSid,
    caller: { authToken, publicBaseUrl, listensAt },
    pace: options.pace ?? PACE_MS,
    retryAfter: options.retryAfter ?? RETRY_AFTER_MS,
  });
  const server = restApi({ connection: database.pool, provider, clock, accountSid, authToken });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return {
    apiBaseUrl: `http://127.0.0.1:${port}`,
    write: provider.write,
    ring: provider.ring,
    resume: provider.resume,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await provider.close();
    },
  };
}
