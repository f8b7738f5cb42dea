// The demonstration: the person is the button.
import type { Request, Response } from 'express';
import { findViewer } from '../../../access/access-store.ts';
import { recordAudit } from '../../../access/audit-store.ts';
import { listPeopleInPost } from '../../../access/sign-in-store.ts';
import { londonDay } from '../../../format/dates.ts';
import { isFromOurPage } from '../../middleware/csrf.ts';
import { sessionState } from '../../middleware/session-state.ts';
import { beginSession } from '../../middleware/sign-in-session.ts';
import { readForm } from '../../page/form.ts';
import { type FormError, type Route, render } from '../../page/index.ts';
import { finish, onRequest } from '../../serve.ts';
import type { Shell } from '../../shell.ts';
import { ownPath } from '../../signed-out.ts';
import { staleForm } from '../errors/index.ts';
import { againWords, content, findingWords, postWords } from './content.ts';
import { PEOPLE_A_PAGE, signInFormSchema, signInQuerySchema } from './schema.ts';

/** Choosing a person, and becoming them. */
export function demonstrationRoutes(shell: Shell): Route[] {
  const because = 'people who are not signed in sign in here';
  return [
    {
      kind: 'door',
      method: 'GET',
      path: '/sign-in',
      because,
      handler: onRequest('/sign-in', (request, response) => choose(shell, request, response, [])),
    },
    {
      kind: 'door',
      method: 'POST',
      path: '/sign-in',
      because,
      handler: onRequest('/sign-in', (request, response) => become(shell, request, response)),
    },
  ];
}

async function choose(
  shell: Shell,
  request: Request,
  response: Response,
  errors: readonly FormError[],
): Promise<void> {
  const { to, find, page } = signInQuerySchema.parse(request.query);
  const now = shell.clock();
  const today = londonDay(now);
  const limit = page * PEOPLE_A_PAGE;
  const found = await listPeopleInPost(shell.database.pool, {
    today,
    now,
    search: find,
    offset: 0,
    limit,
  });
  const view = {
    title: content.title,
    content,
    errors,
    to: ownPath(to),
    find,
    again: againWords({
      state: sessionState(request.session, now).state,
      hasDraft: request.session.kept !== undefined,
    }),
    isLong: find !== '' || found.total > PEOPLE_A_PAGE,
    people: found.people.map((person) => ({
      ...person,
      post: postWords(person.role, person.team),
      finding: findingWords(person),
    })),
    more: {
      href: `/sign-in?${new URLSearchParams({ to: ownPath(to), find, page: String(page + 1) })}`,
      text: content.next,
      shown: found.people.length,
      total: found.total,
    },
  };
  await finish(shell, request, response, null, render('pages/sign-in/page.njk', view));
}

async function become(shell: Shell, request: Request, response: Response): Promise<void> {
  if (!isFromOurPage(request)) return finish(shell, request, response, null, staleForm());
  const form = readForm(signInFormSchema, request.body);
  if (!form.valid) {
    return choose(shell, request, response, [{ field: 'worker', text: content.notChosen }]);
  }
  const now = shell.clock();
  const viewer = await findViewer(shell.database.pool, form.value.worker, londonDay(now));
  if (viewer === null) {
    return choose(shell, request, response, [{ field: 'worker', text: content.chosenLeft }]);
  }
  await recordAudit(shell.database.pool, {
    at: now,
    actor: viewer.workerId,
    action: 'sign-in',
    subjectKind: 'worker',
    subjectId: viewer.workerId,
    caseNumbers: [],
    detail: { by: 'demonstration' },
  });
  await beginSession(request, viewer.workerId, now);
  response.redirect(303, ownPath(form.value.to));
}
