// Every other card as Slack's blocks: context that is needed, what is done, what was not delivered.
import type {
  Act,
  Card,
  ContextCard,
  DoneCard,
  FailureCard,
  PlainCard,
} from '../../../src/messaging/surface.ts';
import {
  actions,
  type Block,
  bold,
  button,
  escaped,
  link,
  marking,
  quoted,
  section,
  small,
} from './elements.ts';
import { correspondenceBlocks, questionBlocks } from './question-blocks.ts';

export function cardBlocks(card: Card): Block[] {
  switch (card.kind) {
    case 'question':
      return questionBlocks(card);
    case 'context':
      return contextBlocks(card);
    case 'done':
      return doneBlocks(card);
    case 'not-delivered':
      return failureBlocks(card);
    case 'plain':
      return plainBlocks(card);
    default:
      return card satisfies never;
  }
}

function contextBlocks(card: ContextCard): Block[] {
  const { child, correspondence, recordingId } = card;
  const { conversationId, firstName } = correspondence;
  return [
    section(`${bold(child.name)}\n${escaped(child.details)}`),
    ...correspondenceBlocks(correspondence),
    small(escaped(card.reason)),
    section(`${bold(`${card.due}.`)}${card.urgent ? ` ${escaped(card.urgent)}` : ''}`),
    actions([
      button('Add context', 'context.open', recordingId, {
        style: 'primary',
        label: `Add context to ${child.name}, ${card.due}`,
      }),
      ...(correspondence.replyLabel
        ? [button(correspondence.replyLabel, 'reply.open', conversationId)]
        : []),
      link('Open in Casethread', card.url),
    ]),
    marking(`Nothing you type here goes to ${escaped(firstName)}.`),
  ];
}

/** What stands where a question or a recording was. */
export function doneBlocks(card: DoneCard): Block[] {
  const { recordings, correct, remember } = card;
  const waiting = recordings.filter(({ needsContext }) => needsContext);
  const several = recordings.length > 1;
  const buttons = [
    ...waiting.map(({ recordingId, child }) =>
      button(
        several ? `Add context: ${child.firstName}` : 'Add context',
        'context.open',
        recordingId,
        {
          style: 'primary',
          label: `Add context to ${child.name}`,
        },
      ),
    ),
    ...(remember
      ? [
          button(
            remember.label,
            'aka.remember',
            `${remember.questionId}:${remember.caseNumber}:${remember.word}`,
          ),
        ]
      : []),
    ...(correct
      ? [
          button(
            'Wrong child?',
            'attribution.correct',
            `${correct.conversationId}:${correct.messageId}`,
          ),
        ]
      : []),
    ...(card.reply ? [button(card.reply.label, 'reply.open', card.reply.conversationId)] : []),
    link('Open in Casethread', card.url),
  ];
  return [
    section(`${bold(card.heading)}\n${escaped(card.words)}`),
    actions(buttons.slice(0, 25)),
    marking(),
  ];
}

function failureBlocks(card: FailureCard): Block[] {
  return [
    section(bold(card.heading)),
    ...(card.quoted === null ? [] : [section(quoted(card.quoted))]),
    section(escaped(card.words)),
    actions([
      button('Write again', 'reply.open', card.conversationId),
      button('I have seen this', 'delivery.seen', card.sendId),
      link('Open the conversation', card.url),
    ]),
    marking(),
  ];
}

/** No name, no number, no words of a family. */
function plainBlocks({ heading, words, act, url }: PlainCard): Block[] {
  const open = act.kind === 'link' ? [] : [link('Open in Casethread', url)];
  return [section(`${bold(heading)}\n${escaped(words)}`), actions([actButton(act), ...open])];
}

/** The button of a row, or of a card without content. */
export function actButton(act: Act, urgent = false, label?: string): object {
  const more = { ...(urgent ? { style: 'danger' as const } : {}), ...(label ? { label } : {}) };
  switch (act.kind) {
    case 'question':
      return button(act.label, 'which-child.open', act.questionId, more);
    case 'recording':
      return button(act.label, 'context.open', act.recordingId, more);
    case 'link':
      return link(act.label, act.url);
    default:
      return act satisfies never;
  }
}
