// Texts on their way out, as the program sends them: Twilio's fake over real HTTP, and what the network
// says of each text afterwards.
import { onTestFinished } from 'vitest';
import { createCapture } from '../../src/capture/capture.ts';
import type { Database } from '../../src/database/client.ts';
import { type DeliverNeeds, deliverDue } from '../../src/delivery/deliver.ts';
import { followSends } from '../../src/delivery/follow-up.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { type FakeTwilio, startFakeTwilio } from '../fakes/twilio/server.ts';
import { twilioAt } from './twilio-at.ts';

export type TextsOut = {
  twilio: FakeTwilio;
  needs: DeliverNeeds;
  /** Hands over what is due. */
  deliver(): Promise<void>;
  /** The network's words on the text with this body, in order: a status, or one with an error's number. */
  hearOf(body: string, ...statuses: (string | readonly [string, string])[]): Promise<void>;
  /** Brings what was sent up to what was heard of it. */
  follow(): Promise<void>;
};

export async function textsOut(database: Database, clock: Clock): Promise<TextsOut> {
  const twilio = await startFakeTwilio();
  onTestFinished(() => twilio.close());
  const adapters = [twilioAt(twilio.url)];
  const needs = { database, capture: createCapture({ database, clock }), adapters, clock };
  return {
    twilio,
    needs,
    deliver: () => deliverDue(needs),
    async hearOf(body, ...statuses) {
      const sid = twilio.messages.find((message) => message.body === body)?.sid;
      if (sid === undefined) throw new Error(`No text says “${body}”.`);
      await needs.capture.keep({
        provider: 'twilio',
        kind: 'status',
        contentType: 'application/x-www-form-urlencoded',
        raw: Buffer.from('MessageStatus=…'),
        receivedAt: clock(),
        origin: 'live',
        messages: [],
        events: statuses.map((given) => {
          const [status, errorCode = null] = typeof given === 'string' ? [given] : given;
          const said = { type: 'status', at: null, body: null, status, errorCode } as const;
          return { channel: 'sms', externalId: sid, dedupeKey: `${sid}-${status}`, ...said };
        }),
        optChanges: [],
      });
    },
    follow: () => followSends(needs),
  };
}
