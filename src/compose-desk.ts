// The desk behind a chat platform, put together: what workers do there calls the same rooms as the web.
import { namesIn } from './attribution/names-in.ts';
import { openScope } from './attribution/scope-store.ts';
import { conductQuestions } from './delivery/conduct.ts';
import { createSending } from './delivery/send.ts';
import type { Channel } from './messaging/message.ts';
import type { Desk } from './messaging/surface.ts';
import { createDesk } from './surfaces/desk.ts';
import type { SeatNeeds } from './surfaces/seat.ts';

export type DeskParts = SeatNeeds & {
  /** Whether an adapter can send on this channel. */
  canSend(channel: Channel): boolean;
  /** The flag rules in force: what is a flag after sending is a question before. */
  evaluate: Parameters<typeof conductQuestions>[0];
};

export function composeDesk({ canSend, evaluate, ...needs }: DeskParts): Desk {
  const { database } = needs;
  const conductIn = conductQuestions(evaluate);
  return createDesk({
    ...needs,
    sending: createSending({ database, canSend, namesIn, conductIn, openScope }),
  });
}
