import type { SurfaceKind } from '../../../messaging/surface.ts';

export const content = {
  title: 'Slack and Teams',
  intro:
    'How each team is prompted where it works. A worker is prompted in their own chat with Casethread as soon as their Slack or Teams account is linked to them in the list of workers.',
  channel: 'Channel for what nobody in post has',
  channelHint: {
    slack:
      'The channel’s ID, such as C0123ABCDEF. Casethread says there that a message is waiting: no name, no number, no words. Leave it empty to say nothing.',
    teams:
      'The channel’s ID, such as 19:abc@thread.tacv2. Casethread says there that a message is waiting: no name, no number, no words. Leave it empty to say nothing.',
  },
  words: 'What a prompt shows',
  wordsHint: 'Everything can be answered either way: the words show once the worker opens it.',
  allocated: 'Who wrote and what, to workers allocated to the child, in their own chat',
  nobody: 'Only that a message is waiting',
  save: 'Save',
  noTeams: 'Nobody is in post today, so there is no team to set.',
  saved: (team: string) => `Kept for ${team}. It holds from the next prompt on.`,
  errors: {
    channelId: 'The channel ID must have no spaces and be 200 characters or fewer',
    words: 'Choose what a prompt shows',
  },
} as const;

export const PLATFORMS: Readonly<Record<SurfaceKind, string>> = { slack: 'Slack', teams: 'Teams' };
