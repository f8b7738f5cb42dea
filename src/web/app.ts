// The web application, put together: read from top to bottom, a request passes it in this order.
import express, { type Express, type RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import type { Database } from '../database/client.ts';
import type { Logger } from '../logging.ts';
import type { Clock } from '../messaging/clock.ts';
import { createAssets } from './assets.ts';
import { navigationOf } from './frame.ts';
import { healthRoutes } from './health.ts';
import { onlyLoopbackHost } from './middleware/demo-host.ts';
import { limitForms, limitSignIns } from './middleware/rate-limits.ts';
import { requestLog } from './middleware/request-log.ts';
import { neverStore, securityHeaders } from './middleware/security-headers.ts';
import { holdUntilStored, sessions } from './middleware/session.ts';
import { showOutage } from './outage.ts';
import type { Page } from './page/route.ts';
import { alarmsPage } from './pages/alarms/index.ts';
import { auditPage } from './pages/audit/index.ts';
import { sayNotFound, sayTooMany } from './pages/errors/answers.ts';
import { homePage } from './pages/home/index.ts';
import { type SignIn, signInPage } from './pages/sign-in/index.ts';
import { routerOf } from './router.ts';
import type { Shell } from './shell.ts';
import { createTemplates } from './templates.ts';

const BODY_LIMIT = '256kb';
const MAX_FIELDS = 2_000;
/** A balancer stands in a private network; what it says of the caller is believed. */
const BALANCERS = 'loopback, linklocal, uniquelocal';

export type AppOptions = {
  database: Database;
  clock: Clock;
  logger: Logger;
  mode: 'demo' | 'production';
  /** The address from outside, without a slash at the end. In production with https: Secure cookies. */
  publicBaseUrl: string;
  /** Signs session cookies: `sessionSecretFrom(…)`. */
  sessionSecret: string;
  signIn:
    | { kind: 'demo' }
    | { kind: 'oidc'; issuer: string; clientId: string; clientSecret: string };
  /** Every page beside sign-in, audit, alarms and the error pages. */
  pages: readonly Page[];
  /** Mounted before everything else: providers' raw requests. */
  webhooks?: RequestHandler;
  metrics: Registry;
};

/** Makes the application. Throws when a page has no rule about who may use it. */
export function createApp(options: AppOptions): Express {
  const { database, clock, logger, mode, publicBaseUrl, sessionSecret, metrics } = options;
  // A demonstration's pages come over this machine's own http, whatever address providers post to.
  const secure = mode === 'production' && publicBaseUrl.startsWith('https:');
  const assets = createAssets();
  const pages = [homePage, auditPage, alarmsPage, ...options.pages];
  const shell: Shell = {
    database,
    clock,
    logger,
    mode,
    templates: createTemplates(assets),
    navigation: navigationOf(pages),
  };
  const door = signInPage(shell, signInOf(options));
  const tooMany = sayTooMany(shell);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  if (mode === 'production') app.set('trust proxy', BALANCERS);

  if (options.webhooks) app.use(options.webhooks);
  if (mode === 'demo') app.use(onlyLoopbackHost);
  app.use(securityHeaders({ secure }));
  app.use(assets.router);
  app.use(requestLog(logger, metrics));
  app.use(routerOf(shell, healthRoutes(database)));
  app.use(neverStore);
  app.use(express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: MAX_FIELDS }));
  app.use(sessions({ database, logger, secret: sessionSecret, secure }), holdUntilStored);
  app.use('/sign-in', limitSignIns(tooMany));
  app.use(limitForms(tooMany));
  app.use(
    routerOf(
      shell,
      [door, ...pages].flatMap(({ routes }) => routes),
    ),
  );
  app.use(sayNotFound(shell));
  app.use(showOutage(shell));
  return app;
}

function signInOf({ signIn, publicBaseUrl }: AppOptions): SignIn {
  if (signIn.kind === 'demo') return signIn;
  return { ...signIn, redirectUri: `${publicBaseUrl}/sign-in/return` };
}
