// Add context: the one form's fields as inputs, and what is said when somebody was first.
import type {
  ContextForm,
  ContextValues,
  FormField,
  Overtaken,
} from '../../../src/messaging/surface.ts';
import {
  type AdaptiveCard,
  bold,
  box,
  card,
  type Element,
  escaped,
  execute,
  heading,
  link,
  problemBox,
  quotedLines,
  quotedMessages,
  small,
  textInput,
  words,
} from './elements.ts';

export function contextFormCard(
  { card: context, definition, fromDraft, values }: ContextForm,
  typed: ContextValues = values,
  errors: readonly { field: string; text: string }[] = [],
): AdaptiveCard {
  const { child, correspondence, recordingId, version } = context;
  const data = { recording: recordingId, version };
  return card(
    `Add context. ${child.name}, ${correspondence.what}. ${context.due}.`,
    [
      heading(child.name),
      words(escaped(child.details), { spacing: 'None' }),
      words(escaped(context.parentalResponsibility), { spacing: 'None' }),
      dueBox(context.due, context.urgent),
      ...problemBox(errors.map(({ text }) => text)),
      words(
        `${bold(correspondence.who)}. ${escaped(correspondence.what)}. ${escaped(context.reason)}`,
      ),
      ...quotedMessages(correspondence.messages, { named: true }),
      ...(fromDraft
        ? [words('This is the draft you kept. It is not on the record until you save it.')]
        : []),
      ...definition.fields.flatMap((field) => inputFor(field, typed, errors)),
      small(escaped(definition.closing)),
    ],
    [
      execute(definition.submit, 'context.save', data, { style: 'positive' }),
      execute('Save and finish later', 'context.draft', data),
      link('Open in Casethread', context.url),
    ],
  );
}

export function dueBox(due: string, urgent: string | null): Element {
  const text = words(`${bold(`${due}.`)}${urgent ? ` ${escaped(urgent)}` : ''}`);
  return urgent ? box('attention', [text]) : text;
}

/** The error stands with its field, above it, in the words of every surface. */
function inputFor(
  field: FormField,
  values: ContextValues,
  errors: readonly { field: string; text: string }[],
): Element[] {
  const wrong = errors.filter((error) => error.field === field.name);
  const above = wrong.map(({ text }) => box('attention', [words(bold(`Error: ${text}`))]));
  const label = field.hint ? `${field.label} (${field.hint})` : field.label;
  const value = textOf(values, field.name);
  switch (field.kind) {
    case 'text': {
      const { maxLength, multiline: isMultiline } = field;
      return [...above, textInput(field.name, label, { isMultiline, maxLength, value })];
    }
    case 'tick':
      return [
        ...above,
        {
          type: 'Input.Toggle',
          id: field.name,
          title: field.option,
          label,
          valueOn: 'yes',
          valueOff: '',
          value: [values[field.name]].flat().includes('yes') ? 'yes' : '',
        },
      ];
    case 'date':
      return [...above, { type: 'Input.Date', id: field.name, label, ...(value ? { value } : {}) }];
    default:
      return field satisfies never;
  }
}

function textOf(values: ContextValues, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** Somebody finished it first: what the worker wrote is below, so that they can add it. */
export function overtakenCard(gone: Overtaken, recordingId: string): AdaptiveCard {
  return card(
    `${gone.heading}. ${gone.words}`,
    [
      heading(gone.heading),
      ...(gone.child ? [words(`${bold(gone.child.name)}, ${escaped(gone.child.details)}`)] : []),
      words(escaped(gone.words)),
      ...gone.typed.flatMap(({ label, words: text }) => [
        words(bold(label)),
        ...quotedLines([text]),
      ]),
    ],
    [
      ...(gone.mayAdd
        ? [
            execute(
              'Add this to the recording',
              'context.add-after',
              { recording: recordingId },
              {
                style: 'positive',
              },
            ),
          ]
        : []),
      link('Open the recording', gone.url),
    ],
  );
}
