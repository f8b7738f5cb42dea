import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { FAMILY, peopleFolder } from '../../../test/support/people-files.ts';
import { createCapture } from '../../capture/capture.ts';
import type { IncomingMessage } from '../../messaging/message.ts';
import { importPeople } from '../../people/import/import-people.ts';
import { type ExportRequest, runExport } from './run-export.ts';

const clock = () => new Date('2026-03-30T09:00:00Z');
let testing: TestDatabase;
beforeEach(async () => {
  testing = await testDatabase();
  const options = { database: testing.database, clock, dryRun: false };
  await importPeople(await peopleFolder(FAMILY), options);
});

async function keep(messages: Partial<IncomingMessage>[], receivedAt = clock()): Promise<void> {
  const whole = messages.map((message, place) => ({
    kind: 'message' as const,
    channel: 'sms' as const,
    externalId: `SM${place}`,
    direction: 'inbound' as const,
    officialNumber: '+447700900001',
    counterpart: '+447700900123',
    author: '+447700900123',
    workerId: null,
    body: 'Hello',
    profileName: null,
    inReplyTo: null,
    sentAt: null,
    media: [],
    ...message,
  }));
  await createCapture({ database: testing.database, clock }).keepAll([
    {
      provider: 'twilio',
      kind: 'message',
      contentType: 'text/plain',
      raw: Buffer.from('raw'),
      receivedAt,
      origin: 'live',
      messages: whole,
      events: [],
      optChanges: [],
    },
  ]);
}

/** A decision about one message, as the attribution stage would write it. */
async function decide(
  externalId: string,
  version: number,
  decision: {
    state: string;
    caseNumbers?: string[];
    method?: string;
    candidates?: string[][];
    asked?: boolean;
  },
): Promise<void> {
  const { state, caseNumbers = [], method = null, candidates = [], asked = false } = decision;
  await testing.database.pool.query(
    `WITH decided AS (
       INSERT INTO attribution (id, message_id, version, state, case_numbers, method, reasons, cues,
         candidates, question_id, question_asked_at, contact_id, decided_by, decided_at, rule_version)
       SELECT gen_random_uuid(), id, $2, $3, $4, $5, ARRAY['Because of ' || $3], '[]', $6,
         CASE WHEN $7 THEN '00000000-0000-4000-8000-000000000001'::uuid END,
         CASE WHEN $7 THEN $8::timestamptz END, 'P1',
         CASE WHEN $5 = 'worker-choice' THEN 'W1' ELSE 'system' END, $8, '1'
       FROM message WHERE external_id = $1
       RETURNING *)
     INSERT INTO current_attribution (message_id, attribution_id, conversation_id, occurred_at, version,
       state, case_numbers, method, contact_id, question_id)
     SELECT message_id, decided.id, conversation_id, occurred_at, version, state, case_numbers, method,
       contact_id, question_id FROM decided JOIN message ON message.id = message_id
     ON CONFLICT (message_id) DO UPDATE SET version = EXCLUDED.version, state = EXCLUDED.state,
       case_numbers = EXCLUDED.case_numbers`,
    [externalId, version, state, caseNumbers, method, JSON.stringify(candidates), asked, clock()],
  );
}

const ALL = { caseNumber: null, since: null, until: null };

async function run(request: Partial<ExportRequest> = {}): Promise<string> {
  const output = new PassThrough();
  const everything = text(output);
  const whole = { kind: 'messages' as const, filter: ALL, format: 'ndjson' as const, ...request };
  await runExport(whole, output, { database: testing.database, clock });
  output.end();
  return everything;
}

async function lines(request: Partial<ExportRequest> = {}): Promise<Record<string, unknown>[]> {
  const exported = await run(request);
  return exported
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function externalIds(filter: Partial<ExportRequest['filter']>): Promise<unknown[]> {
  return (await lines({ filter: { ...ALL, ...filter } })).map(({ externalId }) => externalId);
}

describe('an exported message', () => {
  test('has every key, null where nothing is known, and says how it must be handled', async () => {
    await keep([{ body: 'Hello 🌈' }]);

    const [line] = await lines();

    expect(line).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      channel: 'sms',
      externalId: 'SM0',
      direction: 'inbound',
      officialNumber: '+447700900001',
      counterpart: '+447700900123',
      author: '+447700900123',
      contactId: null,
      workerId: null,
      body: 'Hello 🌈',
      sentAt: null,
      receivedAt: '2026-03-30T09:00:00.000Z',
      recordedAt: expect.stringMatching(/Z$/),
      attribution: {
        state: 'awaiting-worker',
        caseNumbers: [],
        method: null,
        reasons: [expect.stringContaining('not looked at it yet')],
        candidates: [],
        question: null,
        decidedBy: 'system',
        decidedAt: '2026-03-30T09:00:00.000Z',
      },
      flags: [],
      media: [],
      events: [],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      marking: 'OFFICIAL-SENSITIVE',
    });
  });

  test('carries the newest decision, and what was offered before the answer', async () => {
    await keep([{}]);
    await decide('SM0', 1, {
      state: 'awaiting-worker',
      candidates: [['C1'], ['C2'], ['C1', 'C2']],
      asked: true,
    });
    await decide('SM0', 2, { state: 'attributed', caseNumbers: ['C1'], method: 'worker-choice' });

    const [line] = await lines();

    expect(line).toMatchObject({
      contactId: 'P1',
      attribution: {
        state: 'attributed',
        caseNumbers: ['C1'],
        method: 'worker-choice',
        reasons: ['Because of attributed'],
        candidates: [['C1'], ['C2'], ['C1', 'C2']],
        question: {
          id: '00000000-0000-4000-8000-000000000001',
          askedAt: '2026-03-30T09:00:00.000Z',
        },
        decidedBy: 'W1',
      },
    });
  });

  test('carries its flags, attachments, edits and statuses', async () => {
    await keep([{ media: [{ contentType: 'image/jpeg', source: 'https://example.org/1' }] }]);
    await testing.database.pool.query(`
      INSERT INTO flag (id, message_id, conversation_id, category, severity, evidence, rule, at)
        SELECT gen_random_uuid(), id, conversation_id, 'harm', 'urgent', ARRAY['hit me'], 'r1@2', now() FROM message;
      INSERT INTO message_event (id, message_id, delivery_id, type, at, body, dedupe_key)
        SELECT gen_random_uuid(), id, delivery_id, 'edited', '2026-03-30T09:05:00Z', 'Hi', 'x' FROM message;
      UPDATE media_fetch SET state = 'stored', bytes = 3000000000, sha256 = 'abc'`);

    expect((await lines())[0]).toMatchObject({
      flags: [{ category: 'harm', severity: 'urgent', evidence: ['hit me'], rule: 'r1@2' }],
      media: [{ contentType: 'image/jpeg', bytes: 3_000_000_000, sha256: 'abc', state: 'stored' }],
      events: [{ type: 'edited', at: '2026-03-30T09:05:00.000Z', body: 'Hi', status: null }],
    });
  });

  test('shows statuses that never go backwards, whatever order the provider told them in', async () => {
    await keep([{ direction: 'outbound' }]);
    await testing.database.pool.query(`
      INSERT INTO message_event (id, message_id, delivery_id, type, at, status, dedupe_key)
        SELECT gen_random_uuid(), id, delivery_id, 'status', now() + n * interval '1 second', status, status
        FROM message, unnest(ARRAY['delivered', 'queued', 'sent', 'read'])
          WITH ORDINALITY AS told (status, n)`);

    const [line] = await lines();

    expect(line).toMatchObject({ events: [{ status: 'delivered' }, { status: 'read' }] });
  });
});

describe('what is exported', () => {
  test('is from a time on, and before a time', async () => {
    await keep([{ externalId: 'early' }], new Date('2026-03-29T10:00:00Z'));
    await keep([{ externalId: 'late' }], new Date('2026-03-30T10:00:00Z'));
    const between = new Date('2026-03-30T10:00:00Z');

    expect(await externalIds({ since: between })).toEqual(['late']);
    expect(await externalIds({ until: between })).toEqual(['early']);
  });

  test('is on one child’s record now, siblings’ messages too, and not what was moved away', async () => {
    await keep([{}, {}, {}, {}].map((_, place) => ({ externalId: `SM${place}` })));
    await decide('SM0', 1, { state: 'attributed', caseNumbers: ['C1'] });
    await decide('SM1', 1, { state: 'attributed', caseNumbers: ['C1', 'C2'] });
    await decide('SM2', 1, { state: 'attributed', caseNumbers: ['C1'] });
    await decide('SM2', 2, { state: 'attributed', caseNumbers: ['C2'] });

    expect(await externalIds({ caseNumber: 'C1' })).toEqual(['SM0', 'SM1']);
    expect(await externalIds({ caseNumber: 'C2' })).toEqual(['SM1', 'SM2']);
  });

  test('is everything, however many pages that is, in the order in which it was kept', async () => {
    const ids = Array.from({ length: 2_345 }, (_, place) => `SM${place}`);
    await keep(ids.map((externalId) => ({ externalId })));

    expect(await externalIds({})).toEqual(ids);
  });

  test('is refused for a case number that nobody has', async () => {
    const request = {
      kind: 'messages' as const,
      filter: { ...ALL, caseNumber: 'C9' },
      format: 'csv' as const,
    };

    expect(
      await runExport(request, new PassThrough(), { database: testing.database, clock }),
    ).toEqual({ outcome: 'no-such-case' });
  });
});

describe('as a spreadsheet', () => {
  test.each(['messages', 'recordings', 'chronology'] as const)(
    'has a header even when there are no %s',
    async (kind) => {
      expect(await run({ kind, format: 'csv' })).toMatch(/^\w+(,[\w.]+)+,marking\n$/);
      expect(await run({ kind })).toBe('');
    },
  );

  test('has a cell for each key, and runs nothing that a family wrote', async () => {
    await keep([{ body: '=HYPERLINK("http://example.org")' }]);

    const rows: Record<string, string>[] = parse(await run({ format: 'csv' }), { columns: true });

    expect(rows).toMatchObject([
      {
        counterpart: '+447700900123',
        body: `'=HYPERLINK("http://example.org")`,
        'attribution.state': 'awaiting-worker',
        flags: '',
        marking: 'OFFICIAL-SENSITIVE',
      },
    ]);
  });
});

describe('the audit', () => {
  test('says what was asked for before the first line, and how much was given after the last', async () => {
    await keep([{}]);
    await decide('SM0', 1, { state: 'attributed', caseNumbers: ['C1'] });

    await run({ filter: { ...ALL, caseNumber: 'C1' } });

    const { rows } = await testing.database.pool.query(
      `SELECT actor, subject_kind, case_numbers, detail FROM audit_event WHERE action = 'export' ORDER BY sequence`,
    );
    expect(rows).toEqual([
      {
        actor: 'system:export',
        subject_kind: 'messages',
        case_numbers: ['C1'],
        detail: { step: 'begun', format: 'ndjson', since: null, until: null },
      },
      {
        actor: 'system:export',
        subject_kind: 'messages',
        case_numbers: ['C1'],
        detail: { step: 'finished', lines: 1 },
      },
    ]);
  });

  test('says so when the reader left, which is no error', async () => {
    await keep(Array.from({ length: 3_000 }, (_, place) => ({ externalId: `SM${place}` })));
    const leaving = new Writable({
      write: (_chunk, _encoding, done) =>
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });

    const request = { kind: 'messages' as const, filter: ALL, format: 'ndjson' as const };
    expect(await runExport(request, leaving, { database: testing.database, clock })).toMatchObject({
      outcome: 'reader-left',
    });
  });
});
