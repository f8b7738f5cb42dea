// Turns what a handler answered into HTTP.
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Viewer } from '../access/viewer.ts';
import { errorFields } from '../logging.ts';
import { frameFor } from './frame.ts';
import { csrfTokenOf } from './middleware/csrf.ts';
import type { FileAnswer, PageView } from './page/result.ts';
import type { Shell } from './shell.ts';

/** Whether a script of ours asks by itself (assets/live.js): nobody need be at the desk. */
export function isPassive(request: Request): boolean {
  return request.get('Casethread-Passive') !== undefined;
}

/** Content types that a browser may show by itself: none of them can run anything. */
const SHOWN_INLINE = /^(image\/(jpeg|png|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/plain)$/;

/** Draws a template in the frame of the person who looks at it. */
export async function sendPage(
  shell: Shell,
  request: Request,
  response: Response,
  page: { template: string; view: PageView; status: number; viewer: Viewer | null },
): Promise<void> {
  const { template, view, status, viewer } = page;
  const now = shell.clock();
  const frame = viewer
    ? await frameFor(shell.database, shell.navigation, viewer, request.path, now, view.ownCount)
    : { navigation: [], alarms: [] };
  // A page that a script asks for by itself must not use up what the person is to be told.
  const notice = isPassive(request) ? undefined : request.session.notice;
  if (notice) delete request.session.notice;
  const html = shell.templates.render(template, {
    ...frame,
    ...view,
    notice,
    viewer,
    now,
    mode: shell.mode,
    csrfToken: csrfTokenOf(request),
  });
  response.status(status).type('html').send(html);
}

/** Streams a file. A browser that goes away ends it; a file that breaks off breaks the answer off. */
export async function sendFileAnswer(
  shell: Shell,
  response: Response,
  file: FileAnswer,
): Promise<void> {
  const type = file.contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  const isShown = SHOWN_INLINE.test(type);
  response.attachment(file.name);
  const disposition = String(response.getHeader('Content-Disposition'));
  if (isShown) {
    response.setHeader('Content-Disposition', disposition.replace(/^attachment/, 'inline'));
  }
  response.setHeader('Content-Type', isShown ? type : 'application/octet-stream');
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  if (file.bytes !== null) response.setHeader('Content-Length', file.bytes);
  response.uncork(); // a file goes out as it is read
  try {
    await pipeline(file.stream, response);
  } catch (error) {
    shell.logger.warn(errorFields(error), 'a file was not sent to its end');
  }
}
