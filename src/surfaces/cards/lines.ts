// Parts that every card is made of: a child's line, a quoted message, who wrote and what.
import { byChannel, messageCount, unknownSender } from '../../format/channel.ts';
import { timeRange, when } from '../../format/dates.ts';
import { phone } from '../../format/phone.ts';
import { plural, withRelationship } from '../../format/words.ts';
import { CHANNELS } from '../../messaging/message.ts';
import type { ChildLine, QuotedMessage } from '../../messaging/surface.ts';
import { childDetails } from '../words.ts';

export const firstNameOf = (name: string): string => name.split(' ')[0] ?? name;

/** A child as every card names one. */
export function childLine(
  child: { caseNumber: string; name: string; dateOfBirth: Date; preferredName?: string | null },
  now: Date,
): ChildLine {
  return {
    caseNumber: child.caseNumber,
    name: child.name,
    firstName: child.preferredName ?? firstNameOf(child.name),
    details: childDetails(child, now),
  };
}

export type Quotable = {
  direction: 'inbound' | 'outbound';
  body: string;
  occurredAt: Date;
  contactName: string | null;
  workerName: string | null;
  attachments: number;
};

/** A message as a card quotes it; `showsWords` false: that it came, and nothing of what it says. */
export function quote(
  message: Quotable,
  { counterpart, now, showsWords }: { counterpart: string; now: Date; showsWords: boolean },
): QuotedMessage {
  const { direction, contactName, workerName, attachments } = message;
  const author =
    direction === 'inbound' ? (contactName ?? phone(counterpart)) : (workerName ?? 'Casethread');
  return {
    author,
    when: when(message.occurredAt, now),
    words: showsWords ? message.body : null,
    attachments: attachments > 0 ? plural(attachments, 'attachment', 'attachments') : null,
  };
}

/** “2 texts, today, 2:51pm to 2:52pm” */
export function whatCame(
  exchange: { channel: string; messages: number; from: Date; to: Date },
  now: Date,
): string {
  const channel = CHANNELS.find((known) => known === exchange.channel);
  const count = channel
    ? messageCount(channel, exchange.messages)
    : plural(exchange.messages, 'message', 'messages');
  return `${count}, ${timeRange(exchange.from, exchange.to, now)}`;
}

/** “Kelly Brennan, mother”; “Unknown number 07700 900377” */
export function whoWrote(
  name: string | null,
  relationship: string | null,
  { channel, counterpart }: { channel: string; counterpart: string },
): string {
  return withRelationship(name ?? unknownSender(channel, counterpart), relationship);
}

/** “Send to Kelly Brennan by text”; null: nobody is known by this number. */
export function replyLabel(name: string | null, channel: string): string | null {
  const known = CHANNELS.find((each) => each === channel);
  return name === null || !known ? null : `Send to ${name} ${byChannel(known)}`;
}
