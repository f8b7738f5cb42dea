// Agreed opening messages: words that WhatsApp approved, with places for a few of the worker's own.
import { z } from 'zod';

/** Twilio's id of approved content (https://www.twilio.com/docs/content). */
const CONTENT_SID = /^HX[0-9a-fA-F]{32}$/;
const PLACE = /\{\{(\w+)\}\}/g;
/** WhatsApp's own limit of the words of a template. */
const LONGEST_BODY = 1_024;
const LONGEST_VALUE = 200;
const MOST_VARIABLES = 10;

export type TemplateVariable = {
  /** As it stands between the braces. */
  key: string;
  /** What it is, in words for the worker: "Their first name". */
  label: string;
};

export type MessageTemplate = {
  contentSid: string;
  name: string;
  language: string;
  body: string;
  variables: readonly TemplateVariable[];
};

const line = (missing: string, longest: number) =>
  z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .max(longest, `It must be ${longest} characters or fewer`);

/** What an administrator enters; `labels`: one line for each variable, in the order of the places. */
export const templateSchema = z
  .object({
    contentSid: z
      .string()
      .trim()
      .regex(CONTENT_SID, 'Enter the content SID from Twilio: HX and 32 letters or digits'),
    name: line('Enter a name that workers will know it by', 100),
    language: line('Enter the language', 40),
    body: z
      .string()
      .transform((text) => text.replaceAll('\r\n', '\n').trim())
      .pipe(
        z
          .string()
          .min(1, 'Enter the words, exactly as WhatsApp approved them')
          .max(LONGEST_BODY, `The words must be ${LONGEST_BODY} characters or fewer`),
      ),
    labels: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(/\r?\n/)
          .map((each) => each.trim())
          .filter((each) => each !== ''),
      ),
  })
  .transform(({ labels, ...entered }, context): MessageTemplate => {
    const keys = placesIn(entered.body);
    if (keys.length !== labels.length || keys.length > MOST_VARIABLES) {
      context.addIssue({
        code: 'custom',
        path: ['labels'],
        message:
          keys.length > MOST_VARIABLES
            ? `There must be ${MOST_VARIABLES} variables or fewer`
            : `Say on a line of its own what each variable is: the words have ${keys.length}, and you described ${labels.length}`,
      });
    }
    return {
      ...entered,
      variables: keys.map((key, place) => ({ key, label: labels[place] ?? '' })),
    };
  });

/** The keys of the places in the words, each once, in their order. */
function placesIn(body: string): string[] {
  return [...new Set([...body.matchAll(PLACE)].map(([, key = '']) => key))];
}

export type TemplateValues = Readonly<Record<string, string>>;

/** What the family will read. A place without a value stays as it is. */
export function fillIn({ body }: MessageTemplate, values: TemplateValues): string {
  return body.replace(PLACE, (place, key: string) => values[key] || place);
}

/** The words with what each variable is in its place: "Hello [their first name]". */
export function withLabels({ body, variables }: MessageTemplate): string {
  const labels = new Map(variables.map(({ key, label }) => [key, lowerFirst(label)]));
  return body.replace(PLACE, (place, key: string) => {
    const label = labels.get(key);
    return label === undefined ? place : `[${label}]`;
  });
}

export type ValueProblem = { key: string; text: string };

/** What is wrong with the values; none: it can be sent. WhatsApp takes one line for each. */
export function problemsIn({ variables }: MessageTemplate, values: TemplateValues): ValueProblem[] {
  return variables.flatMap(({ key, label }) => {
    const value = values[key] ?? '';
    if (value.trim() === '') return [{ key, text: `Enter: ${lowerFirst(label)}` }];
    if (value.length > LONGEST_VALUE) {
      return [{ key, text: `${label} must be ${LONGEST_VALUE} characters or fewer` }];
    }
    return /[\n\r\t]/.test(value) ? [{ key, text: `${label} must be one line` }] : [];
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase('en-GB') + text.slice(1);
}
