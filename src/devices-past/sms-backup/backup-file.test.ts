import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../test/support/device-import.ts';
import { temporaryFolder } from '../../../test/support/people-files.ts';
import { type FileFindings, noFindings, type PastMessage } from '../past-message.ts';
import { openSmsBackup } from './backup-file.ts';
import { repairValue } from './repair.ts';

const OFFICIAL = '+447700900001';
const DATE = '1773482400000'; // 14 March 2026, 10:00

const backup = (...elements: string[]) =>
  `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<!--File Created By SMS Backup & Restore, don't edit-->\n` +
  `<smses count="${elements.length}" backup_set="a" backup_date="${DATE}">\n${elements.map((one) => `  ${one}\n`).join('')}</smses>\n`;

const sms = (body: string, more = '') =>
  `<sms protocol="0" address="07700 900123" date="${DATE}" type="1" subject="null" body="${body}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" sub_id="1" readable_date="14 Mar 2026 10:00:00" contact_name="Grace" ${more}/>`;

const mms = (attributes: string, parts: string, addresses = '') =>
  `<mms date="${DATE}" sub="null" ct_t="application/vnd.wap.multipart.related" ${attributes}><parts>${parts}</parts><addrs>${addresses}</addrs></mms>`;
const text = (words: string) =>
  `<part seq="0" ct="text/plain" name="null" chset="106" cl="text_0.txt" text="${words}" />`;
const smil = '<part seq="-1" ct="application/smil" text="&lt;smil&gt;" />';
const photo = (data: string) =>
  `<part seq="0" ct="image/jpeg" name="a.jpg" chset="null" text="null" data="${data}" />`;
const IN = 'address="+447700900123" msg_box="1" m_type="132"';

async function read(
  xml: string | Buffer,
): Promise<{ messages: PastMessage[]; findings: FileFindings }> {
  const path = join(await temporaryFolder(), 'sms.xml');
  await writeFile(path, xml);
  const findings = noFindings();
  const messages: PastMessage[] = [];
  for await (const message of openSmsBackup(path, OFFICIAL).read(findings, () => {})) {
    messages.push(message);
  }
  return { messages, findings };
}

const bodies = async (xml: string | Buffer) => (await read(xml)).messages.map(({ body }) => body);

describe('text messages of a backup', () => {
  test('have their number, direction, time and words', async () => {
    const { messages, findings } = await read(
      backup(sms('Hi Dev'), sms('Hello').replace('type="1"', 'type="2"')),
    );

    expect(messages).toMatchObject([
      {
        line: 4,
        counterpart: '+447700900123',
        direction: 'inbound',
        body: 'Hi Dev',
        at: new Date(Number(DATE)),
      },
      { line: 5, direction: 'outbound', body: 'Hello' },
    ]);
    expect(findings).toEqual(noFindings());
  });

  test.each([
    ['an emoji in two halves', '&#55357;&#56832; and &#55358;&#56618;&#127996;', '😀 and 🤪🏼'],
    ['an emoji in two halves, hexadecimal', '&#xD83D;&#xDE00;', '😀'],
    ['an emoji as itself', '😀', '😀'],
    ['half an emoji', 'a&#55357;b', 'a\uFFFDb'],
    ['the halves the wrong way round', '&#56832;&#55357;', '\uFFFD\uFFFD'],
    ['line ends', 'one&#10;two&#13;&#10;three', 'one\ntwo\r\nthree'],
    ['line ends as they are', 'one\ntwo', 'one\ntwo'],
    ['what XML forbids', 'a&#0;b&#16;c', 'a\uFFFDb\uFFFDc'],
    ['an ampersand by itself', 'fish & chips &nbsp; &lt;3', 'fish & chips &nbsp; <3'],
    ['an open angle bracket', '1 < 2', '1 < 2'],
    ['quotation marks', 'say &quot;no&quot; &apos;now&apos;', 'say "no" \'now\''],
    ['the word null', 'null', 'null'],
    ['words that look like an attachment', "x data='QUJD' y", "x data='QUJD' y"],
    ['nothing', '', ''],
  ])('with %s', async (_, written, words) => {
    expect(await bodies(backup(sms(written)))).toEqual([words]);
  });

  test('with quotation marks of the other kind around them', async () => {
    const single = sms('@').replace('body="@"', `body='He said "data="QUJD" > now"'`);

    expect(await bodies(backup(single, sms('next')))).toEqual([
      'He said "data="QUJD" > now"',
      'next',
    ]);
  });

  test('in any piece of the file, wherever it is cut', () => {
    const written = '&#55357;&#56832;&amp;&#10;😀x';

    expect(repairValue(written)).toBe('😀&amp;&#10;😀x');
  });

  test('of a file longer than one piece, each emoji whole', async () => {
    const words = '&#55357;&#56832;é😀&amp;'.repeat(40);
    const all = Array.from({ length: 2_000 }, (_, n) => sms(`${'x'.repeat(n % 37)}${words}`));

    const read = await bodies(backup(...all));

    expect(read).toHaveLength(2_000);
    expect(new Set(read.map((body) => body.replace(/^x*/, '')))).toEqual(
      new Set(['😀é😀&'.repeat(40)]),
    );
  });

  test('in UTF-16, as a Windows shell writes it', async () => {
    expect(await bodies(Buffer.from(`\uFEFF${backup(sms('Héllo 😀'))}`, 'utf16le'))).toEqual([
      'Héllo 😀',
    ]);
  });

  test('that nobody sent are left out and said', async () => {
    const { messages, findings } = await read(
      backup(...['3', '4', '5', '6'].map((type) => sms('x').replace('type="1"', `type="${type}"`))),
    );

    expect(messages).toEqual([]);
    expect(findings.leftOut.first.map(({ reason }) => reason)).toEqual([
      'is a draft, which was not sent',
      'was waiting to be sent when the backup was made',
      'could not be sent',
      'was waiting to be sent when the backup was made',
    ]);
  });

  test('numbers in any form are one number; names and short numbers stay as they are', async () => {
    const numbers = [
      '07700 900123',
      '+44 7700 900123',
      '00447700900123',
      '447700900123',
      'NHS-NoReply',
      '60777',
    ];

    const { messages } = await read(
      backup(...numbers.map((one) => sms('x').replace('07700 900123', one))),
    );

    expect(messages.map(({ counterpart }) => counterpart)).toEqual([
      ...Array(4).fill('+447700900123'),
      'NHS-NoReply',
      '60777',
    ]);
  });

  test('without a number, a date or a kind are shown', async () => {
    const { findings } = await read(
      backup(
        sms('x').replace('07700 900123', 'null'),
        sms('x').replace(`date="${DATE}"`, 'date="0"'),
        sms('x').replace('type="1"', 'type="9"'),
        '<rcs body="x"/>',
      ).replace('count="4"', 'count="5"'),
    );

    expect(findings.notUnderstood.first.map(({ line }) => line)).toEqual([4, 5, 6, 7, 1]);
  });
});

describe('picture messages of a backup', () => {
  const bytes = Buffer.from(Array.from({ length: 300_001 }, (_, n) => n % 251));

  test('have their words and the bytes of their pictures', async () => {
    const { messages } = await read(
      backup(
        mms(
          IN,
          smil + text('Look &#55357;&#56832;') + photo(bytes.toString('base64')) + text('at him'),
        ),
      ),
    );

    expect(messages).toMatchObject([
      {
        counterpart: '+447700900123',
        direction: 'inbound',
        body: 'Look 😀\nat him',
        media: [
          { contentType: 'image/jpeg', bytes: 300_001, sha256: sha256(bytes), missing: null },
        ],
      },
    ]);
    expect(messages[0]?.raw.bytes.length).toBeLessThan(3_000);
  });

  test('keep a subject, and a date in seconds', async () => {
    const { messages } = await read(
      backup(
        mms('address="+447700900123" msg_box="2"', text('x'))
          .replace('sub="null"', 'sub="School"')
          .replace(DATE, DATE.slice(0, 10)),
      ),
    );

    expect(messages).toMatchObject([
      { direction: 'outbound', body: 'School\nx', at: new Date(Number(DATE)) },
    ]);
  });

  test('whose bytes are missing or damaged say so', async () => {
    const { messages } = await read(
      backup(
        mms(
          IN,
          `${photo('null') + photo('abc!') + photo('QUJDR')}<part ct="audio/amr" text="null"/>`,
        ),
      ),
    );

    expect(messages[0]?.media.map(({ missing }) => missing)).toEqual([
      'The backup was made without it.',
      ...Array(2).fill('Its bytes in the backup are damaged.'),
      'The backup was made without it.',
    ]);
  });

  test.each([
    ['its address', IN.replace('+447700900123', '+447700900123~+447700900124'), ''],
    [
      'those listed',
      IN,
      ['+447700900123', '+447700900124', '+447700900125', OFFICIAL]
        .map((one) => `<addr address="${one}" type="151" charset="106"/>`)
        .join(''),
    ],
  ])('of a group are not kept, and shown (by %s)', async (_, attributes, addresses) => {
    const { messages, findings } = await read(backup(mms(attributes, text('x'), addresses)));

    expect(messages).toEqual([]);
    expect(findings.notUnderstood.first[0]?.reason).toContain('a group');
  });

  test('between two, with the phone’s own number listed in any way, are kept', async () => {
    const self = (address: string) =>
      mms(
        IN,
        text('x'),
        `<addr address="+447700900123" type="137"/><addr address="${address}" type="151"/>`,
      );

    expect(
      await bodies(backup(self(OFFICIAL), self('insert-address-token'), self('07700900999'))),
    ).toEqual(['x', 'x', 'x']);
  });

  test('that were never fetched are shown', async () => {
    const { findings } = await read(backup(mms(IN.replace('132', '130'), '')));

    expect(findings.notUnderstood.first[0]?.reason).toContain('never fetched');
  });
});

describe('a file that is no whole backup is refused, and nothing of it is kept', () => {
  test.each([
    [
      'a backup of calls',
      '<?xml version="1.0"?>\n<calls count="1"><call number="1"/></calls>',
      /backup of calls/,
    ],
    ['another XML', '<feed/>', /begins with <feed>/],
    ['no XML', 'hello there', /damaged or cut off/],
    ['nothing', '', /damaged or cut off/],
    [
      'the end cut off',
      backup(sms('a'), sms('b')).slice(0, -100),
      /damaged or cut off near line 5/,
    ],
    ['the last line cut off', backup(sms('a')).slice(0, -12), /damaged or cut off/],
    ['a tag that is not closed', backup('<mms date="1">'), /damaged or cut off/],
  ])('%s', async (_, xml, words) => {
    await expect(read(xml)).rejects.toThrow(words);
  });
});
