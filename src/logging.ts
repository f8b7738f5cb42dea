// Logs carry ids, counts and durations by allow-list: never a body, a name or a number of a person.
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** What a log line may carry beside pino's own time, level, msg, pid and hostname. */
export const LOGGED_FIELDS = [
  'actor',
  'address',
  'applied',
  'captured',
  'code',
  'conversationId',
  'count',
  'deliveryId',
  'error',
  'frames',
  'kind',
  'messageId',
  'method',
  'mode',
  'ms',
  'port',
  'provider',
  'requestId',
  'route',
  'signal',
  'stage',
  'status',
  'subject',
  'task',
  'version',
] as const;

const ALLOWED: ReadonlySet<string> = new Set(LOGGED_FIELDS);

/** Drops every field that is not on the list, so that a careless call cannot log content. */
export function allowedFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => ALLOWED.has(name) && isPlain(value)),
  );
}

/** An object could carry anything: only plain values and lists of them pass. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((entry) => isPlain(entry));
  return value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

/** The product's logger; `destination` is for tests. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, formatters: { log: allowedFields } };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * What may be said of an error: its class, its code and where it happened. Its message may quote a
 * row's values (PostgreSQL does), so it stays out.
 */
export function errorFields(error: unknown): { error: string; code?: string; frames?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frames =
    error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 4) ?? [];
  return { error: error.name, ...code, frames: frames.map((line) => line.trim()) };
}
