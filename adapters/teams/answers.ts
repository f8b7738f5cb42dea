import type { Answered, NotUnderstood, WebhookAnswer } from '../../src/messaging/adapter.ts';

/** What Teams hears when there is nothing to say. */
export const HEARD: WebhookAnswer = { status: 200, contentType: 'text/plain', body: '' };

/** Authentic, and nothing of it is kept. */
export const NOT_KEPT: Answered = { outcome: 'answered', answer: HEARD };

/** Kept raw, alerted, answered 2xx. */
export function notUnderstood(problem: string): NotUnderstood & { answer: WebhookAnswer } {
  return { outcome: 'not-understood', problem, answer: HEARD };
}
