import { beforeEach, describe, expect, test } from 'vitest';
import {
  choice,
  type HistoryTest,
  historyTest,
  message,
  scopeOpened,
  time,
} from '../../../test/support/history.ts';

let history: HistoryTest;
beforeEach(async () => {
  history = await historyTest();
});

async function problems(events: readonly (object | string)[]): Promise<string[]> {
  const result = await history.run(events);
  return result.outcome === 'rejected'
    ? result.problems.map(({ line, reason }) => `${line} ${reason}`)
    : [];
}

describe('what is not sound is not imported at all, and each line says why', () => {
  test.each([
    [['{"type":"mess'], '1 is not JSON'],
    [[message('h1', 0), '', 'null'], '3 is not an event: must be one of: message, scope-opened'],
    [[{ type: 'call' }], '1 type must be one of: message, scope-opened'],
    [[message('h1', 0, { channel: 'fax' })], '1 channel must be one of: sms, whatsapp'],
    [[message('h1', 0, { body: undefined })], '1 body is missing'],
    [[message('', 0)], '1 id must not be empty'],
    [[message('h1', 0, { at: '2025-03-03T10:00:00' })], '1 at must be a time with its offset'],
    [
      [message('h1', 0, { counterpart: 'whatsapp:+447700900123' })],
      '1 counterpart must be without the prefix',
    ],
    [[message('h1', 0, { media: [{ contentType: 'image/jpeg' }] })], '1 media.0.path is missing'],
    [
      [message('h1', 0, { media: [{ contentType: 'image/jpeg', path: '../secret.jpg' }] })],
      '1 has media "../secret.jpg" outside the folder',
    ],
    [
      [message('h1', 0, { media: [{ contentType: 'image/jpeg', path: '/etc/passwd' }] })],
      '1 has media "/etc/passwd" outside the folder',
    ],
    [[message('h1', 5), message('h2', 4)], '2 is earlier than line 1'],
    [[message('h1', 0), message('h1', 1)], '2 has the id "h1" of line 1, and differs'],
    [
      [choice('h9', 0)],
      '1 names the message "h9", which is neither on an earlier line nor kept before',
    ],
    [[choice('h1', 0), message('h1', 0)], '1 names the message "h1"'],
    [[{ type: 'message-edited', id: 'h9', body: '', at: time(0) }], '1 names the message "h9"'],
    [[message('h1', 0), choice('h1', 1, { workerId: 'W9' })], '2 names the worker "W9"'],
    [[message('h1', 0), choice('h1', 1, { caseNumbers: ['C9'] })], '2 names the case "C9"'],
    [[scopeOpened(0, { workerId: 'W9' })], '1 names the worker "W9"'],
    [[scopeOpened(0, { caseNumbers: [] })], '1 caseNumbers must name at least one child'],
  ])('%j', async (events, expected) => {
    expect(await problems(events)).toEqual([expect.stringContaining(expected)]);
    expect(await history.counts()).toMatchObject({ messages: 0, deliveries: 0, scopes: 0 });
  });

  test('bytes that are not UTF-8', async () => {
    const line = JSON.stringify(message('h1', 0, { body: 'caf\u00e9' }));

    expect(await history.run(Buffer.from(line, 'latin1'))).toEqual({
      outcome: 'rejected',
      problems: [{ line: 1, reason: 'is not UTF-8' }],
    });
  });

  test('a line of more than four megabytes, without reading it into memory', async () => {
    expect(await problems([message('h1', 0), 'x'.repeat(5_000_000)])).toEqual([
      '2 is longer than 4 MB',
    ]);
  });
});
