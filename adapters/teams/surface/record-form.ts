// The message action *Record for a child*: which child this conversation is to be recorded for
// (https://learn.microsoft.com/en-us/microsoftteams/platform/messaging-extensions/how-to/action-commands/define-action-command).
import { z } from 'zod';
import type { ChatConversation, Registrations } from '../../../src/messaging/registration.ts';
import type { TeamsActivity } from '../parse.ts';
import { card, choices, heading, words } from './elements.ts';

const submitted = z.looseObject({
  data: z.looseObject({ child: z.string().default('') }).nullish(),
});

/** What Teams shows: a form, or what came of it. */
export async function recordForm(
  registrations: Pick<Registrations, 'register'>,
  place: ChatConversation & { userId: string },
  { name, value }: TeamsActivity,
): Promise<object> {
  const given = submitted.safeParse(value).data?.data?.child ?? '';
  const children = name === 'composeExtension/submitAction' ? given : '';
  const outcome = await registrations.register({ ...place, children, historyFrom: null });
  if (outcome.outcome !== 'which-child') return { task: { type: 'message', value: outcome.words } };
  const content = {
    ...card(
      'Record this conversation. Choose the child it is about.',
      [
        heading('Record for a child'),
        words(outcome.words),
        choices(
          'child',
          'Which child is this conversation about?',
          outcome.choices.map(({ caseNumber, name: child }) => ({
            title: `${child}, ${caseNumber}`,
            value: caseNumber,
          })),
          { isMultiSelect: false, style: outcome.choices.length > 10 ? 'filtered' : 'expanded' },
        ),
        words('Everybody in it is told that it is recorded. Messages from now on are kept.'),
      ],
      [],
    ),
    actions: [{ type: 'Action.Submit', title: 'Record', data: {} }],
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return {
    task: {
      type: 'continue',
      value: {
        title: 'Record for a child',
        height: 'medium',
        width: 'medium',
        card: { contentType, content },
      },
    },
  };
}
