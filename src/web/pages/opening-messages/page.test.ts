import { beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { aWorker } from '../../../../test/support/records.ts';
import { type Client, type TestServer, testServer } from '../../../../test/support/server.ts';
import { openingMessagesPage } from './index.ts';

const PATH = '/settings/opening-messages';
const NOW = new Date('2026-03-12T15:05:00Z');
const MESSAGE = {
  contentSid: 'HX00000000000000000000000000000001',
  name: 'Could you call us',
  language: 'English',
  body: 'Hello {{1}}, this is {{2}}. Could you call us?',
  labels: 'Their first name\r\nYour first name\r\n',
};

let testing: TestDatabase;
let server: TestServer;
let ruth: Client;

beforeEach(async () => {
  testing = await testDatabase();
  await aWorker(testing.database, 'R', { name: 'Ruth Pemberton', role: 'administrator' });
  await aWorker(testing.database, 'P', { name: 'Priya Nair' });
  server = await testServer({
    database: testing.database,
    clock: () => NOW,
    pages: [openingMessagesPage],
  });
  ruth = await server.signIn('R');
});

const rows = () =>
  testing.database.prisma.messageTemplate.findMany({ orderBy: { sequence: 'asc' } });

describe('opening messages', () => {
  test('are entered by an administrator, shown with their variables, and audited', async () => {
    expect((await ruth.get(PATH)).text).toContain('No opening message has been agreed yet');

    await ruth.post(PATH, MESSAGE);

    expect(await rows()).toMatchObject([
      {
        contentSid: MESSAGE.contentSid,
        state: 'agreed',
        setBy: 'R',
        setAt: NOW,
        variables: [
          { key: '1', label: 'Their first name' },
          { key: '2', label: 'Your first name' },
        ],
      },
    ]);
    const { text } = await ruth.get(PATH);
    expect(text).toContain('Hello {{1}}, this is {{2}}. Could you call us?');
    expect(text).toContain('{{2}} Your first name');
    const audited = await testing.database.prisma.auditEvent.findMany({
      where: { action: 'agree' },
    });
    expect(audited).toMatchObject([{ actor: 'R', subjectKind: 'opening-message' }]);
  });

  test.each([
    [{ contentSid: 'HX1' }, 'Enter the content SID from Twilio'],
    [{ name: '' }, 'Enter a name that workers will know it by'],
    [{ language: '' }, 'Enter the language'],
    [{ body: '' }, 'Enter the words, exactly as WhatsApp approved them'],
    [{ labels: 'Their first name' }, 'the words have 2, and you described 1'],
  ])('with %o say what to mend, and nothing is kept', async (changes, words) => {
    const answer = await ruth.post(PATH, { ...MESSAGE, ...changes });

    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(await rows()).toHaveLength(0);
  });

  test('entered again hold with their newer words, and the earlier ones stay on record', async () => {
    await ruth.post(PATH, MESSAGE);
    await ruth.post(PATH, { ...MESSAGE, body: 'Hi {{1}}, {{2}} here. Could you call us?' });

    const { text } = await ruth.get(PATH);

    expect(text).toContain('Hi {{1}}, {{2}} here');
    expect(text).not.toContain('Hello {{1}}');
    expect(await rows()).toHaveLength(2);
  });

  test('withdrawn are offered to nobody, and can be withdrawn once', async () => {
    await ruth.post(PATH, MESSAGE);
    const withdraw = `${PATH}/${MESSAGE.contentSid}/withdraw`;

    await ruth.post(withdraw, {}, { from: PATH });
    expect((await ruth.get(PATH)).text).toContain('No opening message has been agreed yet');
    await ruth.post(withdraw, {}, { from: PATH });

    expect((await rows()).map(({ state }) => state)).toEqual(['agreed', 'withdrawn']);
  });

  test('are for administrators', async () => {
    const priya = await server.signIn('P');

    expect((await priya.get(PATH)).status).toBe(403);
  });
});
