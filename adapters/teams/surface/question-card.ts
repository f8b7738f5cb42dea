// Which child?: the question, a search, and why it is not casework.
import type { CandidateLine, FoundChild, QuestionCard } from '../../../src/messaging/surface.ts';
import {
  type AdaptiveCard,
  bold,
  box,
  type Choice,
  card,
  choices,
  escaped,
  execute,
  heading,
  link,
  problemBox,
  quotedMessages,
  small,
  textInput,
  words,
} from './elements.ts';

/** With more children than this, searching comes first. */
const FEW = 5;
export const CHOOSE = 'Select a child, or choose one of the other answers';
const spokenOf = ({ correspondence: { who, what } }: QuestionCard) =>
  `Which child? ${who}. ${what}. It is kept, and not on any record yet.`;

export function questionCard(question: QuestionCard, problem: string | null = null): AdaptiveCard {
  const { questionId, version, candidates, mayAskManager, url } = question;
  const data = { question: questionId, version };
  const many = candidates.length > FEW;
  const first = many ? [] : [execute('Save', 'which-child.save', data, { style: 'positive' })];
  return card(
    spokenOf(question),
    [
      heading('Which child is this about?'),
      ...problemBox(problem === null ? [] : [problem]),
      ...(question.urgent ? [box('attention', [words(escaped(question.urgent))])] : []),
      words(`${bold(question.correspondence.who)}. ${escaped(question.correspondence.what)}`),
      ...quotedMessages(question.correspondence.messages),
      words(`${bold('Why you are being asked:')} ${escaped(question.why)}`),
      ...question.earlier.slice(0, 3).map((use) => small(escaped(use))),
      ...(many || candidates.length === 0
        ? [words('Search for the child by name or case number.')]
        : [choices('children', 'Select every child it is about', candidates.map(candidateChoice))]),
      ...(question.more ? [words(escaped(question.more))] : []),
      ...(question.hidden ? [words(escaped(question.hidden))] : []),
      small(escaped(question.kept)),
    ],
    [
      ...first,
      execute('A different child', 'which-child.search', data, { inputs: 'none' }),
      execute('Not casework', 'which-child.not-casework', data, { inputs: 'none' }),
      ...(mayAskManager
        ? [
            execute('I do not know. Ask my manager', 'which-child.ask-manager', data, {
              inputs: 'none',
            }),
          ]
        : []),
      link('Open in Casethread', url),
    ],
    { verb: 'which-child.refresh', data },
  );
}

function candidateChoice({ name, details, evidence, caseNumber }: CandidateLine): Choice {
  const lines = [`${name}, ${details}`, ...evidence].map((line) => line.replace(/\.$/, ''));
  return { title: lines.join('. '), value: caseNumber };
}

/** `found` null: nothing was searched for yet. */
export function searchCard(
  question: QuestionCard,
  found: { query: string; children: readonly FoundChild[] } | null,
  problem: string | null = null,
): AdaptiveCard {
  const data = { question: question.questionId, version: question.version };
  const results =
    found === null
      ? []
      : found.children.length === 0
        ? [words('No child you can see has this name or case number.')]
        : [
            choices(
              'children',
              'Select every child it is about',
              found.children.map(({ name, details, caseNumber }) => ({
                title: `${name}, ${details}`,
                value: caseNumber,
              })),
            ),
          ];
  return card(
    'Find the child. Type 2 letters of a name, or a case number.',
    [
      heading('Find the child'),
      ...problemBox(problem === null ? [] : [problem]),
      ...quotedMessages(question.correspondence.messages),
      textInput('query', 'Name or case number', { maxLength: 100, value: found?.query ?? '' }),
      ...results,
      small('Only children you may see. Each is shown with date of birth and case number.'),
    ],
    [
      ...(found && found.children.length > 0
        ? [execute('Save', 'which-child.save', data, { style: 'positive' })]
        : []),
      execute('Search', 'which-child.results', data),
      execute('Go back', 'which-child.refresh', data, { inputs: 'none' }),
    ],
  );
}

export function notCaseworkCard(
  question: QuestionCard,
  problem: string | null = null,
): AdaptiveCard {
  const data = { question: question.questionId, version: question.version };
  const forManager = question.urgent !== null && question.mayAskManager !== null;
  return card(
    'Not casework. Give a reason.',
    [
      heading('Not casework'),
      ...problemBox(problem === null ? [] : [problem]),
      ...quotedMessages(question.correspondence.messages),
      words(
        forManager
          ? 'A message may be about harm, so a manager decides. Your reason goes with it. It is still kept.'
          : 'It is kept, but goes on no child’s record. You can change this later.',
      ),
      textInput('reason', 'Why is it not casework? For example a wrong number.', {
        isMultiline: true,
        maxLength: 500,
      }),
    ],
    [
      execute('Save', 'which-child.not-casework-save', data, { style: 'positive' }),
      execute('Go back', 'which-child.refresh', data, { inputs: 'none' }),
    ],
  );
}
