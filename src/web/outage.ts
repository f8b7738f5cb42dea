// The last handler: something threw, which is a bug or an outage.
import type { ErrorRequestHandler, Request } from 'express';
import { z } from 'zod';
import { errorFields } from '../logging.ts';
import { localsOf } from './middleware/request-log.ts';
import { readForm } from './page/form.ts';
import { brokenView, ERROR_TEMPLATE, type SentForm, unreadableView } from './pages/errors/index.ts';
import type { Shell } from './shell.ts';

const clientErrorSchema = z.object({ status: z.number().int().min(400).max(499) });
const tokenSchema = z.object({ _csrf: z.string() });

/** Shows the words of an outage without asking the database anything. */
export function showOutage(shell: Shell): ErrorRequestHandler {
  return function outage(error: unknown, request, response, next) {
    const { requestId, route } = localsOf(response);
    const unreadable = clientErrorSchema.safeParse(error);
    const status = unreadable.success ? unreadable.data.status : 500;
    if (!unreadable.success) {
      shell.logger.error({ requestId, route, ...errorFields(error) }, 'a page failed');
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    const view = unreadable.success ? unreadableView() : brokenView(sentForm(request));
    response.status(status).type('html').send(shell.templates.render(ERROR_TEMPLATE, view));
  };
}

/** The form as it was sent, to be sent again from the page that says it could not be saved. */
function sentForm(request: Request): SentForm | null {
  const token = tokenSchema.safeParse(request.body);
  if (request.method !== 'POST' || !token.success) return null;
  const { entered } = readForm(z.unknown(), request.body);
  return { action: request.originalUrl, csrfToken: token.data._csrf, fields: entered };
}
