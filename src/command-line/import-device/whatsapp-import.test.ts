import { beforeEach, describe, expect, test } from 'vitest';
import {
  at,
  CHAT,
  type DeviceTest,
  deviceTest,
  fixture,
  GRACE,
  lines,
  OFFICIAL,
  PHOTO,
  sha256,
} from '../../../test/support/device-import.ts';
import { certify } from '../../devices-past/certificate.ts';

let device: DeviceTest;
beforeEach(async () => {
  device = await deviceTest();
});

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
    const before = await device.messages();

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

    expect(await device.messages()).toEqual(before);
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
    expect(await device.messages()).toEqual([]);
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
    expect(await device.messages()).toHaveLength(500);
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
    expect(await device.messages()).toHaveLength(1_200);
  });
});
