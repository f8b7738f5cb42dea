import { beforeEach, describe, expect, test } from 'vitest';
import {
  at,
  CHAT,
  type DeviceTest,
  deviceTest,
  lines,
  PHOTO,
} from '../../../test/support/device-import.ts';
import { answerQuestion } from '../../attribution/answer-store.ts';
import { certify } from '../../devices-past/certificate.ts';

let device: DeviceTest;
beforeEach(async () => {
  device = await deviceTest();
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
