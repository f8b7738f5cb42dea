// Signing in and out. In the demonstration by choosing a person, in production with the
// authority's identity provider; never both.
import type { Request, Response } from 'express';
import { createOpenId, type OpenIdSettings } from '../../../access/openid.ts';
import { definePage, type Page, type Route } from '../../page/index.ts';
import { onRequest } from '../../serve.ts';
import type { Shell } from '../../shell.ts';
import { demonstrationRoutes } from './demonstration.ts';
import { signOut } from './sign-out.ts';
import { workAccountRoutes } from './work-account.ts';

export type SignIn = { kind: 'demo' } | ({ kind: 'oidc' } & OpenIdSettings);

/** The door of the product. */
export function signInPage(shell: Shell, signIn: SignIn): Page {
  const routes: Route[] =
    signIn.kind === 'demo'
      ? demonstrationRoutes(shell)
      : workAccountRoutes(shell, createOpenId(signIn));
  const out: Route = {
    kind: 'door',
    method: 'POST',
    path: '/sign-out',
    because: 'ends whatever sign-in there is; the token of the form is checked',
    handler: onRequest('/sign-out', (request: Request, response: Response) =>
      signOut(shell, request, response),
    ),
  };
  return definePage({ name: 'sign-in', routes: [...routes, out] });
}
