// The road to a database, which can be blocked: what happens when it is away.

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export type DatabaseRoad = {
  /** The database's address by this road. */
  url: string;
  /** Nothing gets through and nobody says so. */
  block(): void;
  /** Connections are refused and those that are open are cut. */
  cut(): void;
  open(): void;
  close(): Promise<void>;
};

/** A way to the database at `databaseUrl` over a port of its own. */
export async function databaseRoad(databaseUrl: string): Promise<DatabaseRoad> {
  const target = new URL(databaseUrl);
  let state: 'open' | 'blocked' | 'cut' = 'open';
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true }, (near) => {
    if (state === 'cut') return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk) => near.write(chunk));
    if (state === 'blocked') far.pause();
    else near.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return {
    url: url.href,
    block: () => {
      state = 'blocked';
      for (const socket of sockets) socket.pause();
    },
    cut: () => {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    open: () => {
      state = 'open';
      for (const socket of sockets) socket.resume();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
