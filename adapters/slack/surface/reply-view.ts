// Reply: who receives it and about whom, above the words; the checks' questions come back as a view.
import { randomUUID } from 'node:crypto';
import type { ReplyForm, ReplyOutcome } from '../../../src/messaging/surface.ts';
import {
  actions,
  type Block,
  bold,
  escaped,
  input,
  link,
  type Modal,
  marking,
  modal,
  option,
  plain,
  section,
} from './elements.ts';
import { type Place, packed } from './metadata.ts';

const LONGEST_MESSAGE = 1_600;
const TICKS = 10;

export type Written = {
  body: string;
  caseNumbers: readonly string[];
  contactId: string | null;
  why: string;
};

/** The modal. `asks`: what is to be looked at before it is sent as it is. */
export function replyView(
  form: ReplyForm,
  place: Place | null,
  written: Written = { body: form.draft, caseNumbers: form.selected, contactId: null, why: '' },
  asks: { questions: readonly { key: string; words: string }[]; intent: string } | null = null,
): Modal {
  return modal(`Send to ${form.firstName}`, {
    callback: 'reply.send',
    metadata: packed({
      conversation: form.conversationId,
      intent: asks?.intent ?? randomUUID(),
      asked: (asks?.questions ?? []).map(({ key }) => key),
      place,
    }),
    submit: asks ? 'Send as it is' : 'Send',
    close: 'Keep as draft',
    notify: true,
    blocks: [
      ...(asks ? askBlocks(asks.questions) : []),
      section(form.lines.map(escaped).join('\n')),
      ...(form.people.length > 0 ? [peopleInput(form, written.contactId)] : []),
      childrenInput(form, written.caseNumbers),
      bodyInput(written.body),
      ...(asks ? [whyInput(written.why)] : []),
      ...(form.notice ? [section(escaped(form.notice))] : []),
      marking(`${escaped(form.sendLabel)}.`),
    ],
  });
}

function askBlocks(questions: readonly { words: string }[]): Block[] {
  return [
    section(bold('Check before you send')),
    ...questions.map(({ words }) => section(escaped(words))),
  ];
}

function peopleInput({ people }: ReplyForm, chosen: string | null): Block {
  const options = people.slice(0, TICKS).map(({ contactId, name }) => option(name, contactId));
  const initial = options.find(({ value }) => value === chosen);
  const element = {
    type: 'radio_buttons',
    action_id: 'person',
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
  return input('person', 'Who are you writing to?', element, { optional: true });
}

function childrenInput({ children }: ReplyForm, chosen: readonly string[]): Block {
  const options = children
    .slice(0, 100)
    .map(({ name, details, caseNumber }) => option(name, caseNumber, details));
  const initial = options.filter(({ value }) => chosen.includes(value));
  const many = options.length > TICKS;
  const element = {
    type: many ? 'multi_static_select' : 'checkboxes',
    action_id: 'children',
    options,
    ...(many ? { placeholder: plain('Select children') } : {}),
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  };
  return input('child', 'Which children is your reply about?', element, { optional: true });
}

function bodyInput(body: string): Block {
  const element = {
    type: 'plain_text_input',
    action_id: 'text',
    multiline: true,
    max_length: 3_000,
    ...(body ? { initial_value: body.slice(0, 3_000) } : {}),
  };
  const hint = `Up to ${LONGEST_MESSAGE.toLocaleString('en-GB')} characters. One text holds 160; an emoji or accent makes it 70.`;
  return input('body', 'Your message', element, { hint, optional: true });
}

function whyInput(why: string): Block {
  const element = {
    type: 'plain_text_input',
    action_id: 'text',
    max_length: 500,
    ...(why ? { initial_value: why } : {}),
  };
  return input('why', 'Why send it as it is?', element, {
    hint: 'Kept with the message. Your manager can see it.',
    optional: true,
  });
}

/** A stop replaces the form: why, and what to do instead. */
export function stoppedView(stop: Extract<ReplyOutcome, { outcome: 'stopped' }>): Modal {
  return modal('You cannot send yet', {
    callback: 'reply.stopped',
    close: 'Close',
    blocks: [
      section(bold(stop.heading)),
      ...stop.reasons.map((reason) => section(escaped(reason))),
      section('Nothing was sent. What you wrote is kept as a draft.'),
      actions([link('Open the conversation', stop.url)]),
      marking(),
    ],
  });
}
