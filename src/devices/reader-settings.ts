import { z } from 'zod';

/** What the process that reads phones is told when it starts, and nothing more. */
export const readerSettingsSchema = z.object({
  /** The database, as the application's restricted role. */
  appUrl: z.string(),
  dataDir: z.string(),
  logLevel: z.string(),
  /** The product's time at the start. */
  now: z.iso.datetime().transform((text) => new Date(text)),
  /** Demonstrations reach nothing beyond this machine. */
  loopbackOnly: z.boolean(),
  browserPath: z.string(),
});

export type ReaderSettings = z.input<typeof readerSettingsSchema>;
