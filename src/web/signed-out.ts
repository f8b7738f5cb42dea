// What happens to somebody who was signed out: back to the same page, with what they had typed
// (Coventry Recording Policy 4.8: logged out when left unattended; nothing typed is lost).
import type { Request } from 'express';
import { z } from 'zod';
import type { Viewer } from '../access/viewer.ts';
import { type Entered, readForm } from './page/form.ts';

const MAX_KEPT_CHARACTERS = 64_000;

/** Where to sign in, and come back to `page` afterwards. */
export function signInAddress(page: string): string {
  const to = ownPath(page);
  return to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`;
}

/** The path, when it is one of ours; otherwise `/`: a link must not lead people elsewhere. */
export function ownPath(path: string): string {
  const isOwn = /^\/(?![/\\])[^\s\\]*$/.test(path) && !path.startsWith('/sign-');
  return isOwn ? path : '/';
}

/** The page whose form was sent. Browsers say so to their own site. */
export function refererPath(request: Request): string {
  const referer = URL.parse(request.get('referer') ?? '');
  if (referer === null || referer.host !== request.get('host')) return request.originalUrl;
  return referer.pathname + referer.search;
}

/** Keeps what was sent by somebody whose sign-in has ended, until they sign in again. */
export function keepForm(request: Request, workerId: string, page: string): void {
  const { entered } = readForm(z.unknown(), request.body);
  if (JSON.stringify(entered).length > MAX_KEPT_CHARACTERS) return;
  request.session.kept = { workerId, page: pathOnly(page), fields: entered };
}

/** What this person had typed on the page they now ask for. */
export function keptFormFor(request: Request, viewer: Viewer): Entered | null {
  const { kept } = request.session;
  const page = request.method === 'POST' ? pathOnly(refererPath(request)) : request.path;
  return kept?.workerId === viewer.workerId && kept.page === page ? kept.fields : null;
}

/** What was kept has been sent after all. */
export function dropKeptForm(request: Request): void {
  if (request.session.kept?.page === pathOnly(refererPath(request))) delete request.session.kept;
}

function pathOnly(address: string): string {
  return address.split('?')[0] ?? address;
}
