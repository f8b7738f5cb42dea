// Reply: who receives it and about whom, above the words; the checks' questions come back on the card.
import { randomUUID } from 'node:crypto';
import type { ReplyForm, ReplyOutcome } from '../../../src/messaging/surface.ts';
import {
  type AdaptiveCard,
  bold,
  box,
  card,
  choices,
  escaped,
  execute,
  heading,
  link,
  problemBox,
  textInput,
  words,
} from './elements.ts';

export type Written = {
  body: string;
  caseNumbers: readonly string[];
  contactId: string | null;
  why: string;
};

export type Asks = { questions: readonly { key: string; words: string }[]; intent: string };

/** `asks`: what is to be looked at before it is sent as it is. */
export function replyCard(
  form: ReplyForm,
  written: Written = { body: form.draft, caseNumbers: form.selected, contactId: null, why: '' },
  asks: Asks | null = null,
  problems: readonly string[] = [],
): AdaptiveCard {
  const data = {
    conversation: form.conversationId,
    intent: asks?.intent ?? randomUUID(),
    asked: (asks?.questions ?? []).map(({ key }) => key),
  };
  return card(
    `Reply to ${form.name}.${asks ? ' Check before you send.' : ''}`,
    [
      heading(`Reply to ${form.name}`),
      ...form.lines.map((line) => words(escaped(line))),
      ...problemBox(problems),
      ...(form.people.length > 0
        ? [
            choices(
              'person',
              'Who are you writing to?',
              form.people.map(({ name, contactId }) => ({ title: name, value: contactId })),
              { isMultiSelect: false, value: written.contactId ?? '' },
            ),
          ]
        : []),
      choices(
        'children',
        'Which children is your reply about?',
        form.children.slice(0, 60).map(({ name, details, caseNumber }) => ({
          title: `${name}, ${details}`,
          value: caseNumber,
        })),
        { value: written.caseNumbers.join(',') },
      ),
      textInput('body', 'Your message', {
        isMultiline: true,
        maxLength: 3_000,
        value: written.body,
      }),
      ...(asks
        ? [
            box('warning', [
              words(bold('Check before you send')),
              ...asks.questions.map(({ words: text }) => words(escaped(text))),
              textInput('why', 'Why send it as it is? (kept with the message)', {
                maxLength: 300,
                value: written.why,
              }),
            ]),
          ]
        : []),
      ...(form.notice ? [words(escaped(form.notice))] : []),
    ],
    [
      execute(form.sendLabel, 'reply.send', data, { style: 'positive' }),
      execute('Keep as draft', 'reply.draft', data),
    ],
  );
}

export function stoppedCard(stopped: Extract<ReplyOutcome, { outcome: 'stopped' }>): AdaptiveCard {
  return card(
    `Not sent. ${stopped.heading}`,
    [
      heading('Not sent'),
      words(bold(stopped.heading)),
      ...stopped.reasons.map((reason) => words(escaped(reason))),
      words('Nothing has been sent. Your draft is kept.'),
    ],
    [link('Open the conversation', stopped.url)],
  );
}

/** What was typed to us has gone to nobody. `name` null: it belongs to no conversation that is known. */
export function typedCard(
  to: { conversationId: string; name: string } | null,
  typed: string,
  url: string,
): AdaptiveCard {
  if (to === null) {
    return card(
      'Not sent. What you typed has gone to nobody.',
      [
        words(`${bold('Not sent.')} What you typed has gone to nobody, and is not kept.`),
        words(
          'To write to a family, press “Send to” on their card, or answer the card itself with Reply.',
        ),
      ],
      [execute('Waiting for you', 'home.refresh', {}), link('Open in Casethread', url)],
    );
  }
  const data = { conversation: to.conversationId, typed };
  return card(
    `Not sent. What you typed has not gone to ${to.name}.`,
    [words(`${bold('Not sent.')} What you typed has not gone to ${escaped(to.name)}.`)],
    [
      execute(`Send to ${to.name}`, 'reply.open', data, { style: 'positive' }),
      execute('Keep as a note', 'note.keep', data),
    ],
  );
}
