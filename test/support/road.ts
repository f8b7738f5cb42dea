// A message's whole way, as the program does it: kept, attributed, flagged, recorded.
import { createAttributionStage } from '../../src/attribution/stage.ts';
import type { Capture } from '../../src/capture/capture.ts';
import { createCapture } from '../../src/capture/capture.ts';
import type { Database } from '../../src/database/client.ts';
import { drainStages } from '../../src/jobs/drain.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { messageIdOf } from '../../src/messaging/identity.ts';
import { makeEvaluator } from '../../src/oversight/evaluate.ts';
import { compileRules } from '../../src/oversight/rule-compile.ts';
import { readRuleFiles } from '../../src/oversight/rule-files.ts';
import { createOversightStage } from '../../src/oversight/stage.ts';
import { createRecordStage } from '../../src/record/stage.ts';
import { KELLY, OFFICIAL } from './records.ts';

const evaluate = makeEvaluator(compileRules(readRuleFiles()));

export type TextChanges = { from?: string; to?: string; origin?: 'live' | 'import' };

export type Road = {
  capture: Capture;
  /** Does everything that waits for a stage. */
  drain(): Promise<void>;
  /** A family's text arrives and goes all the way. Returns its id. */
  text(body: string, at: string, changes?: TextChanges): Promise<string>;
};

export function road(database: Database, clock: Clock): Road {
  const capture = createCapture({ database, clock });
  const stages = [
    createAttributionStage({ clock }),
    createOversightStage(evaluate),
    createRecordStage({ clock, nation: 'england-and-wales' }),
  ];
  const drain = async () => {
    await drainStages({ database, clock, stages });
  };
  let counter = 0;
  return {
    capture,
    drain,
    async text(body, at, { from = KELLY, to = OFFICIAL, origin = 'live' } = {}) {
      counter += 1;
      const externalId = `SM-road-${counter}-${at}`;
      await capture.keep({
        provider: 'twilio',
        kind: 'message',
        contentType: 'application/x-www-form-urlencoded',
        raw: Buffer.from('Body=…'),
        receivedAt: new Date(at),
        origin,
        messages: [
          {
            kind: 'message',
            channel: 'sms',
            externalId,
            direction: 'inbound',
            officialNumber: to,
            counterpart: from,
            author: from,
            workerId: null,
            body,
            profileName: null,
            inReplyTo: null,
            sentAt: null,
            media: [],
          },
        ],
        events: [],
        optChanges: [],
      });
      await drain();
      return messageIdOf('sms', externalId);
    },
  };
}
