// Wrong child?: which messages, where they belong, and why.

import { cut } from '../../../src/messaging/cut.ts';
import type { CorrectionForm } from '../../../src/messaging/surface.ts';
import { reasonInput, searchInput } from './child-views.ts';
import {
  type Block,
  escaped,
  input,
  type Modal,
  marking,
  modal,
  option,
  quoted,
  section,
  small,
} from './elements.ts';
import { type Place, packed } from './metadata.ts';

const TICKS = 10;
/** So many ids fit into what a view remembers. */
const MOST_MESSAGES = 50;

export function correctionView(form: CorrectionForm, place: Place | null): Modal {
  const messages = form.messages.slice(0, MOST_MESSAGES);
  return modal('Wrong child?', {
    callback: 'attribution.correct',
    metadata: packed({
      conversation: form.conversationId,
      messages: messages.map(({ messageId }) => messageId),
      place,
    }),
    submit: 'Save',
    close: 'Leave it as it is',
    blocks: [
      section(escaped(form.now)),
      ...messagesBlocks({ ...form, messages }),
      childrenInput(form),
      ...(form.hidden ? [small(escaped(form.hidden))] : []),
      reasonInput(
        'Why are they on the wrong record?',
        'Kept with the correction. Your manager can see it.',
      ),
      marking(escaped(form.does)),
    ],
  });
}

/** Each message can be left out; of very many, all of them move. */
function messagesBlocks({ messages }: CorrectionForm): Block[] {
  const words = messages.map(({ words: said }) => said || 'A message without words');
  if (messages.length === 1 || messages.length > TICKS) {
    return [section(cut(words.map(quoted).join('\n'), 2_900))];
  }
  const options = messages.map(({ messageId, author, when }, index) =>
    option(words[index] ?? '', messageId, `${author}, ${when}`),
  );
  const element = {
    type: 'checkboxes',
    action_id: 'messages',
    options,
    initial_options: options,
  };
  return [input('message', 'Which messages?', element, { optional: true })];
}

/** Up to nine children and “Not casework”; beyond, a search. */
function childrenInput({ candidates }: CorrectionForm): Block {
  if (candidates.length >= TICKS) return searchInput('Which child are they about?', true);
  const options = [
    ...candidates.map(({ name, caseNumber, details }) => option(name, caseNumber, details)),
    option('Not casework', NOT_CASEWORK, 'They are kept, and on no child’s record'),
  ];
  const element = { type: 'checkboxes', action_id: 'children', options };
  return input('children', 'Select every child they are about', element, { optional: true });
}

/** No case number looks like this. */
export const NOT_CASEWORK = '~not-casework';
