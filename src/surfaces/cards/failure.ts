// A message that did not reach the family, said where the worker works.
import { when } from '../../format/dates.ts';
import { listOf, withRelationship } from '../../format/words.ts';
import type { DoneCard, FailureCard } from '../../messaging/surface.ts';
import { readChildren } from '../../record/recording-store.ts';
import type { Seat } from '../seat.ts';
import { readSend } from '../send-store.ts';
import { NO_CONTENT } from '../words.ts';
import { firstNameOf } from './lines.ts';

/** The card of a send of this person's; what became of it where it no longer waits for them. */
export async function failureCard(
  seat: Seat,
  sendId: string,
  showsWords: boolean,
): Promise<FailureCard | DoneCard | null> {
  const { database, access, now } = seat;
  const send = await readSend(database.pool, sendId);
  if (send === null) return null;
  const url = seat.page(`/conversations/${send.conversationId}`);
  const to = firstNameOf(send.contactName);
  if (send.state === 'delivered') {
    return done(`Delivered to ${send.contactName}`, `${to} has your message after all.`, url);
  }
  if (send.state === 'accepted') {
    return done(`Sent to ${send.contactName}`, 'It has gone to the network after all.', url);
  }
  if (send.state === 'seen-failed') {
    return done(
      `Not delivered to ${send.contactName}`,
      'You have seen this. The message stays in the conversation, marked as not delivered.',
      url,
    );
  }
  const visible = await access.visibleCases(send.caseNumbers);
  const children = await readChildren(database.pool, [...visible]);
  const about = children.length > 0 ? `, about ${listOf(children.map(({ name }) => name))}` : '';
  const failed = send.state === 'failed';
  const kept = send.onRecord
    ? 'A copy is kept on the record.'
    : 'What you wrote is kept in the conversation.';
  return {
    kind: 'not-delivered',
    sendId,
    conversationId: send.conversationId,
    heading: `${failed ? 'Not delivered' : 'Not sent yet'} to ${withRelationship(send.contactName, send.relationship)}`,
    words: [
      `Sent ${when(send.at, now)}${about}.`,
      send.words ?? (failed ? 'It did not arrive.' : 'It has waited for more than 10 minutes.'),
      `${to} has not seen your message.`,
      kept,
    ].join(' '),
    quoted: showsWords ? send.body : null,
    url,
  };
}

function done(heading: string, words: string, url: string): DoneCard {
  return {
    kind: 'done',
    heading,
    words,
    recordings: [],
    correct: null,
    reply: null,
    remember: null,
    url,
  };
}

/** A send that is not this person's any more. */
export function failureOver(url: string): DoneCard {
  return done(NO_CONTENT.over.heading, NO_CONTENT.over.words, url);
}
