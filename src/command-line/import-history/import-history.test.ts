import { createHash } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  choice,
  type HistoryTest,
  historyTest,
  message,
  OFFICIAL,
  scopeClosed,
  scopeOpened,
  time,
} from '../../../test/support/history.ts';

let history: HistoryTest;
beforeEach(async () => {
  history = await historyTest();
});

describe('a history', () => {
  const HISTORY = [
    message('h1', 0),
    scopeOpened(1),
    message('h2', 2, { direction: 'outbound', workerId: 'W1' }),
    choice('h1', 3),
    { type: 'message-edited', id: 'h1', body: 'Hello again', at: time(4) },
    scopeClosed(5),
    { type: 'message-deleted', id: 'h2', at: time(6) },
  ];

  test('is kept at its own times, each line byte for byte, in the order of the file', async () => {
    expect(await history.run(HISTORY)).toMatchObject({
      outcome: 'imported',
      counts: { events: 7, messages: 2, newMessages: 2, alreadyKept: 0 },
    });

    const [first] =
      await history.query(`SELECT external_id, body, author, origin, sent_at, message.received_at,
      occurred_at, convert_from(raw, 'UTF8') AS raw
      FROM message JOIN delivery ON delivery.id = delivery_id ORDER BY message.sequence`);
    expect(first).toEqual({
      external_id: 'h1',
      body: 'Hello h1',
      author: '+447700900123',
      origin: 'import',
      sent_at: new Date(time(0)),
      received_at: new Date(time(0)),
      occurred_at: new Date(time(0)),
      raw: JSON.stringify(HISTORY[0]),
    });
    expect(await history.query(`SELECT stage, subject_kind FROM stage_work ORDER BY id`)).toEqual([
      { stage: 'attribution', subject_kind: 'message' },
      { stage: 'attribution', subject_kind: 'scope' },
      { stage: 'attribution', subject_kind: 'message' },
      { stage: 'attribution', subject_kind: 'choice' },
      { stage: 'oversight', subject_kind: 'edit' },
      { stage: 'attribution', subject_kind: 'scope' },
    ]);
  });

  test('keeps what workers had decided, in their names', async () => {
    await history.run(HISTORY);

    expect(
      await history.query(
        'SELECT kind, worker_id, case_numbers, origin FROM scope_event ORDER BY at',
      ),
    ).toEqual([
      { kind: 'opened', worker_id: 'W1', case_numbers: ['C1'], origin: 'import' },
      { kind: 'closed', worker_id: 'W1', case_numbers: [], origin: 'import' },
    ]);
    expect(
      await history.query(`SELECT choice.worker_id, case_numbers, reason, at, surface
        FROM attribution_choice choice JOIN message ON message.id = message_ids[1]
        WHERE external_id = 'h1'`),
    ).toEqual([
      {
        worker_id: 'W1',
        case_numbers: ['C1', 'C2'],
        reason: null,
        at: new Date(time(3)),
        surface: 'import',
      },
    ]);
  });

  test('imported again adds nothing', async () => {
    await history.run(HISTORY);
    const before = await history.counts();

    expect(await history.run(HISTORY)).toMatchObject({
      outcome: 'imported',
      counts: { newMessages: 0, alreadyKept: 2 },
    });
    expect(await history.counts()).toEqual(before);
  });

  test('that grew is imported from where it had ended', async () => {
    await history.run(HISTORY);

    const grown = [...HISTORY, message('h3', 7), choice('h3', 8, { caseNumbers: [] })];
    expect(await history.run(grown)).toMatchObject({ counts: { newMessages: 1, alreadyKept: 2 } });

    expect(await history.counts()).toMatchObject({ messages: 3, deliveries: 9, choices: 2 });
    expect(
      await history.query(`SELECT reason FROM attribution_choice WHERE case_numbers = '{}'`),
    ).toEqual([{ reason: 'Imported without a reason.' }]);
  });

  test('stopped after any chunk is finished by running it again, in the same order', async () => {
    const long = Array.from({ length: 4_500 }, (_, n) =>
      n % 10 === 9
        ? scopeOpened(n, { caseNumbers: [n % 20 === 9 ? 'C1' : 'C2'] })
        : message(`h${n}`, n),
    );
    let chunks = 0;
    const drain = async () => {
      chunks += 1;
      if (chunks === 2) throw new Error('killed');
    };
    await expect(history.run(long, { drain })).rejects.toThrow('killed');
    expect(await history.counts()).toMatchObject({ messages: 3_600, work: 4_000 });

    await history.run(long);

    expect(await history.counts()).toMatchObject({ messages: 4_050, scopes: 450, work: 4_500 });
    const rows = await history.query(`SELECT coalesce(occurred_at, at) AS at FROM stage_work
      LEFT JOIN message ON message.id = subject_id LEFT JOIN scope_event ON scope_event.id = subject_id
      ORDER BY stage_work.id`);
    const times = rows.map(({ at }) => new Date(String(at)).getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('is only checked in a dry run', async () => {
    expect(await history.run(HISTORY, { dryRun: true })).toMatchObject({
      outcome: 'checked',
      counts: { events: 7, newMessages: 2 },
    });
    expect(await history.counts()).toMatchObject({
      messages: 0,
      deliveries: 0,
      scopes: 0,
      work: 0,
    });
  });

  test('is audited with counts', async () => {
    await history.run(HISTORY);

    expect(
      await history.query(`SELECT actor, detail FROM audit_event ORDER BY sequence DESC LIMIT 1`),
    ).toEqual([
      { actor: 'system:import history', detail: { messages: 2, newMessages: 2, newEvents: 7 } },
    ]);
  });

  test('can only be imported once at a time', async () => {
    let second: unknown;
    const drain = async () => {
      second ??= await history.run(HISTORY);
    };

    await history.run(HISTORY, { drain });

    expect(second).toEqual({ outcome: 'busy' });
  });
});

describe('what is accepted', () => {
  test('a byte order mark, CRLF, blank lines and a last line without an end', async () => {
    const [first, last] = [message('h1', 0), message('h2', 1)].map((one) => JSON.stringify(one));

    expect(await history.run(Buffer.from(`\uFEFF${first}\r\n\r\n${last}`))).toMatchObject({
      outcome: 'imported',
      counts: { newMessages: 2 },
    });
  });

  test('a message by somebody who is not in the database is kept, with a warning', async () => {
    expect(
      await history.run([message('h1', 0, { direction: 'outbound', workerId: 'W9' })]),
    ).toMatchObject({
      outcome: 'imported',
      warnings: [{ line: 1, reason: expect.stringContaining('"W9"') }],
    });
  });

  test('a key we do not know is warned of once, and kept in the raw line', async () => {
    expect(
      await history.run([message('h1', 0, { mood: 'calm' }), message('h2', 1, { mood: 'calm' })]),
    ).toMatchObject({ warnings: [{ line: 1, reason: 'has "mood", which is kept but not used' }] });
  });

  test('a message that was kept before with other words stays as it was, with a warning', async () => {
    await history.run([message('h1', 0)]);

    expect(await history.run([message('h1', 0, { body: 'Other words' })])).toMatchObject({
      counts: { newMessages: 0, alreadyKept: 1 },
      warnings: [{ line: 1, reason: expect.stringContaining('differs from the message "h1"') }],
    });
    expect(await history.query('SELECT body FROM message')).toEqual([{ body: 'Hello h1' }]);
  });

  test('an edit, in a later file, of a message in an earlier one', async () => {
    await history.run([message('h1', 0)]);

    await history.run([{ type: 'message-edited', id: 'h1', body: 'Changed', at: time(9) }]);

    expect(await history.query('SELECT type, body FROM message_event')).toEqual([
      { type: 'edited', body: 'Changed' },
    ]);
  });

  test('a scope counts on the channel that the official number has, or that the two have written on', async () => {
    await history.query(
      `INSERT INTO official_number VALUES ('${OFFICIAL}', 'whatsapp', 'North', NULL, 'North')`,
    );
    await history.run([
      scopeOpened(0),
      message('h1', 1, { channel: 'whatsapp' }),
      scopeOpened(2, { officialNumber: '+447700900009' }),
    ]);

    expect(
      await history.query(`SELECT conversation_id IN (SELECT id FROM conversation WHERE channel = 'whatsapp') AS whatsapp
        FROM scope_event ORDER BY at`),
    ).toEqual([{ whatsapp: true }, { whatsapp: false }]);
  });
});

describe('attachments', () => {
  const withMedia = (...paths: string[]) =>
    message('h1', 0, { media: paths.map((path) => ({ contentType: 'image/jpeg', path })) });
  const fetches = () =>
    history.query(
      'SELECT state, bytes, sha256, reason FROM media_fetch JOIN message_media m ON m.id = media_id ORDER BY position',
    );

  test('lie beside the file and are kept by their hash; one that is missing says so', async () => {
    await mkdir(join(history.folder, 'photos'));
    await writeFile(join(history.folder, 'photos', 'a.jpg'), 'a photo');

    await history.run([withMedia('photos/a.jpg', 'photos/b.jpg')]);

    expect(await fetches()).toEqual([
      {
        state: 'stored',
        bytes: '7',
        sha256: createHash('sha256').update('a photo').digest('hex'),
        reason: null,
      },
      {
        state: 'unavailable',
        bytes: null,
        sha256: null,
        reason: 'The file photos/b.jpg was not beside the imported history.',
      },
    ]);
  });

  test('found at a later run are kept then', async () => {
    await history.run([withMedia('a.jpg')]);
    await writeFile(join(history.folder, 'a.jpg'), 'a photo');

    await history.run([withMedia('a.jpg')]);

    expect(await fetches()).toMatchObject([{ state: 'stored', reason: null }]);
  });

  test('behind a link out of the folder are not taken', async () => {
    await symlink('/etc/hostname', join(history.folder, 'a.jpg'));

    await history.run([withMedia('a.jpg')]);

    expect(await fetches()).toMatchObject([
      { state: 'unavailable', reason: expect.stringContaining('outside the folder') },
    ]);
  });
});
