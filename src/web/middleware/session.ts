import { hkdfSync } from 'node:crypto';
import connectPgSimple from 'connect-pg-simple';
import type { RequestHandler } from 'express';
import expressSession from 'express-session';
import type { Database } from '../../database/client.ts';
import type { Logger } from '../../logging.ts';

const PgStore = connectPgSimple(expressSession);
const SECRET_BYTES = 32;
/** A row outlives the sign-in it held, so that a form sent the next morning is not lost. */
const ROW_KEPT_SECONDS = 3 * 24 * 60 * 60;
const PRUNED_EVERY_SECONDS = 15 * 60;

export type SessionOptions = {
  database: Database;
  logger: Logger;
  /** Signs the cookie; the same on every process. */
  secret: string;
  /** Whether people come over https: then the cookie is Secure and bound to the host. */
  secure: boolean;
};

/** Sessions in `web_session`. The cookie ends with the browser; `session-state.ts` ends sign-ins. */
export function sessions({ database, logger, secret, secure }: SessionOptions): RequestHandler {
  return expressSession({
    store: new PgStore({
      pool: database.pool,
      tableName: 'web_session',
      createTableIfMissing: false,
      disableTouch: true,
      ttl: ROW_KEPT_SECONDS,
      pruneSessionInterval: PRUNED_EVERY_SECONDS,
      errorLog: () => logger.error('the session store could not be reached'),
    }),
    name: secure ? '__Host-casethread' : 'casethread',
    secret,
    resave: false,
    saveUninitialized: false,
    proxy: secure,
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  });
}

/**
 * Holds each answer back until its session is stored. express-session sends all but an answer's last
 * byte before it stores: a browser that follows a redirect would be back before its own sign-in.
 * `end` lets the whole go (https://nodejs.org/api/http.html#responsecork).
 */
export const holdUntilStored: RequestHandler = (_request, response, next) => {
  response.cork();
  next();
};

/** A signing secret that follows from another secret that all processes share. */
export function sessionSecretFrom(sharedSecret: string): string {
  const key = hkdfSync('sha256', sharedSecret, '', 'casethread session cookie', SECRET_BYTES);
  return Buffer.from(key).toString('base64url');
}
