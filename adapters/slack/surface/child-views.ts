// Modals around Which child?: the question itself, several children, a search, and why it is not casework.
import type { CandidateLine, QuestionCard } from '../../../src/messaging/surface.ts';
import {
  type Block,
  escaped,
  input,
  type Modal,
  marking,
  modal,
  option,
  plain,
  quoted,
  section,
} from './elements.ts';
import { type Place, packed } from './metadata.ts';
import { questionBlocks } from './question-blocks.ts';

/** Slack's most options of tick boxes. */
const TICKS = 10;
const MOST_SELECTED = 10;
const REASON = 500;

/** The question in a modal: opened from the home, or from a card without content. */
export function questionView(card: QuestionCard, place: Place | null): Modal {
  return modal('Which child?', {
    callback: 'which-child.question',
    metadata: packed({ question: card.questionId, place }),
    close: 'Decide later',
    blocks: questionBlocks(card),
  });
}

/** Tick boxes for every child; with more than ten of them, a search. */
export function severalView(card: QuestionCard, place: Place | null): Modal {
  if (card.candidates.length > TICKS) return searchView(card, place);
  const options = card.candidates.map(({ name, details, caseNumber }) =>
    option(name, caseNumber, details),
  );
  return modal('Which children?', {
    callback: 'which-child.several',
    metadata: packed({ question: card.questionId, place }),
    submit: 'Save',
    close: 'Go back',
    blocks: [
      ...saidBlocks(card),
      input(
        'children',
        'Select every child it is about',
        { type: 'checkboxes', action_id: 'children', options },
        { hint: onEachRecord(card) },
      ),
      marking(),
    ],
  });
}

/** Any child whom the worker may see, by name or case number. */
export function searchView(card: QuestionCard, place: Place | null): Modal {
  return modal('Find the child', {
    callback: 'which-child.search',
    metadata: packed({ question: card.questionId, place }),
    submit: 'Save',
    close: 'Go back',
    blocks: [...saidBlocks(card), searchInput('Which child is this about?'), marking()],
  });
}

export function searchInput(label: string, optional = false): Block {
  return input(
    'children',
    label,
    {
      type: 'multi_external_select',
      action_id: 'search',
      min_query_length: 2,
      max_selected_items: MOST_SELECTED,
      placeholder: plain('Name or case number'),
    },
    {
      hint: 'Only children you may see. Each is shown with date of birth and case number.',
      optional,
    },
  );
}

export function notCaseworkView(card: QuestionCard, place: Place | null): Modal {
  const urgent = card.urgent !== null && card.mayAskManager !== null;
  return modal('Not casework', {
    callback: 'which-child.not-casework',
    metadata: packed({ question: card.questionId, place }),
    submit: 'Save',
    close: 'Go back',
    blocks: [
      ...saidBlocks(card),
      section(
        urgent
          ? 'A message may be about harm, so a manager decides. Your reason goes with it. It is still kept.'
          : 'It is kept, but goes on no child’s record. You can change this later.',
      ),
      reasonInput('Why is it not casework?', 'For example a wrong number.'),
      marking(),
    ],
  });
}

export function reasonInput(label: string, hint: string): Block {
  const element = {
    type: 'plain_text_input',
    action_id: 'text',
    multiline: true,
    max_length: REASON,
  };
  return input('reason', label, element, { hint });
}

/** “Maisie Brennan”, with the rest beside it; long names are cut before the case number is. */
export function childOption(
  child: CandidateLine | { name: string; details: string; caseNumber: string },
) {
  return option(child.name, child.caseNumber, child.details);
}

function saidBlocks({ correspondence }: QuestionCard): Block[] {
  const words = correspondence.messages.map(({ words: said }) => quoted(said || 'A new message'));
  return [
    section(`*${escaped(correspondence.who)}*. ${escaped(correspondence.what)}`),
    section(words.join('\n')),
  ];
}

const onEachRecord = ({ correspondence: { messages } }: QuestionCard): string =>
  messages.length === 1
    ? 'The message goes on the record of each child you select.'
    : `The ${messages.length} messages go on the record of each child you select.`;
