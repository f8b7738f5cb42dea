import { describe, expect, test } from 'vitest';
import {
  chat,
  DEV_SAYS,
  GRACE_SAYS,
  line,
  readExport,
} from '../../../test/support/whatsapp-export.ts';
import type { WhatsAppOptions } from './export-file.ts';

describe('the order of a date is found from the whole file, and asked for where it cannot be', () => {
  test.each([
    ['a thirteenth month does not exist', ['03/04/2026', '14/04/2026'], '2026-04-03'],
    ['a chat does not go back in time', ['01/02/2026', '02/02/2026', '01/03/2026'], '2026-02-01'],
    [
      'a chat does not go back in time (month first)',
      ['01/02/2026', '01/31/2026', '02/01/2026'],
      '2026-01-02',
    ],
    ['nothing was written in the future', ['03/04/2026', '10/12/2026'], '2026-03-04'],
  ])('%s', async (_, dates, first) => {
    const { messages } = await readExport(
      chat(...dates.map((date) => GRACE_SAYS('Hi', date)), DEV_SAYS('Yes', dates.at(-1))),
    );

    expect(messages[0]?.minute).toBe(`${first}T10:00`);
  });

  test('an iPhone’s file names the day it was sent', async () => {
    const photo = '00000002-PHOTO-2026-04-03-10-00-00.jpg';

    const { messages } = await readExport({
      '_chat.txt': `[03/04/2026, 10:00:00] Grace Mensah: \u200E<attached: ${photo}>\r\n`,
      [photo]: 'a photo',
    });

    expect(messages[0]?.minute).toBe('2026-04-03T10:00');
  });

  test('both orders possible: nothing is guessed', async () => {
    const both = chat(GRACE_SAYS('Hi', '03/04/2026'), DEV_SAYS('Yes', '04/05/2026'));

    await expect(readExport(both)).rejects.toThrow(
      /more than one way \(dmy or mdy\).*line 1.*--date-order/s,
    );
    expect((await readExport(both, { dateOrder: 'mdy' })).messages[0]?.minute).toBe(
      '2026-03-04T10:00',
    );
  });

  test('both orders the same day: there is nothing to ask', async () => {
    expect((await readExport(chat(GRACE_SAYS('Hi', '05/05/2026')))).messages).toHaveLength(1);
  });
});

describe('which side is ours is found on evidence, and asked for where there is none', () => {
  const two = chat(line('14/03/2026', 'Mum', 'Hello'), line('14/03/2026', 'Me', 'Hello'));
  const plain = 'chat.zip';

  test.each<[string, string, Partial<WhatsAppOptions>]>([
    ['the name given', plain, { ourName: 'Me' }],
    ['the name of the zip', 'WhatsApp Chat - Mum.zip', {}],
    ['the name that the record has for the contact', plain, { contactNames: ['Mum'] }],
    ['the name of a worker', plain, { workerNames: ['Me'] }],
  ])('%s', async (_, name, options) => {
    const { messages } = await readExport(two, options, name);

    expect(messages.map(({ direction }) => direction)).toEqual(['inbound', 'outbound']);
  });

  test('the counterpart’s number in place of a name', async () => {
    const numbered = chat(
      line('14/03/2026', '+44 7700 900123', 'Hi'),
      line('14/03/2026', 'Me', 'Hello'),
    );

    expect((await readExport(numbered, {}, plain)).messages[0]?.direction).toBe('inbound');
  });

  test('“You deleted this message” is the phone’s owner', async () => {
    const deleted = `${two}${line('14/03/2026', 'Me', 'You deleted this message')}\n`;

    expect((await readExport(deleted, {}, plain)).messages[1]?.direction).toBe('outbound');
  });

  test.each<[string, Partial<WhatsAppOptions>]>([
    ['no evidence', {}],
    ['evidence against itself', { workerNames: ['Me', 'Mum'] }],
    ['a worker’s name on the other side', { workerNames: ['Mum'], contactNames: ['Mum'] }],
  ])('%s: nothing is guessed', async (_, options) => {
    await expect(readExport(two, options, plain)).rejects.toThrow(/“Mum” and “Me”.*--our-name/s);
  });

  test('a name that is not in the chat', async () => {
    await expect(readExport(two, { ourName: 'Dev' }, plain)).rejects.toThrow(
      /Nobody in this chat is called “Dev”/,
    );
  });
});

describe('what is no message, or no chat between two', () => {
  test('a group is refused, with who writes in it', async () => {
    const group = chat(GRACE_SAYS('a'), DEV_SAYS('b'), line('14/03/2026', 'Nan', 'c'));

    await expect(readExport(group)).rejects.toThrow(
      /export of a group: 3 people.*“Nan” \(line 3\)/,
    );
  });

  test.each([
    ['Android', '14/03/2026, 10:00 - Dev Patel created group "Mensahs"'],
    ['iPhone', '[14/03/2026, 10:00:00] Mensahs: \u200EDev Patel created this group'],
  ])('a group in which two write is a group (%s)', async (_, first) => {
    await expect(readExport(`${first}\n`)).rejects.toThrow(/export of a group: line 1/);
  });

  test('WhatsApp’s own lines are counted, and a changed number is said', async () => {
    const { messages, findings } = await readExport(
      chat(
        '13/03/2026, 10:00 - Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them. Learn more.',
        '13/03/2026, 10:00 - Your security code with Grace Mensah changed. Tap to learn more.',
        '13/03/2026, 10:00 - Grace Mensah changed their phone number to a new number. Tap to message or add the new number.',
        '13/03/2026, 10:00 - You blocked this contact. Tap to unblock.',
        '13/03/2026, 10:00 - Missed voice call',
        GRACE_SAYS('Messages and calls are not the same thing'),
      ),
    );

    expect(messages.map(({ body }) => body)).toEqual(['Messages and calls are not the same thing']);
    expect(findings).toMatchObject({
      notices: 5,
      notes: { count: 1 },
      notUnderstood: { count: 0 },
    });
  });

  test('an iPhone’s call is kept as a call, by whom it was', async () => {
    const { messages } = await readExport(
      '[14/03/2026, 10:00:00] Grace Mensah: \u200EMissed voice call, \u200ETap to call back\r\n',
    );

    expect(messages).toMatchObject([{ kind: 'call', direction: 'inbound' }]);
  });

  test('lines that are not understood are shown with their number, and nothing else is lost', async () => {
    const { messages, findings } = await readExport(
      chat(
        'Some words before',
        GRACE_SAYS('Hi'),
        '14/03/2026, 10:01 - Zyx wvu',
        '31/02/2026, 10:02 - Grace Mensah: no such day',
        GRACE_SAYS('<Blorp florp>'),
        GRACE_SAYS('Waiting for this message. This may take a while.'),
      ),
    );

    expect(findings.notUnderstood.first.map((note) => note.line).sort()).toEqual([1, 3, 4, 5, 6]);
    expect(messages.map(({ body }) => body)).toEqual([
      'Hi',
      '<Blorp florp>',
      'Waiting for this message. This may take a while.',
    ]);
  });

  test('a line in a message that looks like the beginning of another is a part of it', async () => {
    const { messages } = await readExport(
      chat(
        GRACE_SAYS('He wrote:'),
        '[14/03/2026, 09:59:00] Nan: hello',
        '14.03.26, 09:58 - and this',
        '14/03/2026 at ten',
        DEV_SAYS('ok'),
      ),
    );

    expect(messages.map(({ body }) => body)).toEqual([
      'He wrote:\n[14/03/2026, 09:59:00] Nan: hello\n14.03.26, 09:58 - and this\n14/03/2026 at ten',
      'ok',
    ]);
  });
});

describe('times', () => {
  test('in the hour that the clocks repeat, a step back in the file is the second hour', async () => {
    const night = (time: string) => `25/10/2026, ${time} - Grace Mensah: ${time}`;

    const { messages, findings } = await readExport(
      chat(night('01:20'), night('01:50'), night('01:10'), night('01:40'), night('02:05')),
    );

    expect(messages.map(({ at }) => at.toISOString().slice(11, 16))).toEqual([
      '00:20',
      '00:50',
      '01:10',
      '01:40',
      '02:05',
    ]);
    expect(findings.notes.count).toBe(0);
  });

  test('where no step is seen, it is the first, and reported', async () => {
    const { messages, findings } = await readExport('25/10/2026, 01:20 - Grace Mensah: awake\n');

    expect(messages[0]?.at.toISOString()).toBe('2026-10-25T00:20:00.000Z');
    expect(findings.notes.first[0]?.reason).toContain('the clocks repeat');
  });

  test('that did not exist, and another place’s', async () => {
    const { findings } = await readExport('29/03/2026, 01:30 - Grace Mensah: hm\n');
    expect(findings.notes.first[0]?.reason).toContain('did not exist in Europe/London');

    const { messages } = await readExport(chat(GRACE_SAYS('Hi')), { zone: 'Asia/Karachi' });
    expect(messages[0]?.at.toISOString()).toBe('2026-03-14T05:00:00.000Z');
  });
});
