// What a worker may write in one message, on every surface.
import { z } from 'zod';

const LONGEST_MESSAGE = 1_600; // Twilio's limit of one message

/** A message's words: spaces at the ends removed, line ends as \n, not empty, not too long. */
export const replyBodySchema = z
  .string({ error: 'Write a message' })
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(
    z
      .string()
      .min(1, 'Write a message')
      .refine(
        (text) => [...text].length <= LONGEST_MESSAGE,
        'Your message must be 1,600 characters or fewer',
      ),
  );
