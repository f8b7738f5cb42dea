// For operators and balancers: is the process alive, and does its database answer?
import type { Database } from '../database/client.ts';
import { isAnswering } from '../database/ready.ts';
import type { Route } from './page/index.ts';
import { onRequest } from './serve.ts';

/** `/health/live` and `/health/ready`. They say nothing but that. */
export function healthRoutes(database: Database): Route[] {
  const because = 'operators ask without signing in; the answer holds nothing';
  return [
    {
      kind: 'door',
      method: 'GET',
      path: '/health/live',
      because,
      handler: onRequest('/health/live', async (_request, response) => {
        response.json({ status: 'ok' });
      }),
    },
    {
      kind: 'door',
      method: 'GET',
      path: '/health/ready',
      because,
      handler: onRequest('/health/ready', async (_request, response) => {
        const ready = await isAnswering(database.pool);
        response
          .status(ready ? 200 : 503)
          .json({ status: ready ? 'ok' : 'the database does not answer' });
      }),
    },
  ];
}
