// The error pages as the last stops of a request.
import type { RequestHandler } from 'express';
import { findViewer } from '../../../access/access-store.ts';
import { londonDay } from '../../../format/dates.ts';
import { sessionState } from '../../middleware/session-state.ts';
import { finish } from '../../serve.ts';
import type { Shell } from '../../shell.ts';
import { ERROR_TEMPLATE, notFoundPage, notFoundView, tooManyView } from './index.ts';

/** No route has this address. Somebody signed in keeps their navigation. */
export function sayNotFound(shell: Shell): RequestHandler {
  return async function notFound(request, response) {
    const now = shell.clock();
    const session = sessionState(request.session, now);
    const viewer =
      session.state === 'signed-in'
        ? await findViewer(shell.database.pool, session.workerId, londonDay(now))
        : null;
    if (viewer) return finish(shell, request, response, viewer, notFoundPage());
    const html = shell.templates.render(ERROR_TEMPLATE, notFoundView());
    response.status(404).type('html').send(html); // without a session: robots ask for much
  };
}

/** The brake was put on. */
export function sayTooMany(shell: Shell): RequestHandler {
  return (_request, response) => {
    const html = shell.templates.render(ERROR_TEMPLATE, tooManyView());
    response.status(429).type('html').send(html);
  };
}
