// Who may use a route. Every route states one of these, or the program does not compile.
import type { Role } from '../../access/viewer.ts';

export type Permission<Params> =
  /** Anyone signed in: the handler shows only what is the viewer's own. */
  | { be: 'signed-in' }
  /** Only people with one of these roles; others are told so (403). */
  | { haveRole: readonly Role[] }
  /**
   * Whoever may see this child's record, as decided in `src/access`; everyone else gets the page
   * for "no such record" (404). To write (POST), the viewer must also be a worker or a manager:
   * information governance reads only.
   */
  | { seeChild: (params: Params) => string }
  /** The same for a conversation. */
  | { seeConversation: (params: Params) => string };
