import { readdir } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type DeviceTest,
  deviceTest,
  OFFICIAL,
  sha256,
} from '../../../test/support/device-import.ts';
import { certify } from '../../devices-past/certificate.ts';

let device: DeviceTest;
beforeEach(async () => {
  device = await deviceTest();
});

const at = (minute: number, second = 0) => Date.UTC(2026, 2, 14, 10, minute, second);
const sms = (body: string, when: number, type = 1, address = '07700 900123') =>
  `<sms address="${address}" date="${when}" type="${type}" body="${body}"/>`;
const mms = (when: number, words: string, data: string, address = '07700 900123') =>
  `<mms address="${address}" date="${when}" msg_box="1"><parts><part ct="text/plain" text="${words}"/><part ct="image/jpeg" data="${data}"/></parts><addrs/></mms>`;
const backup = (...all: string[]) => `<smses count="${all.length}">${all.join('\n')}</smses>`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a backup of text messages', () => {
  test('comes in whole, in time order, with its pictures; numbers that nobody knows are kept and said', async () => {
    const result = await device.sms(
      backup(
        sms('Osian &#55357;&#56832;', at(0)),
        sms('Hello', at(2), 2),
        sms('Your parcel', at(3), 1, 'Parcels'),
        sms('Who is this', at(4), 1, '+447700900555'),
        mms(at(1), 'his bed', base64('a photo')),
        mms(at(5), 'to all', base64('nobody’s business'), '+447700900123~+447700900124'),
      ),
    );

    expect(result).toMatchObject({
      outcome: 'imported',
      report: {
        counts: { messages: 5, newMessages: 5, media: 1, missingMedia: 0 },
        findings: { notUnderstood: { count: 1 } },
        conversations: [
          { counterpart: '+447700900123', messages: 3, isKnown: true },
          { counterpart: '+447700900555', messages: 1, isKnown: false },
          { counterpart: 'Parcels', messages: 1, isKnown: false },
        ],
      },
    });
    expect(
      await device.query(
        `SELECT counterpart, direction, body, state FROM message JOIN current_attribution ON message_id = message.id ORDER BY sequence`,
      ),
    ).toMatchObject([
      { counterpart: '+447700900123', direction: 'inbound', body: 'Osian 😀', state: 'attributed' },
      { body: 'his bed' },
      { body: 'Hello', direction: 'outbound' },
      { counterpart: 'Parcels', state: 'unmatched' },
      { counterpart: '+447700900555', state: 'unmatched' },
    ]);
    expect(await device.query('SELECT state, sha256 FROM media_fetch')).toEqual([
      { state: 'stored', sha256: sha256('a photo') },
    ]);
  });

  test('keeps no bytes of what it does not keep', async () => {
    await device.sms(
      backup(mms(at(5), 'x', base64('to a group'), '+447700900123~+447700900124'), sms('x', at(1))),
    );

    expect(await readdir(device.dataDir, { recursive: true }).catch(() => [])).toEqual([]);
  });

  test('imported twice, and a later one, bring each message once', async () => {
    const first = [sms('ok', at(0, 1)), sms('ok', at(0, 30)), mms(at(1), 'x', base64('a photo'))];
    await device.sms(backup(...first));

    expect(await device.sms(backup(...first))).toMatchObject({
      report: { counts: { newMessages: 0 } },
    });
    expect(await device.sms(backup(...first, sms('ok', at(0, 59))))).toMatchObject({
      report: { counts: { newMessages: 1, keptBefore: 3 } },
    });
  });

  test('meets what the provider captured', async () => {
    await device.captured('2026-03-14T10:00:05Z', 'ok', { channel: 'sms' });
    await device.captured('2026-03-14T10:02:59Z', 'Hello', {
      channel: 'sms',
      direction: 'outbound',
    });

    expect(
      await device.sms(backup(sms('ok', at(0, 4)), sms('Hello', at(2, 30), 2), sms('Bye', at(3)))),
    ).toMatchObject({ report: { counts: { newMessages: 1, captured: 2 } } });
  });

  test('sends nothing, tells nobody and chases nobody', async () => {
    await device.sms(
      backup(sms('he hit me with a belt again last night', at(0)), sms('STOP', at(1))),
    );

    expect(
      await device.query(
        `SELECT (SELECT count(*)::int FROM send_intent) AS sent, (SELECT count(*)::int FROM staff_notice) AS told,
           (SELECT count(*)::int FROM opt_event) AS stopped`,
      ),
    ).toEqual([{ sent: 0, told: 0, stopped: 0 }]);
  });

  test('cut off is refused, and nothing of it is kept', async () => {
    const cut = backup(sms('one', at(0)), mms(at(1), 'x', base64('a photo'))).slice(0, -40);

    await expect(device.sms(cut)).rejects.toThrow(/cut off/);

    expect(await device.query('SELECT * FROM message UNION ALL SELECT * FROM message')).toEqual([]);
    expect(await device.query('SELECT * FROM device_import')).toEqual([]);
  });

  test('has no certificate while numbers that nobody knows are in it', async () => {
    await device.sms(
      backup(sms('Osian is well', at(0)), sms('Who is this', at(4), 1, '+447700900555')),
    );

    expect(await certify(device.database.pool, 'd1', 'W1', new Date())).toMatchObject({
      granted: false,
      facts: { officialNumber: OFFICIAL, counterpart: null },
      reasons: [
        '1 message: Nobody is known by this number, so it is on no child’s record yet. A manager has it.',
      ],
    });
  });
});
