// The registry: every page's routes, and nothing else, become addresses of the product.
import express, { type RequestHandler, type Router } from 'express';
import type { Route } from './page/route.ts';
import { serveGuarded, servePublic } from './serve.ts';
import type { Shell } from './shell.ts';

/**
 * Puts the routes on a router, in order. Throws when one has no rule about who may use it, or when
 * two have the same address: the product does not start then.
 */
export function routerOf(shell: Shell, routes: readonly Route[]): Router {
  const router = express.Router();
  const taken = new Set<string>();
  for (const route of routes) {
    const address = `${route.method} ${route.path}`;
    if (taken.has(address)) throw new Error(`Two routes answer ${address}.`);
    taken.add(address);
    const method = route.method === 'GET' ? 'get' : 'post';
    router[method](route.path, handlerOf(shell, route));
  }
  return router;
}

function handlerOf(shell: Shell, route: Route): RequestHandler {
  switch (route.kind) {
    case 'guarded':
      return serveGuarded(shell, route);
    case 'public':
      return servePublic(shell, requireReason(route));
    case 'door':
      return requireReason(route).handler;
    default:
      return route satisfies never;
  }
}

function requireReason<R extends Route & { because: string }>(route: R): R {
  if (!route.because) throw new Error(`${route.path} is public and does not say why.`);
  return route;
}
