// Add context: the one form's fields as Slack's inputs. A field that belongs to a tick appears with it.
import { z } from 'zod';
import type {
  ContextForm,
  ContextValues,
  FormField,
  Overtaken,
} from '../../../src/messaging/surface.ts';
import {
  actions,
  type Block,
  bold,
  button,
  divider,
  escaped,
  input,
  link,
  type Modal,
  marking,
  modal,
  option,
  quoted,
  section,
} from './elements.ts';
import { type Place, packed } from './metadata.ts';

/** The modal, with what was typed so far. */
export function contextView(form: ContextForm, values: ContextValues, place: Place | null): Modal {
  const { card, definition } = form;
  const { correspondence, child } = card;
  const shown = definition.fields.filter(({ under }) => under === null || isTicked(values, under));
  const words = correspondence.messages.map(({ author, words: said, attachments }) =>
    [`${escaped(author)}:`, quoted([said, attachments].filter(Boolean).join('\n') || ' ')].join(
      '\n',
    ),
  );
  return modal(definition.title, {
    callback: 'context.save',
    metadata: packed({ recording: card.recordingId, version: card.version, place }),
    submit: definition.submit,
    close: 'Later',
    notify: true,
    blocks: [
      section(
        `${bold(child.name)}\n${escaped(child.details)}\n${escaped(card.parentalResponsibility)}`,
      ),
      section(`${bold(`${card.due}.`)}${card.urgent ? ` ${escaped(card.urgent)}` : ''}`),
      section(
        `${bold(correspondence.who)}. ${escaped(correspondence.what)}. ${escaped(card.reason)}`,
      ),
      section(words.join('\n')),
      ...(form.fromDraft
        ? [section('This is the draft you kept. It is not on the record until you save it.')]
        : []),
      divider(),
      ...shown.map((field) => fieldBlock(field, values)),
      marking(escaped(definition.closing)),
    ],
  });
}

const isTicked = (values: ContextValues, name: string) => [values[name]].flat().includes('yes');

const textOf = (values: ContextValues, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value : '';
};

function fieldBlock(field: FormField, values: ContextValues): Block {
  const { name, label, hint } = field;
  const common = { optional: true, hint };
  switch (field.kind) {
    case 'text': {
      const initial = textOf(values, name);
      const element = {
        type: 'plain_text_input',
        action_id: 'text',
        multiline: field.multiline,
        max_length: field.maxLength,
        ...(initial ? { initial_value: initial.slice(0, field.maxLength) } : {}),
      };
      return input(name, label, element, common);
    }
    case 'tick': {
      const options = [option(field.option, 'yes')];
      const ticked = isTicked(values, name) ? { initial_options: options } : {};
      const element = { type: 'checkboxes', action_id: 'yes', options, ...ticked };
      return input(name, label, element, { ...common, dispatch: true });
    }
    case 'date': {
      const initial = textOf(values, name);
      const dated = /^\d{4}-\d\d-\d\d$/.test(initial) ? { initial_date: initial } : {};
      return input(name, label, { type: 'datepicker', action_id: 'date', ...dated }, common);
    }
    default:
      return field satisfies never;
  }
}

const elementState = z.looseObject({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
});
const stateSchema = z.object({ values: z.record(z.string(), z.record(z.string(), elementState)) });

/** What stands in a view's inputs, by block: texts, dates and ticks as the form names them. */
export function valuesIn(state: unknown): ContextValues {
  const { values } = stateSchema.catch({ values: {} }).parse(state);
  const entries = Object.entries(values).map(([block, elements]) => {
    const [element] = Object.values(elements);
    const ticked = element?.selected_options?.map(({ value }) => value);
    return [
      block,
      ticked ? (ticked[0] ?? '') : (element?.value ?? element?.selected_date ?? ''),
    ] as const;
  });
  return Object.fromEntries(entries);
}

/** Somebody finished it first: what the worker wrote is below, so that they can add it. */
export function conflictView(gone: Overtaken, recordingId: string, place: Place | null): Modal {
  const { child, typed, mayAdd } = gone;
  return modal(gone.heading, {
    callback: 'context.conflict',
    metadata: packed({ recording: recordingId, place }),
    close: 'Close',
    blocks: [
      ...(child ? [section(`${bold(child.name)}\n${escaped(child.details)}`)] : []),
      section(escaped(gone.words)),
      ...typed.map(({ label, words }) => section(`${bold(label)}\n${quoted(words)}`)),
      actions([
        ...(mayAdd
          ? [
              button('Add this to the recording', 'context.add-after', recordingId, {
                style: 'primary',
              }),
            ]
          : []),
        link('Open the recording', gone.url),
      ]),
      marking(),
    ],
  });
}
