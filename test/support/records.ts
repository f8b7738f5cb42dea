// Builders for tests of the record: people, messages as capture keeps them, decisions as
// attribution writes them. Every value has a default; a test names only what it is about.
import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/client.ts';
import type { StageWorkItem } from '../../src/jobs/stage.ts';
import { conversationIdOf, derivedId, messageIdOf } from '../../src/messaging/identity.ts';
import type { Channel } from '../../src/messaging/message.ts';

export const OFFICIAL = '+447700900010';
export const KELLY = '+447700900142';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const LONG_AGO = '2020-01-01';

export async function aWorker(
  { prisma }: Database,
  workerId: string,
  changes: {
    name?: string;
    role?: string;
    team?: string;
    managerId?: string | null;
    validTo?: string;
    slackUserId?: string;
    teamsUserId?: string;
  } = {},
): Promise<void> {
  await prisma.worker.create({
    data: {
      workerId,
      validFrom: day(LONG_AGO),
      validTo: changes.validTo ? day(changes.validTo) : null,
      name: changes.name ?? `Worker ${workerId}`,
      email: `${workerId.toLowerCase()}@example.test`,
      role: changes.role ?? 'worker',
      team: changes.team ?? 'North',
      managerId: changes.managerId ?? null,
      slackUserId: changes.slackUserId ?? null,
      teamsUserId: changes.teamsUserId ?? null,
    },
  });
}

export async function aChild(
  { prisma }: Database,
  caseNumber: string,
  changes: {
    name?: string;
    preferredName?: string;
    alsoKnownAs?: string[];
    born?: string;
    status?: string;
    household?: string;
    closed?: string;
    lead?: string;
  } = {},
): Promise<void> {
  await prisma.child.create({
    data: {
      caseNumber,
      name: changes.name ?? `Child ${caseNumber}`,
      preferredName: changes.preferredName ?? null,
      alsoKnownAs: changes.alsoKnownAs ?? [],
      dateOfBirth: day(changes.born ?? '2016-05-04'),
      household: changes.household ?? null,
      status: changes.status ?? 'open',
      opened: day(LONG_AGO),
      closed: changes.closed ? day(changes.closed) : null,
    },
  });
  if (changes.lead) await anAllocation({ prisma }, changes.lead, caseNumber);
}

export async function anAllocation(
  { prisma }: Pick<Database, 'prisma'>,
  workerId: string,
  caseNumber: string,
  changes: { role?: string; from?: string; to?: string } = {},
): Promise<void> {
  await prisma.allocation.create({
    data: {
      workerId,
      caseNumber,
      role: changes.role ?? 'lead',
      validFrom: day(changes.from ?? LONG_AGO),
      validTo: changes.to ? day(changes.to) : null,
    },
  });
}

export async function aContact(
  { prisma }: Database,
  contactId: string,
  changes: {
    name?: string;
    caseNumbers?: string[];
    relationship?: string;
    parentalResponsibility?: boolean;
    contactPermitted?: string;
    from?: string;
    to?: string;
    address?: string;
    channel?: string;
    language?: string;
    communicationNeeds?: string;
  } = {},
): Promise<void> {
  await prisma.contact.create({
    data: {
      contactId,
      name: changes.name ?? `Contact ${contactId}`,
      alsoKnownAs: [],
      language: changes.language ?? null,
      communicationNeeds: changes.communicationNeeds ?? null,
    },
  });
  if (changes.address) {
    await prisma.contactIdentifier.create({
      data: {
        contactId,
        channel: changes.channel ?? 'sms',
        address: changes.address,
        verified: true,
        validFrom: day(LONG_AGO),
      },
    });
  }
  for (const caseNumber of changes.caseNumbers ?? []) {
    await prisma.relationship.create({
      data: {
        contactId,
        caseNumber,
        relationship: changes.relationship ?? 'mother',
        parentalResponsibility: changes.parentalResponsibility ?? true,
        contactPermitted: changes.contactPermitted ?? 'yes',
        validFrom: day(changes.from ?? LONG_AGO),
        validTo: changes.to ? day(changes.to) : null,
      },
    });
  }
}

export type BuiltMessage = { id: string; conversationId: string; at: Date };

/** A message as capture keeps it. */
export async function aMessage(
  { pool }: Database,
  at: string,
  changes: {
    body?: string;
    direction?: 'inbound' | 'outbound';
    channel?: Channel;
    officialNumber?: string;
    counterpart?: string;
    workerId?: string;
    origin?: string;
    media?: { contentType: string; state: string; reason?: string }[];
  } = {},
): Promise<BuiltMessage> {
  const channel = changes.channel ?? 'sms';
  const officialNumber = changes.officialNumber ?? OFFICIAL;
  const counterpart = changes.counterpart ?? KELLY;
  const conversationId = conversationIdOf(channel, officialNumber, counterpart);
  const externalId = `SM-${randomUUID()}`;
  const id = messageIdOf(channel, externalId);
  const media = changes.media ?? [];
  await pool.query(
    `INSERT INTO conversation (id, channel, official_number, counterpart) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [conversationId, channel, officialNumber, counterpart],
  );
  const outbound = changes.direction === 'outbound';
  await pool.query(
    `INSERT INTO message (id, channel, external_id, conversation_id, delivery_id, kind, direction,
       official_number, counterpart, author, worker_id, body, received_at, occurred_at, origin,
       media_count, sha256)
     VALUES ($1, $2, $3, $4, $5, 'message', $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, '\\x00')`,
    [
      id,
      channel,
      externalId,
      conversationId,
      randomUUID(),
      outbound ? 'outbound' : 'inbound',
      officialNumber,
      counterpart,
      outbound ? officialNumber : counterpart,
      changes.workerId ?? null,
      changes.body ?? 'hes had a good day',
      new Date(at),
      changes.origin ?? 'live',
      media.length,
    ],
  );
  for (const [position, { contentType, state, reason }] of media.entries()) {
    const mediaId = derivedId('media', id, String(position));
    await pool.query(
      `INSERT INTO message_media (id, message_id, position, content_type, source)
       VALUES ($1, $2, $3, $4, 'x')`,
      [mediaId, id, position, contentType],
    );
    await pool.query(
      `INSERT INTO media_fetch (media_id, message_id, provider, state, reason, changed_at)
       VALUES ($1, $2, 'twilio', $3, $4, $5)`,
      [mediaId, id, state, reason ?? null, new Date(at)],
    );
  }
  return { id, conversationId, at: new Date(at) };
}

/** A decision as attribution writes it; the newest one counts. */
export async function aDecision(
  { pool }: Database,
  message: BuiltMessage,
  caseNumbers: string[],
  changes: { state?: string; by?: string; reason?: string; contactId?: string; at?: Date } = {},
): Promise<void> {
  const state = changes.state ?? (caseNumbers.length > 0 ? 'attributed' : 'awaiting-worker');
  const { rows } = await pool.query(
    `INSERT INTO attribution (id, message_id, version, state, case_numbers, method, reasons, cues,
       candidates, contact_id, decided_by, decided_at, rule_version)
     SELECT $1, $2, 1 + count(*), $3, $4, $5, $6, '[]', '[]', $7, $8, $9, 'test'
     FROM attribution WHERE message_id = $2 RETURNING version`,
    [
      randomUUID(),
      message.id,
      state,
      caseNumbers,
      state === 'attributed' ? 'sole-link' : null,
      [
        changes.reason ??
          'The number belongs to Kelly Brennan, who has one child with an open case.',
      ],
      changes.contactId ?? null,
      changes.by ?? 'system',
      changes.at ?? message.at,
    ],
  );
  await pool.query(
    `INSERT INTO current_attribution (message_id, attribution_id, conversation_id, occurred_at,
       version, state, case_numbers, method, contact_id)
     SELECT message_id, id, $2, $3, version, state, case_numbers, method, contact_id
     FROM attribution WHERE message_id = $1 AND version = $4
     ON CONFLICT (message_id) DO UPDATE SET attribution_id = EXCLUDED.attribution_id,
       version = EXCLUDED.version, state = EXCLUDED.state, case_numbers = EXCLUDED.case_numbers,
       method = EXCLUDED.method, contact_id = EXCLUDED.contact_id`,
    [message.id, message.conversationId, message.at, rows[0].version],
  );
}

export async function aFlag(
  { pool }: Database,
  message: BuiltMessage,
  changes: { severity?: string; evidence?: string[]; category?: string } = {},
): Promise<void> {
  await pool.query(
    `INSERT INTO flag (id, message_id, conversation_id, category, severity, evidence, rule, at)
     VALUES ($1, $2, $3, $4, $5, $6, 'hit@1', $7)`,
    [
      randomUUID(),
      message.id,
      message.conversationId,
      changes.category ?? 'harm-disclosure',
      changes.severity ?? 'urgent',
      changes.evidence ?? ['smacked him'],
      message.at,
    ],
  );
}

/** What the queue would hand a stage for this message. */
export function workFor(message: BuiltMessage): StageWorkItem {
  return {
    id: 1n,
    subjectKind: 'message',
    subjectId: message.id,
    conversationId: message.conversationId,
    attempts: 0,
  };
}
