import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageSchema } from './parse.ts';
import { decoded, visibleText, writtenText } from './text.ts';

const nameOf = (id: string) => (id === 'U0KELLY01' ? 'Kelly B' : null);

test.each([
  ['a &amp; b &lt;3 &amp;lt;', 'a & b <3 &lt;'],
  ['<@U0KELLY01> and <@U0NOBODY1> and <@U1|kel>', '@Kelly B and @U0NOBODY1 and @kel'],
  ['in <#C1|family> or <#C2>', 'in #family or #C2'],
  ['<!here> <!channel> <!subteam^S1|@duty> <!subteam^S2>', '@here @channel @duty @S2'],
  ['<!date^1392734382^{date}|18 February>', '18 February'],
  ['<https://gp.example.test/a?b=1&amp;c=2>', 'https://gp.example.test/a?b=1&c=2'],
  ['<https://gp.example.test|the &lt;GP&gt;>', 'the <GP>'],
  [
    '<mailto:a@example.test|a@example.test> <mailto:b@example.test>',
    'a@example.test b@example.test',
  ],
  ['2 < 3 > 1 and <nothing>', '2 < 3 > 1 and <nothing>'],
])('%s is read as it is seen', (text, seen) => {
  expect(visibleText(text, nameOf)).toBe(seen);
});

test('whatever a person types comes back as they typed it', () => {
  const encoded = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      expect(visibleText(encoded(typed), nameOf)).toBe(typed.replaceAll('\0', '\uFFFD'));
      expect(decoded(encoded(typed))).toBe(typed);
    }),
  );
});

test('an app’s message without a text has the words of its blocks or attachments', () => {
  const read = (message: object) => writtenText(messageSchema.parse({ ts: '1.1', ...message }));
  const blocks = [
    {
      type: 'section',
      text: { type: 'mrkdwn', text: 'Absent' },
      fields: [{ type: 'mrkdwn', text: 'R Brennan' }],
    },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'today' }, { type: 'image' }] },
  ];

  expect(read({ blocks })).toBe('Absent\nR Brennan\ntoday');
  expect(read({ text: '', attachments: [{ title: 'Absent', fallback: 'x' }] })).toBe('Absent');
  expect(read({ text: 'see', attachments: [{ text: 'a preview' }] })).toBe('see');
  expect(read({ text: 'see', attachments: [{ text: 'what he wrote', is_share: true }] })).toBe(
    'see\nwhat he wrote',
  );
});
