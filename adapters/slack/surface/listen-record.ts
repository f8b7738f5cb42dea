// “Record for a child”, from a message's menu or the command without a name: which child is it?
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { ChatConversation, Registrations } from '../../../src/messaging/registration.ts';
import type { SlackClient } from '../client.ts';
import type { WhichChildForm } from '../command.ts';
import { searchInput } from './child-views.ts';
import { escaped, type Modal, modal, section } from './elements.ts';
import { packed } from './metadata.ts';
import { onSubmit } from './on-submit.ts';
import { inBlock } from './payload.ts';
import { answerSubmission, type SubmissionAnswer } from './screen.ts';

/** What a shortcut on a message carries. */
const shortcut = z.looseObject({
  trigger_id: z.string(),
  team: z.looseObject({ id: z.string() }).nullish(),
  user: z.looseObject({ id: z.string(), team_id: z.string().optional() }),
  channel: z.looseObject({ id: z.string() }),
});

/** Opens the form for a command that named nobody. */
export const askWhichChild: WhichChildForm = async ({ client, conversation, triggerId }) => {
  await open(client, conversation, triggerId);
};

export function listenRecord(app: App, registrations: Registrations): void {
  app.shortcut('record_for_child', async ({ ack, body, client }) => {
    await ack();
    const { trigger_id: triggerId, team, user, channel } = shortcut.parse(body);
    const officialNumber = team?.id ?? user.team_id ?? '';
    await open(client, { channel: 'slack', officialNumber, counterpart: channel.id }, triggerId);
  });

  onSubmit(app, 'record.child', async ({ ack, client, userId, viewId, state, metadata }) => {
    const [officialNumber = '', counterpart = ''] = metadata.record ?? [];
    const caseNumbers = inBlock(state, 'children').values;
    const work: Promise<SubmissionAnswer> =
      caseNumbers.length === 0
        ? Promise.resolve({ kind: 'errors', errors: { children: 'Select a child' } })
        : registrations
            .register({
              channel: 'slack',
              officialNumber,
              counterpart,
              userId,
              children: caseNumbers.join(', '),
              historyFrom: null,
            })
            .then(({ words }) => ({ kind: 'view', view: saidView(words) }));
    await answerSubmission(client, ack, viewId, 'children', work);
  });
}

async function open(client: SlackClient, at: ChatConversation, triggerId: string): Promise<void> {
  const view = modal('Record for a child', {
    callback: 'record.child',
    metadata: packed({ record: [at.officialNumber, at.counterpart] }),
    submit: 'Record',
    close: 'Go back',
    blocks: [
      section(
        'From then on every message in this conversation is kept on the child’s record. Everybody in it is told.',
      ),
      searchInput('Which child is this conversation about?'),
    ],
  });
  await client.views.open({ trigger_id: triggerId, view });
}

const saidView = (words: string): Modal =>
  modal('Record for a child', {
    callback: 'said',
    close: 'Close',
    blocks: [section(escaped(words))],
  });
