import { listOf, plural } from '../../../format/words.ts';
import type { Channel } from '../../../messaging/message.ts';

const CHANNEL_MESSAGES: Record<Channel, string> = {
  sms: 'Text messages',
  whatsapp: 'WhatsApp messages',
  'whatsapp-device': 'WhatsApp messages',
  slack: 'Slack messages',
  teams: 'Teams messages',
};

/** Text messages */
export const channelMessages = (channel: Channel): string => CHANNEL_MESSAGES[channel];

export const content = {
  chats: { slack: 'Slack conversation', teams: 'Teams conversation' },
  recordedChat:
    'A conversation that is recorded because a worker asked for it, and everybody in it was told.',
  contactPlan: 'Digital contact plan',
  makePlan: 'Make a digital contact plan',
  inbox: 'Inbox',
  messages: 'Messages',
  managerDecisions: 'Managers’ decisions',
  noMessages: 'No messages yet.',
  goToReply: 'Go to reply',
  earlier: 'Show earlier messages',
  newest: 'Show the newest messages',
  refresh: 'Refresh',
  wrongChild: 'Wrong child?',
  whichChild: 'Which child?',
  notOnARecord: 'Not on any record yet.',
  chooseChild: 'Choose the child',
  beingRead: 'On its way to the record.',
  notCasework: 'Not casework',
  onlyReads: 'You can read this conversation. Workers and managers of these children can reply.',
  arrived: 'A new message has arrived.',
  keptMeansSafe:
    'A message marked “Kept — safe to delete from your device” can be deleted from your phone. It stays on the record. Keep every other one until it says so.',
  notSeen: 'The family has not seen it.',
  draftKept: 'Draft kept. Nothing was sent.',
  sending: 'Kept, and being sent. It is in the conversation below, and says when it was delivered.',
  sentBefore: 'This message was kept before. It is not sent twice.',
  noticeGoes: 'The family is also told, once, that messages are kept on the record.',
} as const;

/** 2 messages about a child you cannot see. */
export function hiddenMessages(count: number): string {
  return `${plural(count, 'message', 'messages')} about a child you cannot see.`;
}

/** Mother of Alfie, Maisie and Jayden. Who writes about nobody but themself is nobody’s anything. */
export function whose(relationship: string, children: readonly string[]): string {
  return relationship === '' ? '' : `${relationship} of ${listOf(children)}.`;
}

export function otherWriter(name: string, writing: boolean, to: string, at: string): string {
  return writing ? `${name} is writing to ${to}.` : `${name} wrote to ${to} ${at}.`;
}

export const openingContent = {
  freeUntil: (time: string) =>
    `You can write freely until ${time}. After that only the agreed opening message.`,
  title: 'Choose an agreed opening message',
  nothingAgreed:
    'No opening message has been agreed yet. Ask your administrator to enter one. Until then text or call.',
  another: 'Choose another message',
  theyRead: 'They will read',
  words: 'The agreed words',
  preview: 'Preview the message',
  previewAgain: 'Preview it again',
} as const;

export const replyContent = {
  to: 'To',
  from: 'From',
  beforeYouWrite: 'Before you write',
  whoTo: 'Who are you writing to?',
  about: 'Which children is your reply about?',
  body: 'Your message',
  count: 'One text holds 160 characters. An emoji or accent makes it 70.',
  why: 'Why send it as it is? (optional)',
  whyHint: 'Kept with the message. Your manager can see it.',
  check: 'Check before you send',
  draft: 'Keep as draft',
  noticeTitle: 'The family is told once that messages are kept',
  noticeWith: 'With this first message Casethread also sends:',
  notAbout: 'You cannot write about:',
  draftFrom: 'Your draft',
} as const;

/** Regular contact is planned and risk-assessed (Cardiff & Vale 6a). */
export function planMissing(contact: string, child: string): string {
  return `You are in regular contact with ${contact} about ${child}. Agree a digital contact plan: what it is for, when, how, and who else sees the phone.`;
}
