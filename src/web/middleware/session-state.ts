// Whether a session still speaks for a person. Pure; the clock is given.
import type { Entered } from '../page/form.ts';
import type { Notice } from '../page/result.ts';

const MINUTE_MS = 60_000;

/** Away from the desk this long, and the person must sign in again (Coventry 4.8). */
const IDLE_LIMIT_MS = 30 * MINUTE_MS;
/** No session speaks for a person longer than a working day. */
const ABSOLUTE_LIMIT_MS = 12 * 60 * MINUTE_MS;
/** Being there is noted at most this often, so that reading does not write on every request. */
const NOTED_EVERY_MS = MINUTE_MS;

/** What a person had typed when they were signed out for being away. */
export type KeptForm = { workerId: string; page: string; fields: Entered };

/** What waits for the answer of the identity provider. */
export type SignInAttempt = {
  state: string;
  nonce: string;
  codeVerifier: string;
  returnTo: string;
};

declare module 'express-session' {
  interface SessionData {
    workerId?: string;
    /** Milliseconds since 1970, by the product's clock. */
    signedInAt?: number;
    seenAt?: number;
    notice?: Notice;
    kept?: KeptForm;
    attempt?: SignInAttempt;
  }
}

export type SessionTimes = {
  workerId?: string | undefined;
  signedInAt?: number | undefined;
  seenAt?: number | undefined;
};

export type SessionState =
  | { state: 'nobody' }
  /** We know who it was; they must sign in again before anything is shown or done. */
  | { state: 'away'; workerId: string }
  | { state: 'signed-in'; workerId: string };

/** Who the session speaks for at `now`. */
export function sessionState(session: SessionTimes, now: Date): SessionState {
  const { workerId, signedInAt, seenAt } = session;
  if (workerId === undefined || signedInAt === undefined || seenAt === undefined) {
    return { state: 'nobody' };
  }
  const at = now.getTime();
  const isAway = at - seenAt > IDLE_LIMIT_MS || at - signedInAt > ABSOLUTE_LIMIT_MS;
  return { state: isAway ? 'away' : 'signed-in', workerId };
}

/** Whether it is time to note that the person is there. */
export function shouldNote(session: SessionTimes, now: Date): boolean {
  return now.getTime() - (session.seenAt ?? 0) > NOTED_EVERY_MS;
}
