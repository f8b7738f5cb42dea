import { z } from 'zod';
import { severalSchema } from '../../page/index.ts';
import { content } from './content.ts';

const MOST_PHONES = 3;
const MOST_CHARACTERS = 1_600;

/** In an address bar "+" is a space unless it is escaped. */
const addressSchema = z
  .string()
  .max(64)
  .transform((text) => text.replace(/^ /, '+'));

const phonesSchema = z
  .union([addressSchema.transform((one) => [one]), z.array(addressSchema)])
  .catch([])
  .transform((phones) => [...new Set(phones)].slice(0, MOST_PHONES));

/** Which phones are on the page. */
export const shownSchema = z.object({ phone: phonesSchema });

/** What somebody does on a phone. `line` is a channel and one of the authority's numbers. */
export const actSchema = z
  .object({
    from: addressSchema,
    shown: phonesSchema,
    line: z
      .string()
      .max(80)
      .regex(/^(sms|whatsapp) \S+$/),
    words: z
      .string()
      .default('')
      .transform((text) => text.replaceAll('\r\n', '\n')),
    act: z.enum(['send', 'photo', 'call']).catch('send'),
  })
  .check((reading) => {
    const { act, words } = reading.value;
    if (act === 'send' && words.trim() === '') {
      reading.issues.push({
        code: 'custom',
        input: words,
        path: ['words'],
        message: content.noWords,
      });
    }
    if (words.length > MOST_CHARACTERS) {
      reading.issues.push({
        code: 'custom',
        input: words,
        path: ['words'],
        message: content.tooLong,
      });
    }
  });

export type Act = z.output<typeof actSchema>;

/** How the provider is to behave. `refuses` are the phones, among those shown, that it does not reach. */
export const behaviourSchema = z.object({
  shown: phonesSchema,
  provider: severalSchema,
  refuses: severalSchema,
});
