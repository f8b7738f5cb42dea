// Sending put together as the program does, against Twilio's fake over real HTTP.
import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/client.ts';
import { senderOf } from '../../src/delivery/deliver.ts';
import { createSending, type Sending, type SendRequest } from '../../src/delivery/send.ts';
import { conversationIdOf } from '../../src/messaging/identity.ts';
import { aChild, aContact, anAllocation, aWorker, KELLY, OFFICIAL } from './records.ts';
import { type TextsOut, textsOut } from './texts-out.ts';

export const CONVERSATION = conversationIdOf('sms', OFFICIAL, KELLY);

/** A clock that tests can move on. */
function movingClock() {
  let offsetMs = 0;
  return {
    clock: () => new Date(Date.now() + offsetMs),
    pass: (minutes: number) => {
      offsetMs += minutes * 60_000;
    },
  };
}

/** Priya, who may write to Kelly about Alfie and Maisie through the North team line. */
export async function theBrennans(database: Database): Promise<void> {
  await aWorker(database, 'H', { name: 'Helen Marsh', role: 'manager' });
  await aWorker(database, 'P', { name: 'Priya Nair', managerId: 'H' });
  await aChild(database, 'CT-1', { name: 'Alfie Brennan', born: '2016-05-04', lead: 'P' });
  await aChild(database, 'CT-2', { name: 'Maisie Brennan', born: '2018-09-19', lead: 'P' });
  await aChild(database, 'CT-9', { name: 'Tomos Pugh', born: '2014-11-30' });
  await anAllocation(database, 'P', 'CT-9');
  await aContact(database, 'K', {
    name: 'Kelly Brennan',
    address: KELLY,
    caseNumbers: ['CT-1', 'CT-2'],
  });
  await database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'sms', team: 'North', label: 'North team line' },
  });
  await database.pool.query(
    `INSERT INTO conversation (id, channel, official_number, counterpart) VALUES ($1, 'sms', $2, $3)`,
    [CONVERSATION, OFFICIAL, KELLY],
  );
}

export type SendingWorld = TextsOut & {
  sending: Sending;
  pass(minutes: number): void;
  /** Priya presses Send. */
  press(changes?: Partial<SendRequest>): ReturnType<Sending['send']>;
  /** Kelly is told about recording, and that is long ago: only replies go from now on. */
  tellOfRecording(): Promise<void>;
  /** What Twilio has to send, as families read it. */
  bodies(): string[];
  /** Where every intent of this kind stands, oldest first. */
  states(kind: 'reply' | 'notice'): Promise<{ state: string; words: string | null }[]>;
};

export async function sendingWorld(database: Database): Promise<SendingWorld> {
  const { clock, pass } = movingClock();
  const out = await textsOut(database, clock);
  const sending = createSending({
    database,
    canSend: (channel) => senderOf(out.needs.adapters, channel) !== undefined,
    namesIn: (text, people) =>
      people.flatMap(({ caseNumber, name }) => {
        const [first = ''] = name.split(' ');
        return text.includes(first) ? [{ caseNumber, words: first }] : [];
      }),
    conductIn: () => [],
    openScope: async (connection, scope) => {
      await connection.query(
        `INSERT INTO scope_event (id, conversation_id, worker_id, kind, case_numbers, at, origin)
         VALUES ($1, $2, $3, 'opened', $4, $5, 'live')`,
        [randomUUID(), scope.conversationId, scope.workerId, scope.caseNumbers, scope.at],
      );
    },
  });
  const press = (changes: Partial<SendRequest> = {}) =>
    sending.send(
      {
        workerId: 'P',
        now: clock(),
        today: clock().toISOString().slice(0, 10),
        visibleCases: async (cases) => new Set(cases),
      },
      {
        conversationId: CONVERSATION,
        contactId: null,
        caseNumbers: ['CT-1'],
        body: 'I will ring you in 10 minutes.',
        asked: [],
        why: null,
        idempotencyKey: randomUUID(),
        ...changes,
      },
    );
  return {
    ...out,
    sending,
    pass,
    press,
    async tellOfRecording() {
      await press();
      await out.deliver();
      out.twilio.messages.length = 0;
    },
    bodies: () => out.twilio.messages.map(({ body }) => body),
    async states(kind) {
      const { rows } = await database.pool.query<{ state: string; words: string | null }>(
        `SELECT s.state, s.words FROM send_state s JOIN send_intent i ON i.id = s.intent_id
         WHERE i.kind = $1 ORDER BY i.sequence`,
        [kind],
      );
      return rows;
    },
  };
}
