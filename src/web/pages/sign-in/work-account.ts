// Production: people sign in with their work account, at the authority's identity provider.
import type { Request, Response } from 'express';
import { recordAudit } from '../../../access/audit-store.ts';
import type { Attempt, OpenId } from '../../../access/openid.ts';
import { decideSignIn, type Identity, type SignInRefusal } from '../../../access/sign-in.ts';
import { findSignInFacts, linkSubject } from '../../../access/sign-in-store.ts';
import { londonDay } from '../../../format/dates.ts';
import { errorFields } from '../../../logging.ts';
import { sessionState } from '../../middleware/session-state.ts';
import { beginSession } from '../../middleware/sign-in-session.ts';
import { type Route, render } from '../../page/index.ts';
import { finish, onRequest } from '../../serve.ts';
import type { Shell } from '../../shell.ts';
import { ownPath } from '../../signed-out.ts';
import { againWords, content, refusals } from './content.ts';
import { signInQuerySchema } from './schema.ts';

const FORBIDDEN = 403;
const AWAY = 503;

/** One button, the way to the provider, and the way back. */
export function workAccountRoutes(shell: Shell, openId: OpenId): Route[] {
  const door = (path: string, handle: Handler): Route => ({
    kind: 'door',
    method: 'GET',
    path,
    because: 'people who are not signed in sign in here',
    handler: onRequest(path, (request, response) => handle(shell, openId, request, response)),
  });
  return [door('/sign-in', show), door('/sign-in/start', start), door('/sign-in/return', comeBack)];
}

type Handler = (
  shell: Shell,
  openId: OpenId,
  request: Request,
  response: Response,
) => Promise<void>;

const show: Handler = async (shell, _openId, request, response) => {
  const { to } = signInQuerySchema.parse(request.query);
  const view = {
    title: content.title,
    content,
    again: againWords({
      state: sessionState(request.session, shell.clock()).state,
      hasDraft: request.session.kept !== undefined,
    }),
    startAddress: `/sign-in/start?${new URLSearchParams({ to: ownPath(to) })}`,
  };
  await finish(shell, request, response, null, render('pages/sign-in/page.njk', view));
};

const start: Handler = async (shell, openId, request, response) => {
  const { to } = signInQuerySchema.parse(request.query);
  try {
    const { address, attempt } = await openId.begin();
    request.session.attempt = { ...attempt, returnTo: ownPath(to) };
    response.redirect(303, address);
  } catch (error) {
    shell.logger.error(errorFields(error), 'the identity provider could not be asked');
    await refuse(shell, request, response, 'provider-away', AWAY);
  }
};

const comeBack: Handler = async (shell, openId, request, response) => {
  const { attempt } = request.session;
  delete request.session.attempt; // an answer is good for one attempt
  const identity = attempt && (await whoCameBack(shell, openId, request, attempt));
  if (!attempt || !identity) {
    return refuse(shell, request, response, 'not-completed', FORBIDDEN);
  }

  const now = shell.clock();
  const { pool } = shell.database;
  const decision = decideSignIn(identity, await findSignInFacts(pool, identity, londonDay(now)));
  if (decision.outcome === 'refused') {
    await recordAudit(pool, {
      at: now,
      actor: 'system:sign-in',
      action: 'refused',
      subjectKind: 'sign-in',
      subjectId: identity.subject,
      caseNumbers: [],
      detail: { reason: decision.reason },
    });
    return refuse(shell, request, response, decision.reason, FORBIDDEN);
  }

  const { viewer, by } = decision;
  if (by === 'e-mail') await linkSubject(pool, identity, viewer.workerId, now);
  await recordAudit(pool, {
    at: now,
    actor: viewer.workerId,
    action: 'sign-in',
    subjectKind: 'worker',
    subjectId: viewer.workerId,
    caseNumbers: [],
    detail: { by },
  });
  await beginSession(request, viewer.workerId, now);
  response.redirect(303, attempt.returnTo);
};

async function whoCameBack(
  shell: Shell,
  openId: OpenId,
  request: Request,
  attempt: Attempt,
): Promise<Identity | null> {
  try {
    return await openId.complete(request.originalUrl, attempt);
  } catch (error) {
    shell.logger.warn(errorFields(error), 'a sign-in was not completed');
    return null;
  }
}

function refuse(
  shell: Shell,
  request: Request,
  response: Response,
  reason: SignInRefusal | 'not-completed' | 'provider-away',
  status: number,
): Promise<void> {
  const view = { title: content.refusedTitle, why: refusals[reason], tryAgain: content.tryAgain };
  const page = { template: 'pages/sign-in/refused.njk', view, status };
  return finish(shell, request, response, null, { result: 'render', ...page });
}
