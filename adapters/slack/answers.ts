import type { Answered, NotUnderstood, WebhookAnswer } from '../../src/messaging/adapter.ts';

/** What Slack hears when there is nothing to say. */
export const HEARD: WebhookAnswer = { status: 200, contentType: 'text/plain', body: '' };

/** Authentic, and nothing of it is kept. */
export const NOT_KEPT: Answered = { outcome: 'answered', answer: HEARD };

/** Bolt's own forms: a text, or JSON. */
export function answerOf(response: unknown): WebhookAnswer {
  if (response === undefined || response === null || response === '') return HEARD;
  return typeof response === 'string'
    ? { ...HEARD, contentType: 'text/plain; charset=utf-8', body: response }
    : { ...HEARD, contentType: 'application/json; charset=utf-8', body: JSON.stringify(response) };
}

/** Kept raw, alerted, answered 2xx. */
export function notUnderstood(problem: string): NotUnderstood & { answer: WebhookAnswer } {
  return { outcome: 'not-understood', problem, answer: HEARD };
}
