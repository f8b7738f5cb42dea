// One request through one route: who is it, may they, what comes of it, and the audit of it.
import type { Request, RequestHandler, Response } from 'express';
import { openAccess } from '../access/access.ts';
import { findViewer } from '../access/access-store.ts';
import { recordAudit } from '../access/audit-store.ts';
import { mayWrite } from '../access/rules.ts';
import type { Viewer } from '../access/viewer.ts';
import { londonDay } from '../format/dates.ts';
import { isFromOurPage } from './middleware/csrf.ts';
import { localsOf } from './middleware/request-log.ts';
import { sessionState, shouldNote } from './middleware/session-state.ts';
import type { ActToAudit } from './page/request.ts';
import type { PageResult } from './page/result.ts';
import type { GuardedRoute, OpenedRoute, PublicRoute } from './page/route.ts';
import { forbidden, noPermissionPage, notFoundPage, staleForm } from './pages/errors/index.ts';
import { isPassive, sendFileAnswer, sendPage } from './respond.ts';
import type { Shell } from './shell.ts';
import { dropKeptForm, keepForm, keptFormFor, refererPath, signInAddress } from './signed-out.ts';

const AWAY = 401;

/** Serves a route that needs somebody signed in. Each step either answers or goes on. */
export function serveGuarded(shell: Shell, route: GuardedRoute): RequestHandler {
  return async (request, response) => {
    response.locals.route = route.path;
    const now = shell.clock();
    const today = londonDay(now);

    const viewer = await whoIsThere(shell, request, response, now, today);
    if (viewer === null) return;
    if (route.roles !== null && !route.roles.includes(viewer.role)) {
      await auditRefusal(shell, viewer, now, { subjectKind: 'page', subjectId: route.path });
      return finish(shell, request, response, viewer, forbidden());
    }
    const opened = route.open(request);
    if (opened === null) return finish(shell, request, response, viewer, notFoundPage());

    const access = openAccess(shell.database.pool, viewer, today);
    const subject = subjectOf(opened);
    const caseNumbers = await casesBehind(opened, access);
    if (caseNumbers === null || (route.method === 'POST' && subject && !mayWrite(viewer))) {
      if (subject) await auditRefusal(shell, viewer, now, subject);
      return finish(shell, request, response, viewer, await noPermissionPage(shell, viewer));
    }

    const audit = (act: ActToAudit) =>
      recordAudit(shell.database.pool, { at: now, actor: viewer.workerId, ...act });
    const result = await opened.run({
      viewer,
      access,
      audit,
      now,
      today,
      database: shell.database,
      log: shell.logger.child({ requestId: localsOf(response).requestId }),
      kept: keptFormFor(request, viewer),
    });

    if (result.result === 'no-permission') {
      const refused = opened.viewed ?? subject ?? { subjectKind: 'page', subjectId: request.path };
      await auditRefusal(shell, viewer, now, refused);
      return finish(shell, request, response, viewer, await noPermissionPage(shell, viewer));
    }
    const viewed = opened.viewed ?? subject;
    if (viewed && route.method === 'GET' && showsContent(result)) {
      await audit({ action: 'view', ...viewed, caseNumbers });
    }
    if (route.method === 'POST' && result.result === 'redirect') dropKeptForm(request);
    return finish(shell, request, response, viewer, result);
  };
}

/** Serves a route that needs nobody signed in. */
export function servePublic(shell: Shell, route: PublicRoute): RequestHandler {
  return async (request, response) => {
    response.locals.route = route.path;
    const now = shell.clock();
    const today = londonDay(now);
    const session = sessionState(request.session, now);
    const viewer =
      session.state === 'signed-in'
        ? await findViewer(shell.database.pool, session.workerId, today)
        : null;
    if (route.method === 'POST' && !isFromOurPage(request)) {
      return finish(shell, request, response, viewer, staleForm());
    }
    const log = shell.logger.child({ requestId: localsOf(response).requestId });
    const result = await route.run(request, { viewer, now, today, database: shell.database, log });
    return finish(shell, request, response, viewer, result);
  };
}

/** Whoever is signed in, still in post and there; otherwise the answer is given and it is null. */
async function whoIsThere(
  shell: Shell,
  request: Request,
  response: Response,
  now: Date,
  today: string,
): Promise<Viewer | null> {
  const session = sessionState(request.session, now);
  const passive = isPassive(request);
  const isPost = request.method === 'POST';
  const page = isPost ? refererPath(request) : request.originalUrl;

  if (session.state === 'nobody') {
    if (passive) response.sendStatus(AWAY);
    else response.redirect(303, signInAddress(page));
    return null;
  }
  if (isPost && !isFromOurPage(request)) {
    await finish(shell, request, response, null, staleForm());
    return null;
  }
  if (session.state === 'away') {
    if (isPost) keepForm(request, session.workerId, page);
    if (passive) response.sendStatus(AWAY);
    else response.redirect(303, signInAddress(page));
    return null;
  }
  const viewer = await findViewer(shell.database.pool, session.workerId, today);
  if (viewer === null) {
    delete request.session.workerId; // whose post has ended
    response.redirect(303, signInAddress('/'));
    return null;
  }
  if (!passive && shouldNote(request.session, now)) request.session.seenAt = now.getTime();
  response.locals.workerId = viewer.workerId;
  return viewer;
}

/** A handler that is given the request itself, for the few doors that work on the session. */
export function onRequest(
  path: string,
  handle: (request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return (request, response) => {
    response.locals.route = path;
    return handle(request, response);
  };
}

type Subject = { subjectKind: string; subjectId: string };

function subjectOf({ caseNumber, conversationId, viewed }: OpenedRoute): Subject | null {
  if (caseNumber !== null) return { subjectKind: 'child', subjectId: caseNumber };
  if (conversationId !== null) return { subjectKind: 'conversation', subjectId: conversationId };
  return viewed;
}

/** The children behind what is asked for whom the viewer may see; null: they may not see it. */
async function casesBehind(
  { caseNumber, conversationId }: OpenedRoute,
  access: ReturnType<typeof openAccess>,
): Promise<readonly string[] | null> {
  if (caseNumber !== null) return (await access.canSeeChild(caseNumber)) ? [caseNumber] : null;
  if (conversationId === null) return [];
  const visible = await access.casesOfConversation(conversationId);
  return visible === null ? null : [...visible].sort();
}

function showsContent({ result }: PageResult): boolean {
  return result === 'render' || result === 'file';
}

async function auditRefusal(
  shell: Shell,
  viewer: Viewer,
  at: Date,
  subject: Subject,
): Promise<void> {
  await recordAudit(shell.database.pool, {
    at,
    actor: viewer.workerId,
    action: 'refused',
    ...subject,
    caseNumbers: subject.subjectKind === 'child' ? [subject.subjectId] : [],
  });
}

/** Answers a request with what its handler decided. */
export async function finish(
  shell: Shell,
  request: Request,
  response: Response,
  viewer: Viewer | null,
  result: PageResult,
): Promise<void> {
  switch (result.result) {
    case 'render':
      return sendPage(shell, request, response, { ...result, viewer });
    case 'redirect':
      if (result.notice) request.session.notice = result.notice;
      response.redirect(303, result.to);
      return;
    case 'json':
      response.status(result.status).json(result.body);
      return;
    case 'file':
      return sendFileAnswer(shell, response, result.file);
    case 'not-found':
    case 'no-permission':
      return finish(shell, request, response, viewer, notFoundPage());
    default:
      return result satisfies never;
  }
}
