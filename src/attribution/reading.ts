// What a message's own words say, before anything is known of the conversation around it.
import { findMentions, type Mentions } from './names/mentions.ts';
import { indexNamesakes, type NamesakeIndex } from './names/namesakes.ts';
import type { PeopleIndex } from './names/people-index.ts';
import { findStrangers, type Stranger } from './names/strangers.ts';
import { type MessageWords, readWords } from './text/message-words.ts';
import type { MessageEvent } from './types.ts';

export type Reading = {
  body: string;
  words: MessageWords;
  mentions: Mentions['mentions'];
  address: Mentions['address'];
  strangers: readonly Stranger[];
  namesakes: NamesakeIndex;
};

export function readMessage(
  event: Pick<MessageEvent, 'body' | 'at' | 'namesakes'>,
  index: PeopleIndex,
): Reading {
  const words = readWords(event.body);
  const namesakes = indexNamesakes(words, event.namesakes);
  const found = findMentions(words, index, event.at, namesakes.given);
  return {
    body: event.body,
    words,
    mentions: found.mentions,
    address: found.address,
    strangers: findStrangers(words, found, namesakes),
    namesakes,
  };
}
