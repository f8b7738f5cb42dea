import { beforeEach, describe, expect, test } from 'vitest';
import {
  at,
  CHAT,
  type DeviceTest,
  deviceTest,
  lines,
  sha256,
} from '../../../test/support/device-import.ts';

let device: DeviceTest;
beforeEach(async () => {
  device = await deviceTest();
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

    expect(await device.messages()).toMatchObject([
      { body: 'He hit me' },
      { body: 'Come at nine' },
    ]);
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
