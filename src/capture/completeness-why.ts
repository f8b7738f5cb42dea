// Why one side has what the other has not, in words for whoever answers for the record.
import type { Different } from './completeness-store.ts';

export type Difference = Pick<Different, 'externalId' | 'side' | 'kind' | 'direction'> & {
  /** RFC 3339: the provider's time, or ours where the provider has none. */
  at: string;
  why: string;
};

/** A list may show a message so much later, and a message of ours may still be on its way. */
export const SETTLED_AFTER_MS = 10 * 60_000;

/** `now`: when the two were compared. */
export function explain(different: Different, provider: string, now: Date): Difference {
  const { externalId, side, kind, direction, at } = different;
  return {
    externalId,
    side,
    kind,
    direction,
    at: at.toISOString(),
    why: whyOf(different, nameOf(provider), now),
  };
}

/** True for what is not settled by waiting a moment. */
export function isSettled({ at }: Pick<Different, 'at'>, now: Date): boolean {
  return now.getTime() - at.getTime() > SETTLED_AFTER_MS;
}

/** Explained by itself: its deletion was kept beside it. */
export function isTakenBack({ side, reason }: Pick<Different, 'side' | 'reason'>): boolean {
  return side === 'extra' && reason === 'deleted';
}

function whyOf(different: Different, provider: string, now: Date): string {
  const { side, direction, origin, reason } = different;
  switch (side) {
    case 'attachment':
      return `The message is here, an attachment is not. ${reason ?? ''}`.trim();
    case 'missing':
      return direction === 'outbound'
        ? 'Casethread is sending it or has just sent it. Whoever sends it keeps it.'
        : 'It could not be kept yet. It is tried again every time the two are compared.';
    case 'extra':
      if (isTakenBack(different)) return 'Its sender deleted it there. It stays on the record.';
      if (!isSettled(different, now)) {
        return `It is only minutes old. ${provider}’s list may show it late.`;
      }
      return origin === 'sent'
        ? `${provider} took it from us and does not list it now. It may have been deleted there.`
        : `A signed webhook brought it and ${provider} does not list it now. It may have been deleted there.`;
    default:
      return side satisfies never;
  }
}

/** Twilio, Slack */
export function nameOf(provider: string): string {
  return provider.charAt(0).toUpperCase() + provider.slice(1);
}
