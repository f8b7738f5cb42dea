// Outside WhatsApp's 24 hours: an agreed opening message is chosen, filled in, read and then sent.
import type { Prepared } from '../../../delivery/send.ts';
import {
  fillIn,
  type MessageTemplate,
  problemsIn,
  type TemplateValues,
  withLabels,
} from '../../../delivery/template.ts';
import { windowStop } from '../../../delivery/window.ts';
import { clockTime, day } from '../../../format/dates.ts';
import type { Entered, FormError } from '../../page/index.ts';
import { openingContent } from './content.ts';
import type { ReplyForm } from './schema.ts';

/** A field's name of one place of a template. */
const fieldOf = (key: string) => `value-${key}`;

export type OpeningInput = {
  prepared: Prepared;
  now: Date;
  entered: Entered | null;
  /** Content id of the message that was chosen. */
  chosen: string | undefined;
  /** What the family will read, once the worker asked to see it. */
  preview: string | null;
};

/** "You can write freely until 4:20pm tomorrow. …"; null where there is no such limit. */
export function freeUntil({ window }: Prepared, now: Date): string | null {
  if (window.state !== 'open') return null;
  const { until } = window;
  return openingContent.freeUntil(`${clockTime(until)} ${day(until, now)}`);
}

/** What takes the place of the message box; null: the worker may write freely. */
export function openingView({ prepared, now, entered, chosen, preview }: OpeningInput) {
  const { recipient, templates } = prepared;
  const stop = windowStop(recipient, now);
  if (stop === null) return null;
  const wanted = templates.length === 1 ? templates[0]?.contentSid : chosen;
  const template = templates.find(({ contentSid }) => contentSid === wanted);
  const values = valuesIn(entered ?? {});
  return {
    why: stop.why,
    nothingAgreed: templates.length === 0 ? openingContent.nothingAgreed : null,
    choices: template ? [] : choicesOf(templates, recipient.contact?.language ?? null),
    several: templates.length > 1,
    template: template
      ? {
          contentSid: template.contentSid,
          name: template.name,
          language: template.language,
          words: withLabels(template),
          fields: template.variables.map(({ key, label }) => ({
            id: fieldOf(key),
            label,
            value: values[key] ?? '',
          })),
        }
      : null,
    preview,
  };
}

/** Those in the contact's own language come first. */
function choicesOf(templates: readonly MessageTemplate[], language: string | null) {
  const own = (each: MessageTemplate) =>
    language !== null && each.language.toLowerCase() === language.toLowerCase();
  return [...templates]
    .sort((one, other) => Number(own(other)) - Number(own(one)))
    .map((template) => ({
      value: template.contentSid,
      text: `${template.name} (${template.language})`,
      hint: { text: withLabels(template) },
    }));
}

/** What the worker put into the places. */
export function valuesIn(fields: Readonly<Record<string, unknown>>): TemplateValues {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      name.startsWith('value-') && typeof value === 'string'
        ? [[name.slice('value-'.length), value.trim()]]
        : [],
    ),
  );
}

export type OpeningReading =
  | { outcome: 'wrong'; errors: FormError[] }
  /** To be read before it is sent. */
  | { outcome: 'preview'; words: string }
  | { outcome: 'ready' };

/** Nobody sends words that they have not read as the family will read them. */
export function readOpening(template: MessageTemplate, form: ReplyForm): OpeningReading {
  const values = valuesIn(form);
  const problems = problemsIn(template, values);
  if (problems.length > 0) {
    const errors = problems.map(({ key, text }) => ({ field: fieldOf(key), text }));
    return { outcome: 'wrong', errors };
  }
  const words = fillIn(template, values);
  const read = form.previewed?.replaceAll('\r\n', '\n') === words;
  return form.action === 'send' && read ? { outcome: 'ready' } : { outcome: 'preview', words };
}
