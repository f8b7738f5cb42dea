// What should be done with a phone's link, from what people asked for and what became of it.

/** link: show a code to scan; read: keep it open; unlink: end it; nothing: leave it closed. */
export type Wish = 'link' | 'read' | 'unlink' | 'nothing';

export type LinkEvent =
  | 'link-asked'
  | 'linked'
  | 'unlink-asked'
  | 'unlinked'
  | 'link-ended'
  | 'other-phone';

/** A code to scan is shown no longer than this after somebody asked for it. */
export const LINK_WITHIN_MS = 10 * 60_000;

export type LinkFacts = { newest: string | null; newestAt: Date | null; revokedAt: Date | null };

export function wishOf({ newest, newestAt, revokedAt }: LinkFacts, now: Date): Wish {
  const isOver = newest === null || ['unlinked', 'link-ended', 'other-phone'].includes(newest);
  if (isOver) return 'nothing';
  if (revokedAt !== null || newest === 'unlink-asked') return 'unlink';
  if (newest === 'linked') return 'read';
  const age = now.getTime() - (newestAt?.getTime() ?? 0);
  return age < LINK_WITHIN_MS ? 'link' : 'nothing';
}
