// Every card that is posted, as an Adaptive Card; and what is said in place of one.
import type {
  Act,
  Card,
  ContextCard,
  CorrectionForm,
  DoneCard,
  FailureCard,
  Gone,
  Home,
  PlainCard,
  Refusal,
} from '../../../src/messaging/surface.ts';
import { dueBox } from './context-card.ts';
import {
  type AdaptiveCard,
  bold,
  box,
  card,
  choices,
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
import { questionCard } from './question-card.ts';

export function adaptiveCard(given: Card): AdaptiveCard {
  switch (given.kind) {
    case 'question':
      return questionCard(given);
    case 'context':
      return contextCard(given);
    case 'done':
      return doneCard(given);
    case 'not-delivered':
      return failureCard(given);
    case 'plain':
      return plainCard(given);
    default:
      return given satisfies never;
  }
}

/** Somebody's words and the way to the form: two taps, open and save. */
function contextCard(context: ContextCard): AdaptiveCard {
  const { child, correspondence, recordingId } = context;
  const { conversationId, replyLabel } = correspondence;
  return card(
    `Needs context. ${child.name}, ${correspondence.what}. ${context.due}.`,
    [
      heading(child.name),
      words(escaped(child.details), { spacing: 'None' }),
      dueBox(context.due, context.urgent),
      words(`${bold(correspondence.who)}. ${escaped(correspondence.what)}`),
      ...quotedMessages(correspondence.messages),
      small(escaped(context.reason)),
      small(`Nothing you type here goes to ${escaped(correspondence.firstName)}.`),
    ],
    [
      execute('Add context', 'context.open', { recording: recordingId }, { style: 'positive' }),
      ...(replyLabel ? [execute(replyLabel, 'reply.open', { conversation: conversationId })] : []),
      link('Open in Casethread', context.url),
    ],
    { verb: 'context.refresh', data: { recording: recordingId } },
  );
}

/** What stands where a question or a recording was. */
export function doneCard(done: DoneCard): AdaptiveCard {
  const waiting = done.recordings.filter(({ needsContext }) => needsContext);
  const several = done.recordings.length > 1;
  const { remember, correct, reply } = done;
  return card(
    `${done.heading}. ${done.words}`,
    [heading(done.heading), words(escaped(done.words))],
    [
      ...waiting
        .slice(0, 3)
        .map(({ recordingId, child }) =>
          execute(
            several ? `Add context: ${child.firstName}` : 'Add context',
            'context.open',
            { recording: recordingId },
            { style: 'positive' },
          ),
        ),
      ...(remember ? [execute(remember.label, 'aka.remember', remember)] : []),
      ...(correct ? [execute('Wrong child?', 'attribution.correct', correct)] : []),
      ...(reply
        ? [execute(reply.label, 'reply.open', { conversation: reply.conversationId })]
        : []),
      link('Open in Casethread', done.url),
    ],
  );
}

function failureCard(failure: FailureCard): AdaptiveCard {
  return card(
    `${failure.heading}. ${failure.words}`,
    [
      box('attention', [heading(failure.heading)]),
      ...(failure.quoted === null ? [] : quotedLines([failure.quoted])),
      words(escaped(failure.words)),
    ],
    [
      execute('Write again', 'reply.open', { conversation: failure.conversationId }),
      execute('I have seen this', 'delivery.seen', { send: failure.sendId }),
      link('Open the conversation', failure.url),
    ],
  );
}

/** No name, no number, no words of a family. */
function plainCard({ heading: title, words: text, act, url }: PlainCard): AdaptiveCard {
  const open = act.kind === 'link' ? [] : [link('Open in Casethread', url)];
  return card(
    `${title}. ${text}`,
    [heading(title), words(escaped(text))],
    [actButton(act), ...open],
  );
}

/** `about` tells buttons with the same label apart. */
function actButton(act: Act, about?: string): Element {
  const more = about === undefined ? {} : { tooltip: `${act.label}: ${about}` };
  switch (act.kind) {
    case 'question':
      return execute(act.label, 'which-child.open', { question: act.questionId }, more);
    case 'recording':
      return execute(act.label, 'context.open', { recording: act.recordingId }, more);
    case 'link':
      return link(act.label, act.url);
    default:
      return act satisfies never;
  }
}

const ROWS = 12;

/** Waiting for you: the same list as the web's inbox. */
export function homeCard(home: Home): AdaptiveCard {
  let left = ROWS;
  const sections = home.sections.flatMap(({ heading: title, rows, more }) => {
    const shown = rows.slice(0, left);
    left -= shown.length;
    return [
      words(escaped(title), {
        weight: 'Bolder',
        separator: true,
        spacing: 'Medium',
        style: 'heading',
      }),
      ...shown.map(
        ({ heading: name, words: text, act }): Element => ({
          type: 'Container',
          items: [
            words(bold(name)),
            words(escaped(text), { spacing: 'None', size: 'Small' }),
            { type: 'ActionSet', actions: [actButton(act, name)] },
          ],
        }),
      ),
      ...(more ? [small(escaped(more))] : []),
    ];
  });
  return card(
    home.summary,
    [
      heading('Waiting for you'),
      words(escaped(home.summary)),
      ...sections,
      small(escaped(home.updated)),
    ],
    [
      execute('Refresh', 'home.refresh', {}),
      ...home.links.slice(0, 4).map(({ label, url }) => link(label, url)),
      link('Open in Casethread', home.url),
    ],
  );
}

/** Refused, done by somebody else, moved, or no longer theirs. */
export function toldCard({ heading: title, words: text, url }: Refusal | Gone): AdaptiveCard {
  return card(
    `${title}. ${text}`,
    [heading(title), words(escaped(text))],
    [link('Open in Casethread', url)],
  );
}

/** Something kept, said shortly. */
export function saidCard(text: string, url: string): AdaptiveCard {
  return card(text, [words(escaped(text))], [link('Open in Casethread', url)]);
}

export const NOT_CASEWORK = '~not-casework';

export function correctionCard(
  form: CorrectionForm,
  problems: readonly string[] = [],
): AdaptiveCard {
  const messages = form.messages.slice(0, 20);
  return card(
    'Wrong child? Choose the child these messages are about.',
    [
      heading('Wrong child?'),
      words(escaped(form.now)),
      ...problemBox(problems),
      choices(
        'messages',
        'Which messages?',
        messages.map(({ messageId, author, when, words: text }) => ({
          title: `${author}, ${when}: ${text ?? 'a message'}`,
          value: messageId,
        })),
        { value: messages.map(({ messageId }) => messageId).join(',') },
      ),
      choices('children', 'Select every child they are about', [
        ...form.candidates.slice(0, 20).map(({ name, details, caseNumber }) => ({
          title: `${name}, ${details}`,
          value: caseNumber,
        })),
        { title: 'Not casework. They are kept, and on no child’s record', value: NOT_CASEWORK },
      ]),
      ...(form.hidden ? [small(escaped(form.hidden))] : []),
      textInput('reason', 'Why are they on the wrong record? Your manager can see it.', {
        isMultiline: true,
        maxLength: 500,
      }),
      small(escaped(form.does)),
    ],
    [
      execute(
        'Save',
        'attribution.correct-save',
        { conversationId: form.conversationId, messageId: messages[0]?.messageId ?? '' },
        { style: 'positive' },
      ),
      link('Open in Casethread', form.url),
    ],
  );
}
