// The same chat, as phones of many countries export it.
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixture } from '../../../test/support/device-import.ts';
import { temporaryFolder } from '../../../test/support/people-files.ts';
import { readPath } from '../../../test/support/whatsapp-export.ts';
import type { PastMessage } from '../past-message.ts';

const NAMES = readdirSync(
  join(import.meta.dirname, '../../../test/fixtures/device-exports/whatsapp'),
);

async function read(
  name: string,
): Promise<{ messages: PastMessage[]; notUnderstood: number; notices: number }> {
  const path = join(await temporaryFolder(), 'WhatsApp Chat with Grace Mensah.txt');
  await writeFile(path, await fixture(`whatsapp/${name}`));
  const { messages, findings } = await readPath(path);
  return { messages, notUnderstood: findings.notUnderstood.count, notices: findings.notices };
}

describe('an export is read the same whatever the phone’s country, language and make', () => {
  test('there are at least twelve forms', () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(12);
  });

  test.each(NAMES)('%s', async (name) => {
    const { messages, notUnderstood, notices } = await read(name);
    const isIphone = name.startsWith('iphone');

    expect(notUnderstood).toBe(0);
    expect(notices).toBe(1);
    expect(messages.map(({ minute, direction, mark }) => [minute, direction, mark])).toEqual([
      ['2026-03-13T09:06', 'inbound', null],
      ['2026-03-13T09:07', 'outbound', null],
      ['2026-03-28T12:00', 'inbound', null],
      ['2026-03-29T00:30', 'inbound', null],
      ['2026-03-29T00:30', 'inbound', null],
      ['2026-03-29T14:15', 'inbound', 'deleted'],
      ['2026-03-29T14:16', 'outbound', 'deleted'],
      ['2026-04-02T18:45', 'inbound', 'edited'],
      ['2026-04-02T18:46', 'inbound', null],
      ['2026-04-02T18:47', 'outbound', null],
    ]);
    expect(messages.map(({ body }) => body)).toEqual([
      'Hi Dev, Osian was sick in the night 🤒',
      'Sorry to hear that.\nIs he at home today?\n\nDev',
      isIphone ? '' : 'Osian’s rash',
      'ok',
      'ok',
      expect.stringMatching(/./),
      expect.stringMatching(/./),
      'Can you ring at ten?',
      '',
      'See you: Monday, 10:00 - at the school',
    ]);
    expect(messages.map(({ media }) => media.length)).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 1, 0]);
    // Winter and summer time.
    expect(messages[0]?.at.toISOString()).toMatch(/^2026-03-13T09:06/);
    expect(messages[9]?.at.toISOString()).toMatch(/^2026-04-02T17:47/);
  });
});
