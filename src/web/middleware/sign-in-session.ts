// Beginning and ending what a browser's session says about who is there.
import type { Request } from 'express';

/**
 * Signs the worker in under a new session id (session fixation, OWASP). What the same person had
 * typed when they were signed out goes with them; another person's does not.
 */
export async function beginSession(request: Request, workerId: string, now: Date): Promise<void> {
  const { kept } = request.session;
  await new Promise<void>((fulfil, reject) => {
    request.session.regenerate((error) => (error ? reject(error) : fulfil()));
  });
  request.session.workerId = workerId;
  request.session.signedInAt = now.getTime();
  request.session.seenAt = now.getTime();
  if (kept?.workerId === workerId) request.session.kept = kept;
}

/** Forgets the session, and whatever was kept in it. */
export async function endSession(request: Request): Promise<void> {
  await new Promise<void>((fulfil, reject) => {
    request.session.destroy((error) => (error ? reject(error) : fulfil()));
  });
}
