// The message action *Record for a child*: which child this conversation is to be recorded for
// (https://learn.microsoft.com/en-us/microsoftteams/platform/messaging-extensions/how-to/action-commands/define-action-command).
import { z } from 'zod';
import type { RegistrationOutcome } from '../../../src/messaging/registration.ts';
import type { Connectors } from '../connector.ts';
import { failureOf } from '../failure.ts';
import { isPersonal, placeOf, type TeamsActivity } from '../parse.ts';
import { aMoment } from '../patience.ts';
import { type RegisteringHere, registerHere } from '../reference.ts';
import { CARD_TYPE, card, choices, type Element, heading, words } from './elements.ts';

export type FormNeeds = RegisteringHere & { connectors: () => Promise<Connectors> };

const submitted = z.looseObject({
  data: z.looseObject({ child: z.string().default('') }).nullish(),
});

/** What Teams shows: a form, or what came of it. Rejects when the database is away. */
export async function recordForm(needs: FormNeeds, activity: TeamsActivity): Promise<object> {
  const isSubmitted = activity.name === 'composeExtension/submitAction';
  const given = submitted.safeParse(activity.value).data?.data?.child ?? '';
  const outcome = await registerHere(needs, activity, isSubmitted ? given : '');
  if (outcome.outcome !== 'which-child') return { task: { type: 'message', value: outcome.words } };
  if (outcome.choices.length === 0) return { task: { type: 'message', value: NOBODY_TO_CHOOSE } };
  return (await isOutside(needs, activity)) ? installForm : childForm(outcome);
}

/**
 * Whether we are not in the conversation, so that nothing said there would reach us. Teams says so to
 * whoever asks for its members; any other trouble says nothing about it.
 */
async function isOutside(needs: FormNeeds, activity: TeamsActivity): Promise<boolean> {
  if (isPersonal(activity)) return false;
  let outside = false;
  const ask = async () => {
    try {
      const connector = await (await needs.connectors()).at(activity.serviceUrl);
      const { counterpart } = placeOf(activity.conversation.id);
      await connector?.conversations.getConversationPagedMembers(counterpart);
    } catch (error) {
      const failure = failureOf(error);
      outside = failure.kind === 'refused' && failure.status === 403;
    }
  };
  await aMoment(ask());
  return outside;
}

const NOBODY_TO_CHOOSE =
  'You are not allocated to a child whose record is open, so there is nobody to record this conversation for. Nothing of it is kept. Ask your manager.';

function childForm({ choices: children }: WhichChild): object {
  return form(
    'Record this conversation. Choose the child it is about.',
    [
      choices(
        'child',
        'Which child is this conversation about?',
        children.map(({ caseNumber, name }) => ({
          title: `${name}, ${caseNumber}`,
          value: caseNumber,
        })),
        { isMultiSelect: false, style: children.length > 10 ? 'filtered' : 'expanded' },
      ),
      words(
        'Nothing of this conversation is kept so far. Everybody in it is told that it is recorded, and messages from then on are kept.',
      ),
    ],
    { type: 'Action.Submit', title: 'Record', data: {} },
  );
}

type WhichChild = Extract<RegistrationOutcome, { outcome: 'which-child' }>;

/** https://learn.microsoft.com/en-us/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module */
const installForm = form(
  'Add Casethread to this conversation first.',
  [
    words('Casethread is not in this conversation yet, so nothing here would be recorded.'),
    words('Add it, and then choose the child. Everybody here sees that it was added.'),
  ],
  {
    type: 'Action.Submit',
    title: 'Add Casethread here',
    data: { msteams: { justInTimeInstall: true } },
  },
);

function form(spoken: string, body: readonly Element[], action: Element): object {
  const content = {
    ...card(spoken, [heading('Record for a child'), ...body], []),
    actions: [action],
  };
  return {
    task: {
      type: 'continue',
      value: {
        title: 'Record for a child',
        height: 'medium',
        width: 'medium',
        card: { contentType: CARD_TYPE, content },
      },
    },
  };
}
