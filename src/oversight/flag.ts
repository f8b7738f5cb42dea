import { z } from 'zod';

/** What a flag is about: issue 8, "Finding". */
export const FLAG_CATEGORIES = [
  'harm-disclosure',
  'self-harm',
  'missing',
  'violence-threat',
  'domestic-abuse',
  'exploitation',
  'neglect',
  'substance-misuse',
  'unsafe-adult',
  'medical-emergency',
  'conduct',
  'complaint',
  'records-request',
  'disengagement',
  'data-breach',
  'off-channel',
  'staff-safety',
  'legal',
] as const;

export const flagCategory = z.enum(FLAG_CATEGORIES);
export const flagSeverity = z.enum(['urgent', 'review']);
export const messageDirection = z.enum(['inbound', 'outbound']);

export type FlagCategory = z.infer<typeof flagCategory>;
/** urgent: possible significant harm, now or recent. review: a manager looks within one working day. */
export type FlagSeverity = z.infer<typeof flagSeverity>;
type MessageDirection = z.infer<typeof messageDirection>;

/** The reason a manager should look at a message. */
export type Flag = {
  readonly category: FlagCategory;
  readonly severity: FlagSeverity;
  /** The matched words, exactly as they stand in the message. */
  readonly evidence: readonly string[];
  /** `id@version` of the rule that found them. */
  readonly rule: string;
};

/** What the rules read: the words, and who wrote them. */
export type FlagSubject = {
  readonly text: string;
  readonly direction: MessageDirection;
  readonly lang?: string | undefined;
};
