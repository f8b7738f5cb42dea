// What somebody, or Casethread by itself, decided to send.
import type { Channel } from '../messaging/message.ts';
import type { CheckAnswer } from './checks.ts';

/**
 * reply: a worker wrote it. notice: that messages are kept, with a first message. out-of-hours: when
 * messages are read, once per closed period. duty-text: that something urgent waits, to the duty phone.
 */
export type IntentKind = 'reply' | 'notice' | 'out-of-hours' | 'duty-text';

/** Who decided to send what Casethread sends by itself. */
export const BY_ITSELF = 'system';

export type NewIntent = {
  conversationId: string;
  kind: IntentKind;
  /** Whoever wrote it, or BY_ITSELF. */
  workerId: string;
  /** Empty: the duty phone, which is nobody's of a family. */
  contactId: string;
  caseNumbers: readonly string[];
  body: string;
  /** Agreed content that is sent instead of the words; absent: the words are. */
  template?: SentTemplate;
  checks: readonly CheckAnswer[];
  /** One press of the button is one intent. */
  idempotencyKey: string;
  at: Date;
};

/** What the provider is told of an agreed message. */
export type SentTemplate = { contentSid: string; variables: Readonly<Record<string, string>> };

export type Intent = Omit<NewIntent, 'checks' | 'idempotencyKey'> & {
  id: string;
  channel: Channel;
  officialNumber: string;
  counterpart: string;
};
