// What is logged and measured of a request: an allow-list. Never an address with its query, a
// body, a name or a number.
import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { Histogram, type Registry } from 'prom-client';
import { z } from 'zod';
import type { Logger } from '../../logging.ts';

const localsSchema = z.object({
  route: z.string().default('none'),
  requestId: z.string().default(''),
  workerId: z.string().nullable().default(null),
});

/** Gives the request an id, and logs and measures it when it is answered. */
export function requestLog(logger: Logger, metrics: Registry): RequestHandler {
  const durations = new Histogram({
    name: 'casethread_http_request_seconds',
    help: 'Time to answer a page, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [metrics],
  });
  return function logRequest(request, response, next) {
    const started = performance.now();
    response.locals.requestId = randomUUID();
    response.once('finish', () => {
      const ms = performance.now() - started;
      const { method } = request;
      const status = response.statusCode;
      const { route, requestId, workerId } = localsOf(response);
      durations.observe({ method, route, status }, ms / 1000);
      logger.info(
        { requestId, method, route, status, ms: Math.round(ms), actor: workerId },
        'answered',
      );
    });
    next();
  };
}

/** What the middleware before noted about this request. */
export function localsOf(response: Response): z.infer<typeof localsSchema> {
  return localsSchema.parse(response.locals);
}
