// One line of a history file (contracts section 5).
import { z } from 'zod';
import { CHANNELS } from '../../messaging/message.ts';

const wording = z.string({
  error: ({ input }) => (input === undefined ? 'is missing' : 'must be text'),
});
const filled = wording.min(1, 'must not be empty');
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of: ${values.join(', ')}` });
const address = filled.refine(
  (text) => !/^(whatsapp|sms):/.test(text),
  'must be without the prefix before the colon',
);
const at = z.iso
  .datetime({ offset: true, error: 'must be a time with its offset, such as 2026-03-30T09:00:00Z' })
  .transform((text) => new Date(text));
const nullable = filled.nullable().default(null);
const caseNumbers = z
  .array(filled, { error: 'must be a list of case numbers' })
  .transform((list) => [...new Set(list)].sort());

const message = z.object({
  type: z.literal('message'),
  id: filled,
  channel: oneOf(CHANNELS),
  direction: oneOf(['inbound', 'outbound']),
  officialNumber: address,
  counterpart: address,
  body: wording,
  at,
  workerId: nullable,
  inReplyTo: nullable,
  media: z.array(z.object({ contentType: filled, path: filled })).default([]),
});

const scopeOpened = z.object({
  type: z.literal('scope-opened'),
  officialNumber: address,
  counterpart: address,
  workerId: filled,
  caseNumbers: caseNumbers.refine((list) => list.length > 0, 'must name at least one child'),
  at,
});

const scopeClosed = z.object({
  type: z.literal('scope-closed'),
  officialNumber: address,
  counterpart: address,
  workerId: filled,
  at,
});

const choice = z.object({
  type: z.literal('attribution-choice'),
  messageId: filled,
  workerId: filled,
  caseNumbers,
  reason: nullable,
  at,
});

const edited = z.object({ type: z.literal('message-edited'), id: filled, body: wording, at });
const deleted = z.object({ type: z.literal('message-deleted'), id: filled, at });

const EVENTS = [message, scopeOpened, scopeClosed, choice, edited, deleted] as const;
const event = z.discriminatedUnion('type', EVENTS, {
  error: `must be one of: ${EVENTS.map(({ shape }) => shape.type.value).join(', ')}`,
});

export type HistoryEvent = z.output<typeof event>;
export type HistoryMessage = z.output<typeof message>;
export type HistoryScope = z.output<typeof scopeOpened> | z.output<typeof scopeClosed>;
export type HistoryChoice = z.output<typeof choice>;
export type HistoryChange = z.output<typeof edited> | z.output<typeof deleted>;

/** A line that was understood, with its bytes as they stood in the file. */
export type HistoryLine = { line: number; bytes: Buffer; event: HistoryEvent };

type LineReading =
  | { ok: true; event: HistoryEvent; unknownKeys: string[] }
  | { ok: false; problems: string[] };

const KNOWN_KEYS = new Map<string, readonly string[]>(
  EVENTS.map(({ shape }) => [shape.type.value, Object.keys(shape)]),
);

/** Reads one line's bytes. Keys we do not know are named and otherwise left alone. */
export function readEvent(bytes: Buffer): LineReading {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'is not UTF-8';
    return { ok: false, problems: [reason] };
  }
  const result = event.safeParse(json);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) =>
      path.length === 0 ? `is not an event: ${message}` : `${path.join('.')} ${message}`,
    );
    return { ok: false, problems };
  }
  const known = KNOWN_KEYS.get(result.data.type) ?? [];
  const unknownKeys = Object.keys(json ?? {}).filter((key) => !known.includes(key));
  return { ok: true, event: result.data, unknownKeys };
}
