// Whom an identity provider's answer stands for. Pure; unknown and left people are refused.
import type { Viewer } from './viewer.ts';

/** What the provider says of the person, already verified by its signature. */
export type Identity = {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
};

export type SignInFacts = {
  /** The worker this issuer and subject were matched to before, and whether they are in post. */
  linked: { workerId: string; viewer: Viewer | null } | null;
  /** Workers in post today with this e-mail address. */
  byEmail: readonly Viewer[];
};

export type SignInRefusal = 'unknown' | 'left' | 'e-mail-not-verified' | 'e-mail-shared';

export type SignInDecision =
  | { outcome: 'signed-in'; viewer: Viewer; by: 'subject' | 'e-mail' }
  | { outcome: 'refused'; reason: SignInRefusal };

/**
 * The subject decides once it has been matched, even when the address has changed since: an
 * address can pass from one person to another, a subject cannot (OpenID Connect Core 5.7).
 */
export function decideSignIn(identity: Identity, facts: SignInFacts): SignInDecision {
  if (facts.linked) {
    const { viewer } = facts.linked;
    return viewer
      ? { outcome: 'signed-in', viewer, by: 'subject' }
      : { outcome: 'refused', reason: 'left' };
  }
  const [found, another] = facts.byEmail;
  if (identity.email === null || found === undefined) {
    return { outcome: 'refused', reason: 'unknown' };
  }
  if (!identity.emailVerified) return { outcome: 'refused', reason: 'e-mail-not-verified' };
  if (another !== undefined) return { outcome: 'refused', reason: 'e-mail-shared' };
  return { outcome: 'signed-in', viewer: found, by: 'e-mail' };
}
