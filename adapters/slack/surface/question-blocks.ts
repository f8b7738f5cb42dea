// Which child? A button for each of up to five children beside their evidence; nobody is preselected.

import { cut } from '../../../src/messaging/cut.ts';
import type {
  CandidateLine,
  Correspondence,
  QuestionCard,
} from '../../../src/messaging/surface.ts';
import {
  actions,
  type Block,
  bold,
  button,
  escaped,
  header,
  link,
  marking,
  quoted,
  section,
  small,
} from './elements.ts';

const FEW = 5;
const QUOTES = 2_900;
const EVIDENCE = 1_200;

/** Who wrote, on what, and the words: one after the other, cut where a block holds no more. */
export function correspondenceBlocks({ who, what, messages }: Correspondence): Block[] {
  const words = messages.map((message) => {
    const attached = message.attachments === null ? '' : `_${escaped(message.attachments)}_`;
    const said = message.words === null || message.words === '' ? '' : quoted(message.words);
    return [said, attached].filter(Boolean).join('\n') || '>A new message';
  });
  const whole = words.join('\n');
  const rest = whole.length > QUOTES ? '\nThe rest is in Casethread.' : '';
  return [section(`${bold(who)}. ${escaped(what)}`), section(`${cut(whole, QUOTES)}${rest}`)];
}

/** The card as a message, or as what a view shows. */
export function questionBlocks(card: QuestionCard): Block[] {
  const { questionId, candidates } = card;
  const few = candidates.length <= FEW;
  return [
    header('Which child is this about?'),
    ...(card.urgent ? [section(`*Urgent.* ${escaped(card.urgent)}`)] : []),
    ...correspondenceBlocks(card.correspondence),
    small(`*Why you are being asked:* ${escaped(card.why)}`),
    ...card.earlier.map((line) => small(escaped(line))),
    ...(few ? candidates.map((child) => candidateBlock(card, child)) : [many(candidates.length)]),
    ...(card.more ? [section(escaped(card.more))] : []),
    ...(card.hidden ? [small(escaped(card.hidden))] : []),
    actions(otherAnswers(card), `which-child:${questionId}`),
    ...(card.due
      ? [small(`${bold(`${card.due}.`)} The record of it needs your context by then.`)]
      : []),
    marking(escaped(card.kept)),
  ];
}

function candidateBlock({ questionId, correspondence }: QuestionCard, child: CandidateLine): Block {
  const lines = [bold(child.name), escaped(child.details), ...child.evidence.map(escaped)];
  return section(cut(lines.join('\n'), EVIDENCE), {
    block_id: `child:${child.caseNumber}`,
    accessory: button(
      `About ${child.firstName}`,
      'which-child.pick',
      `${questionId}:${child.caseNumber}`,
      {
        label: `About ${child.name}, case ${child.caseNumber}: put ${correspondence.what.split(',')[0]} on this record`,
      },
    ),
  });
}

const many = (count: number): Block =>
  section(`It may concern any of ${count} children. Find the child by name or case number.`);

function otherAnswers({
  questionId,
  candidates,
  more,
  mayAskManager,
  url,
}: QuestionCard): object[] {
  const few = candidates.length <= FEW && more === null;
  return [
    ...(candidates.length > 1 ? [button('Several', 'which-child.several', questionId)] : []),
    button(few ? 'A different child' : 'Find the child', 'which-child.search', questionId),
    button('Not casework', 'which-child.not-casework', questionId),
    ...(mayAskManager === null
      ? []
      : [button('I do not know. Ask my manager', 'which-child.ask-manager', questionId)]),
    link('Open in Casethread', url),
  ];
}
