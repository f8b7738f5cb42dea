import { beforeEach, describe, expect, test } from 'vitest';
import {
  type DeviceTest,
  deviceTest,
  fixture,
  GRACE,
  OFFICIAL,
  sha256,
} from '../../../test/support/device-import.ts';
import { answerQuestion } from '../../attribution/answer-store.ts';
import { certify } from '../../devices-past/certificate.ts';

let device: DeviceTest;
beforeEach(async () => {
  device = await deviceTest();
});

const CHAT = 'WhatsApp Chat with Grace Mensah.txt';
const PHOTO = 'IMG-20260328-WA0001.jpg';
const lines = (...all: string[]) => `${all.join('\n')}\n`;
const at = (time: string) => `14/03/2026, ${time} - `;

const messages = () =>
  device.query(
    `SELECT body, direction, origin, channel, occurred_at AS at FROM message ORDER BY occurred_at, sequence`,
  );

describe('an export of a WhatsApp chat', () => {
  test('comes in at its own times, with its attachments by their hash, and is marked with where it is from', async () => {
    const zip = await device.zip({
      [CHAT]: await fixture('whatsapp/android-en-gb-24h.txt'),
      [PHOTO]: 'a photo',
    });

    const result = await device.whatsApp(zip);

    expect(result).toMatchObject({
      outcome: 'imported',
      reference: 'D1',
      report: { counts: { messages: 10, newMessages: 10, missingMedia: 1 } },
    });
    const [first] = await device.query(
      `SELECT channel, official_number, counterpart, author, origin, sent_at, received_at, occurred_at
       FROM message ORDER BY occurred_at LIMIT 1`,
    );
    const then = new Date('2026-03-13T09:06:00Z');
    expect(first).toEqual({
      channel: 'whatsapp',
      official_number: OFFICIAL,
      counterpart: GRACE,
      author: GRACE,
      origin: 'import',
      sent_at: then,
      received_at: then,
      occurred_at: then,
    });
    expect(
      await device.query(
        `SELECT content_type, state, sha256, reason FROM media_fetch JOIN message_media ON id = media_id ORDER BY state`,
      ),
    ).toEqual([
      { content_type: 'image/jpeg', state: 'stored', sha256: sha256('a photo'), reason: null },
      {
        content_type: 'application/octet-stream',
        state: 'unavailable',
        sha256: null,
        reason: 'The chat was exported without it.',
      },
    ]);
    expect(
      await device.query(
        `SELECT imported_by, device, file_name, how, line, at IS NOT NULL AS dated, length(file_sha256) AS hash
         FROM device_import JOIN device_import_message ON import_id = id ORDER BY line LIMIT 1`,
      ),
    ).toEqual([
      {
        imported_by: 'W1',
        device: 'North team phone 4',
        file_name: 'WhatsApp Chat with Grace Mensah.zip',
        how: 'imported',
        line: 2,
        dated: true,
        hash: 32,
      },
    ]);
  });

  test('says which messages were changed or taken back', async () => {
    const zip = await device.zip({
      [CHAT]: await fixture('whatsapp/android-en-gb-24h.txt'),
      [PHOTO]: 'x',
    });

    await device.whatsApp(zip);

    expect(
      await device.query(
        `SELECT type, event.body, message.body AS first FROM message_event event JOIN message ON message.id = message_id ORDER BY at`,
      ),
    ).toEqual([
      { type: 'deleted', body: null, first: 'This message was deleted' },
      { type: 'deleted', body: null, first: 'You deleted this message' },
      { type: 'edited', body: 'Can you ring at ten?', first: 'Can you ring at ten?' },
    ]);
  });

  test('imported again, also from another phone’s export of the same chat, changes nothing', async () => {
    const zip = await device.zip({
      [CHAT]: await fixture('whatsapp/android-en-gb-24h.txt'),
      [PHOTO]: 'x',
    });
    await device.whatsApp(zip);
    const before = await messages();

    expect(await device.whatsApp(zip)).toMatchObject({
      report: { counts: { newMessages: 0, keptBefore: 10 } },
    });
    const american = await device.zip({
      '_chat.txt': await fixture('whatsapp/android-en-us-12h.txt'),
      [PHOTO]: 'x',
    });
    expect(await device.whatsApp(american)).toMatchObject({
      report: { counts: { newMessages: 0 } },
    });

    expect(await messages()).toEqual(before);
    expect(await device.query('SELECT count(*)::int AS n FROM device_import')).toEqual([{ n: 2 }]);
  });

  test('a newer export brings only what is new, and bytes that an older one had left out', async () => {
    const old = lines(
      `${at('10:00')}Grace Mensah: ${PHOTO} (file attached)`,
      `${at('10:01')}Grace Mensah: ok`,
    );
    await device.whatsApp(await device.zip({ [CHAT]: old }));
    expect(await device.query('SELECT state FROM media_fetch')).toEqual([{ state: 'unavailable' }]);

    const result = await device.whatsApp(
      await device.zip({ [CHAT]: `${old}${at('10:01')}Grace Mensah: ok\n`, [PHOTO]: 'a photo' }),
    );

    expect(result).toMatchObject({ report: { counts: { newMessages: 1, keptBefore: 2 } } });
    expect(await device.query('SELECT state, sha256 FROM media_fetch')).toEqual([
      { state: 'stored', sha256: sha256('a photo') },
    ]);
  });

  test('in a dry run is only shown', async () => {
    const zip = await device.zip({
      [CHAT]: await fixture('whatsapp/android-en-gb-24h.txt'),
      [PHOTO]: 'x',
    });

    expect(await device.whatsApp(zip, {}, { dryRun: true })).toMatchObject({
      outcome: 'checked',
      report: {
        counts: { messages: 10, newMessages: 10 },
        conversations: [{ counterpart: GRACE, messages: 10, isKnown: true }],
      },
    });
    expect(await messages()).toEqual([]);
    expect(await device.query('SELECT * FROM device_import')).toEqual([]);
  });

  test('killed in the middle goes on when it is run again', async () => {
    const many = Array.from({ length: 1_200 }, (_, n) => {
      const minute = String(n % 60).padStart(2, '0');
      return `${at(`${String(Math.floor(n / 60)).padStart(2, '0')}:${minute}`)}Grace Mensah: number ${n}`;
    });
    const zip = await device.zip({ [CHAT]: lines(...many) });
    let drains = 0;
    const drain = async () => {
      drains += 1;
      if (drains === 2) throw new Error('killed');
    };

    await expect(device.whatsApp(zip, {}, { drain })).rejects.toThrow('killed');
    expect(await messages()).toHaveLength(500);
    expect(await certify(device.database.pool, 'D1', 'W1', new Date())).toMatchObject({
      granted: false,
      reasons: expect.arrayContaining([
        expect.stringContaining('stopped after 500 messages of 1,200'),
      ]),
    });

    expect(await device.whatsApp(zip, {}, { drain: async () => {} })).toMatchObject({
      reference: 'D1',
      report: { counts: { newMessages: 700, keptBefore: 500 } },
    });
    expect(await messages()).toHaveLength(1_200);
  });
});

describe('what the provider captured meanwhile is one message with the line of the export', () => {
  const importLines = async (...all: string[]) =>
    device.whatsApp(await device.zip({ [CHAT]: lines(...all) }));

  test('by direction, minute, words and order', async () => {
    await device.captured('2026-03-14T10:00:20Z', 'Is he better?');
    await device.captured('2026-03-14T10:00:30Z', 'Is he better?', { direction: 'outbound' });

    expect(
      await importLines(
        `${at('10:00')}Grace Mensah: Is he better?`,
        `${at('10:00')}Dev Patel: Is he better?`,
        `${at('10:01')}Grace Mensah: Is he better?`,
      ),
    ).toMatchObject({ report: { counts: { newMessages: 1, captured: 2 } } });
  });

  test('a genuine "ok" sent twice is two messages, and what is not certain is reported', async () => {
    await device.captured('2026-03-14T10:00:20Z', 'ok');

    const result = await importLines(
      `${at('10:00')}Grace Mensah: ok`,
      `${at('10:00')}Grace Mensah: ok`,
      `${at('10:02')}Dev Patel: Good`,
    );

    expect(result).toMatchObject({
      report: {
        counts: { newMessages: 2, captured: 1 },
        lookAlikes: { count: 1, first: [{ line: 2, isSameMinute: true }] },
      },
    });
  });

  test('the same words a minute apart stay two messages, and are reported', async () => {
    await device.captured('2026-03-14T10:01:00Z', 'ok');

    expect(
      await importLines(`${at('10:00')}Grace Mensah: ok`, `${at('10:05')}Dev Patel: Good`),
    ).toMatchObject({
      report: {
        counts: { newMessages: 2, captured: 0 },
        lookAlikes: { count: 1, first: [{ line: 1, isSameMinute: false }] },
      },
    });
  });

  test('in the hour that the clocks repeat, both hours are that minute', async () => {
    await device.captured('2026-10-25T00:30:10Z', 'Are you awake?');
    await device.captured('2026-10-25T01:30:10Z', 'Still awake?');

    expect(
      await importLines(
        '25/10/2026, 01:30 - Grace Mensah: Are you awake?',
        '25/10/2026, 01:30 - Grace Mensah: Still awake?',
      ),
    ).toMatchObject({ report: { counts: { newMessages: 0, captured: 2 } } });
  });

  test('words that were taken back or changed later are the captured message, which stays as it was', async () => {
    await device.captured('2026-03-14T10:00:20Z', 'He hit me');
    await device.captured('2026-03-14T10:01:20Z', 'Come at nine');

    await importLines(
      `${at('10:00')}Grace Mensah: This message was deleted`,
      `${at('10:01')}Grace Mensah: Come at ten <This message was edited>`,
    );

    expect(await messages()).toMatchObject([{ body: 'He hit me' }, { body: 'Come at nine' }]);
    expect(await device.query('SELECT type, body FROM message_event ORDER BY at')).toEqual([
      { type: 'deleted', body: null },
      { type: 'edited', body: 'Come at ten' },
    ]);
  });

  test('two photos of one minute are told apart by their bytes', async () => {
    const [one, two] = ['photo one', 'photo two'];
    await device.captured('2026-03-14T10:00:20Z', '', {
      media: [{ contentType: 'image/jpeg', source: 'https://example.org/2' }],
    });
    await device.query(`UPDATE media_fetch SET state = 'stored', sha256 = $1, bytes = 9`, [
      sha256(two),
    ]);
    const chat = lines(
      `${at('10:00')}Grace Mensah: IMG-20260314-WA0001.jpg (file attached)`,
      `${at('10:00')}Grace Mensah: IMG-20260314-WA0002.jpg (file attached)`,
      `${at('10:03')}Dev Patel: Thanks`,
    );

    const result = await device.whatsApp(
      await device.zip({
        [CHAT]: chat,
        'IMG-20260314-WA0001.jpg': one,
        'IMG-20260314-WA0002.jpg': two,
      }),
    );

    expect(result).toMatchObject({ report: { counts: { newMessages: 2, captured: 1 } } });
    expect(await device.query('SELECT sha256 FROM media_fetch ORDER BY sha256')).toEqual(
      [sha256(one), sha256(two)].sort().map((hash) => ({ sha256: hash })),
    );
  });
});

describe('the certificate', () => {
  const chat = lines(
    `${at('10:00')}Grace Mensah: Osian is better`,
    `${at('10:01')}Grace Mensah: Nia is well`,
  );
  const ask = (reference = 'D1') =>
    certify(device.database.pool, reference, 'W1', new Date('2026-11-21T10:00:00Z'));

  test('is given when every message is on a child’s record, and is kept', async () => {
    await device.whatsApp(await device.zip({ [CHAT]: chat }));

    expect(await ask()).toMatchObject({
      granted: true,
      facts: {
        messages: 2,
        firstAt: new Date('2026-03-14T10:00:00Z'),
        lastAt: new Date('2026-03-14T10:01:00Z'),
      },
    });
    expect(
      await device.query('SELECT granted, messages, issued_to FROM device_certificate'),
    ).toEqual([{ granted: true, messages: 2, issued_to: 'W1' }]);
  });

  test('is refused while a message waits for a worker, and given after the answer', async () => {
    await device.whatsApp(
      await device.zip({ [CHAT]: `${chat}15/03/2026, 12:00 - Grace Mensah: Are you there?\n` }),
    );
    expect(await ask()).toMatchObject({
      granted: false,
      reasons: ['1 message: It waits for someone to choose the child.'],
    });

    const [question] = await device.query('SELECT id FROM open_question');
    await answerQuestion(device.database, {
      questionId: String(question?.id),
      workerId: 'W1',
      isManager: false,
      caseNumbers: ['C1'],
      reason: null,
      surface: 'web',
      at: new Date('2026-11-21T09:30:00Z'),
    });
    await device.road.drain();
    expect(await ask()).toMatchObject({ granted: true, reasons: [] });
    expect(await device.query('SELECT granted FROM device_certificate ORDER BY sequence')).toEqual([
      { granted: false },
      { granted: true },
    ]);
  });

  test.each([
    [
      'a line that nobody understands',
      'no such line\n',
      '1 line or file of it could not be understood',
    ],
    [
      'a notice in words that we do not know',
      `${at('09:00')}Blorp has florped\n`,
      '1 line or file of it',
    ],
  ])('is refused when the file has %s', async (_, before, reason) => {
    await device.whatsApp(await device.zip({ [CHAT]: `${before}${chat}` }));

    expect(await ask()).toMatchObject({
      granted: false,
      reasons: [expect.stringContaining(reason)],
    });
  });

  test('is refused when an attachment is not there', async () => {
    await device.whatsApp(
      await device.zip({
        [CHAT]: `${chat}${at('10:02')}Grace Mensah: ${PHOTO} (file attached)\nOsian’s bed\n`,
      }),
    );

    expect(await ask()).toMatchObject({
      granted: false,
      reasons: [expect.stringContaining(`The file ${PHOTO} is not in the export.`)],
    });
  });

  test('is given when a person has read the line and says that it is WhatsApp’s own', async () => {
    const zip = await device.zip({ [CHAT]: `${at('09:00')}Blorp has florped\n${chat}` });

    await device.whatsApp(zip, { vouchedNotices: ['Blorp has florped'] });

    expect(await ask()).toMatchObject({ granted: true });
  });

  test('of an import that does not exist is none', async () => {
    expect(await ask('D7')).toBeUndefined();
  });
});
