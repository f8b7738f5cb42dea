import type { RequestHandler } from 'express';

const LOOPBACK_NAMES = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * In the demonstration nobody has a password, so pages answer only to this machine's own names:
 * another site's name that resolves to us (DNS rebinding, a tunnel for webhooks) gets nothing.
 */
export const onlyLoopbackHost: RequestHandler = (request, response, next) => {
  if (LOOPBACK_NAMES.test(request.headers.host ?? '')) {
    next();
    return;
  }
  response
    .status(403)
    .type('text/plain')
    .send('The demonstration shows pages only on this machine. Webhooks are accepted.\n');
};
