// Listening: the pages and webhooks on one port, metrics on another that only this machine reaches.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Registry } from 'prom-client';

const LOOPBACK = '127.0.0.1';
/** A request that is not here whole by then is given up: slow senders hold no sockets. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than a balancer keeps a connection idle, so that it never reuses one we just closed. */
const KEEP_ALIVE_MS = 65_000;

export type RunningServer = {
  /** http://host:port */
  url: string;
  port: number;
  /** Takes no new requests, lets those in hand finish, and closes. */
  close(): Promise<void>;
};

/** Starts listening. Port 0 takes any free one. Throws when the port is taken. */
export async function startServer(
  app: Express,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const server = createServer(app);
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return listen(server, host, port);
}

/** Prometheus metrics at `/metrics`, for this machine only. */
export async function startMetrics(
  metrics: Registry,
  { port }: { port: number },
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  return listen(server, LOOPBACK, port);
}

async function listen(server: Server, host: string, port: number): Promise<RunningServer> {
  await new Promise<void>((fulfil, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      fulfil();
    });
  });
  const { port: taken } = server.address() as AddressInfo; // a TCP server's address is never text
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${taken}`,
    port: taken,
    close: () =>
      new Promise((fulfil) => {
        server.close(() => fulfil());
        server.closeIdleConnections();
      }),
  };
}
