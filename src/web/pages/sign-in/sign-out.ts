import type { Request, Response } from 'express';
import { recordAudit } from '../../../access/audit-store.ts';
import { isFromOurPage } from '../../middleware/csrf.ts';
import { endSession } from '../../middleware/sign-in-session.ts';
import type { Shell } from '../../shell.ts';

/** Ends the session. A form of another site cannot: it has not the token. */
export async function signOut(shell: Shell, request: Request, response: Response): Promise<void> {
  const { workerId } = request.session;
  if (workerId !== undefined && isFromOurPage(request)) {
    await recordAudit(shell.database.pool, {
      at: shell.clock(),
      actor: workerId,
      action: 'sign-out',
      subjectKind: 'worker',
      subjectId: workerId,
      caseNumbers: [],
    });
    await endSession(request);
  }
  response.redirect(303, '/sign-in');
}
