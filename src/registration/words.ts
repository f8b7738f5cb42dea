// What people hear about recording: the worker who asks, and everybody in the conversation.
import type { ChatChannel } from '../messaging/registration.ts';

const NAMES: Readonly<Record<ChatChannel, string>> = { slack: 'Slack', teams: 'Teams' };

const NOTHING_KEPT = 'Nothing of this conversation is kept.';

export function notAWorker(channel: ChatChannel): string {
  return (
    `Casethread does not know you as a worker who is in post today, so you cannot do this. ${NOTHING_KEPT} ` +
    `Ask your administrator to put your ${NAMES[channel]} user id on the list of workers.`
  );
}

export function sayWhichChild(channel: ChatChannel): string {
  const how =
    channel === 'slack' ? 'Type /casethread record and the case number' : 'Say the case number';
  return `Which child is this conversation about? ${how}, for example: record C1234. ${NOTHING_KEPT}`;
}

export function whichNotFound({
  found,
  word,
}: {
  found: 'several' | 'none';
  word: string;
}): string {
  return found === 'several'
    ? `More than one child of yours is called “${word}”. ${NOTHING_KEPT} Give the case number.`
    : `You are not allocated to a child with the name or case number “${word}”. ${NOTHING_KEPT} ` +
        'Only a worker allocated to the child can have a conversation recorded. Check the number, or ask your manager.';
}

export function recordIsClosed(): string {
  return `That record is closed. ${NOTHING_KEPT} Ask your manager whether it should be opened again.`;
}

type Named = readonly { name: string; caseNumber: string }[];

const listed = (children: Named) =>
  children.map(({ name, caseNumber }) => `${name} (${caseNumber})`).join(', ');

export function registered(channel: ChatChannel, children: Named): string {
  const stop = channel === 'slack' ? 'type /casethread stop' : 'write “@Casethread stop”';
  return (
    `This conversation is now recorded for ${listed(children)}. Casethread posts a notice here, so that everybody knows. ` +
    `Messages, files, edits and deletions are kept from now on. To end it, ${stop}.`
  );
}

export function already(children: Named): string {
  return `This conversation is recorded for ${listed(children)} already. Nothing has changed.`;
}

export function notRecorded(): string {
  return `This conversation is not recorded, so there is nothing to stop. ${NOTHING_KEPT}`;
}

export function notTheirsToStop(): string {
  return (
    'This conversation is recorded for a child you are not allocated to, so you cannot stop it. ' +
    'It is still recorded. Ask the worker who had it recorded, or your manager.'
  );
}

export function stopped(): string {
  return (
    'This conversation is no longer recorded. What was kept stays on the record. ' +
    'Casethread posts a notice here, so that everybody knows.'
  );
}

/** Names nobody: whoever is in the conversation reads it, now and later (Coventry 4.2a). */
export function noticeBody(kind: 'registered' | 'stopped', earlierToo: boolean): string {
  if (kind === 'stopped') {
    return (
      'This conversation is no longer recorded by children’s services. ' +
      'What was recorded before this notice stays on record.'
    );
  }
  const earlier = earlierToo ? ' Earlier messages here are kept too.' : '';
  return (
    'This conversation is now recorded by children’s services. Messages, files, edits and deletions here ' +
    `are kept on record, and the people they are about can ask to see them.${earlier} If anyone is in danger, call 999.`
  );
}
