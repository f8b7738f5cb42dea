// One message to Twilio, once: this never tries again by itself, because only the caller knows its intent.
import type { OutgoingMessage, SendOutcome } from '../../src/messaging/adapter.ts';
import { writeAddress } from './address.ts';
import type { TwilioClient } from './client.ts';
import { errorWords } from './errors.ts';
import { failureOf } from './failure.ts';
import type { TwilioSettings } from './settings.ts';

export const STATUS_PATH = '/webhooks/twilio/status';

/** Hands a message to Twilio and says what came of it. Never throws for anything Twilio does. */
export async function send(
  client: TwilioClient,
  settings: TwilioSettings,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  try {
    const sent = await client.messages.create({
      to: writeAddress(message.channel, message.counterpart),
      from: writeAddress(message.channel, message.officialNumber),
      ...wordsOf(message),
      statusCallback: settings.publicBaseUrl + STATUS_PATH,
      ...(settings.messagingServiceSid
        ? { messagingServiceSid: settings.messagingServiceSid }
        : {}),
    });
    if (typeof sent.sid !== 'string' || sent.sid === '') return unknown();
    return { outcome: 'accepted', externalId: sent.sid, sentAt: timeOf(sent.dateCreated) };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** An agreed message goes by its id: Twilio fills it in (https://www.twilio.com/docs/content). */
function wordsOf({ body, template }: OutgoingMessage) {
  if (!template) return { body };
  const { contentSid, variables } = template;
  return Object.keys(variables).length === 0
    ? { contentSid }
    : { contentSid, contentVariables: JSON.stringify(variables) };
}

function unknown(): SendOutcome {
  return {
    outcome: 'unknown',
    words: 'Twilio did not say whether it has the message. Casethread is finding out.',
  };
}

function outcomeOf(error: unknown): SendOutcome {
  const failure = failureOf(error);
  switch (failure.kind) {
    case 'slow-down':
      return {
        outcome: 'not-now',
        errorCode: '20429',
        words: 'Twilio is busy. Casethread will try again by itself.',
        retry: true,
        retryAfterMs: failure.retryAfterMs,
      };
    case 'not-reached':
      return {
        outcome: 'not-now',
        errorCode: 'not-reached',
        words: 'Twilio cannot be reached at the moment. Casethread will try again by itself.',
        retry: true,
        retryAfterMs: null,
      };
    case 'refused':
      return {
        outcome: 'refused',
        errorCode: failure.code,
        words: errorWords(failure.code),
        retry: false,
        credentials: failure.credentials,
      };
    case 'unclear':
      return unknown();
    default:
      return failure satisfies never;
  }
}

function timeOf(date: unknown): Date | null {
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date : null;
}
