import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TENANT } from '../../test/fakes/teams/server.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { KELLY_IN_TEAMS, SARAH_IN_TEAMS, teamsRoad } from '../../test/support/teams.ts';
import { recordedChat, rowsOfEveryTable, sarahAndOsian } from '../../test/support/teams-chat.ts';

let testing: TestDatabase;
const clock = () => new Date('2026-03-12T13:30:00Z');

beforeAll(async () => {
  testing = await createTestDatabase();
  await sarahAndOsian(testing.database);
});
afterAll(() => testing.drop());

const recorded = () => recordedChat(testing.database, clock);
const everything = () => rowsOfEveryTable(testing.database);

describe('a message in a recorded chat', () => {
  test('is kept with who wrote it, where and when, before Teams hears that it was', async () => {
    const { here, kept, counterpart } = await recorded();

    const answer = await here('message');

    expect(answer.status).toBe(200);
    expect(await kept()).toMatchObject([
      {
        channel: 'teams',
        externalId: `${counterpart}:1773322800000`,
        direction: 'inbound',
        officialNumber: TENANT,
        counterpart,
        author: KELLY_IN_TEAMS,
        workerId: null,
        profileName: 'Kelly Brennan (Guest)',
        body: 'Bear been sick again n wont go school today',
        sentAt: new Date('2026-03-12T13:40:00Z'),
      },
    ]);
  });

  test('reads as it stood on the screen: mentions as names, HTML as words', async () => {
    const { here, kept } = await recorded();

    await here('message-html');

    expect((await kept())[0]?.body).toBe('Sarah Jones can u ring me & the school?\nta');
  });

  test('by a worker is outgoing; an answer in a channel’s thread names the message it answers', async () => {
    const { here, kept } = await recorded();
    const conversations = await kept();
    expect(conversations).toEqual([]);

    await here('message', { from: { id: '29:1sarah', aadObjectId: SARAH_IN_TEAMS } });

    expect(await kept()).toMatchObject([
      { direction: 'outbound', workerId: 'W1', author: SARAH_IN_TEAMS },
    ]);
  });

  test('a channel’s threads are one conversation, and each answer names the thread’s first message', async () => {
    const teams = await teamsRoad({ database: testing.database, clock });
    const channel = '19:north-team@thread.tacv2';
    await teams.activity('record', {
      conversation: { id: channel, conversationType: 'channel', tenantId: TENANT },
    });

    await teams.activity('channel-reply');

    const [kept] = await testing.database.prisma.message.findMany({
      where: { counterpart: channel },
    });
    expect(kept).toMatchObject({
      externalId: `${channel}:1773322900000`,
      inReplyTo: `${channel}:1773322800000`,
      body: 'Ill bring his coat',
    });
  });

  test('redelivered, it is still one message', async () => {
    const { here, kept } = await recorded();

    for (let again = 0; again < 3; again += 1) expect((await here('message')).status).toBe(200);

    expect(await kept()).toHaveLength(1);
  });

  test('its edits, deletion and return are kept beside the first words, each once', async () => {
    const { here, kept, events } = await recorded();
    for (const name of ['message', 'edit', 'delete', 'undelete', 'edit', 'delete', 'undelete']) {
      expect((await here(name)).status).toBe(200);
    }

    expect((await kept())[0]?.body).toBe('Bear been sick again n wont go school today');
    expect(await events()).toMatchObject([
      { type: 'edited', body: 'Bear been sick again, going school tho' },
      { type: 'deleted', body: null },
      { type: 'undeleted' },
    ]);
  });

  test('its files and images are announced, and fetched from where they lie', async () => {
    const { here, kept, fake, adapter } = await recorded();
    fake.files.set('/download/letter.pdf', {
      contentType: 'application/pdf',
      bytes: Buffer.from('%PDF'),
    });
    fake.files.set('/v3/attachments/0-eus-d1/views/original', {
      contentType: 'image/png',
      bytes: Buffer.from('png'),
    });

    await here('file');

    const [message] = await kept();
    const media = await testing.database.prisma.messageMedia.findMany({
      where: { messageId: message?.id ?? '' },
      orderBy: { position: 'asc' },
    });
    expect(media.map(({ contentType }) => contentType)).toEqual([
      'application/pdf',
      'image/png',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ]);
    const fetched = await Promise.all(media.map(({ source }) => adapter.fetchMedia?.(source)));
    expect(fetched).toMatchObject([
      { outcome: 'fetched', contentType: 'application/pdf' },
      { outcome: 'fetched', contentType: 'image/png' },
      { outcome: 'gone', words: expect.stringContaining('SharePoint') },
    ]);
  });

  test('files are fetched from nowhere else, and our token is given to nobody else', async () => {
    const { adapter } = await recorded();

    for (const source of [
      'teams-file:https://evil.example/letter.pdf',
      'teams-image:["https://evil.example/","https://evil.example/a.png"]',
      'teams-image:["https://smba.trafficmanager.net/uk/","https://evil.example/a.png"]',
    ]) {
      expect(await adapter.fetchMedia?.(source)).toMatchObject({ outcome: 'gone' });
    }
  });
});

describe('nothing is captured covertly (CV7)', () => {
  test('of a chat that is not recorded nothing is kept, in no table', async () => {
    const { activity } = await recorded();
    const before = await everything();
    const conversation = {
      id: '19:private@thread.v2',
      conversationType: 'groupChat',
      tenantId: TENANT,
    };

    for (const name of ['message', 'edit', 'delete', 'undelete', 'file', 'typing', 'unknown']) {
      expect((await activity(name, { conversation })).status).toBe(200);
    }

    expect(await everything()).toEqual(before);
  });

  test('everybody in it is told when recording begins, and only then', async () => {
    const { settle, fake, counterpart, kept } = await recorded();

    await settle();
    await settle();

    const notices = fake.said.filter(
      ({ conversationId, activity }) =>
        conversationId === counterpart && String(activity.text).includes('kept'),
    );
    expect(notices).toHaveLength(1);
    expect(await kept()).toMatchObject([{ direction: 'outbound', kind: 'message' }]);
  });

  test('only a worker who is allocated to the child may have a chat recorded', async () => {
    const teams = await teamsRoad({ database: testing.database, clock });
    const conversation = {
      id: '19:not-hers@thread.v2',
      conversationType: 'groupChat',
      tenantId: TENANT,
    };

    await teams.activity('record', {
      conversation,
      from: { id: '29:1kelly', aadObjectId: KELLY_IN_TEAMS },
    });
    await teams.activity('message', { conversation });

    expect(teams.fake.said.at(-1)?.activity.text).toMatch(/^Not recorded/);
    expect(
      await testing.database.prisma.message.count({ where: { counterpart: conversation.id } }),
    ).toBe(0);
  });

  test('“stop” ends it', async () => {
    const { here, kept, fake } = await recorded();

    await here('record', { text: '<at>Casethread</at> stop' });
    await here('message');

    expect(fake.said.length).toBeGreaterThan(0);
    expect(await kept()).toEqual([]);
  });
});

test('an authentic activity that cannot be understood is kept raw where the chat is recorded, and alarmed', async () => {
  const { here } = await recorded();

  const answer = await here('unknown');

  expect(answer.status).toBe(200);
  const raw = await testing.database.prisma.delivery.findMany({
    where: { kind: 'not-understood' },
  });
  expect(raw.at(-1)?.problem).toContain('somethingNew');
});

test('taken out of a recorded chat, an alarm says that nothing is kept there now', async () => {
  const { here, counterpart } = await recorded();

  await here('removed');

  const alarms = await testing.database.prisma.alarm.findMany({
    where: { subject: `teams ${counterpart}` },
  });
  expect(alarms[0]?.words).toMatch(/taken out of a recorded conversation/);
});

test('the token endpoint’s refusal is found by doctor', async () => {
  const { adapter, fake } = await recorded();

  expect(await adapter.check?.()).toMatchObject([{ ok: true }]);
  fake.failures.push({ path: `/${TENANT}/oauth2`, status: 401, times: 1 });
  expect(await adapter.check?.()).toMatchObject([
    { ok: false, words: expect.stringContaining(APP_PASSWORD_VARIABLE) },
  ]);
  fake.failures.push({
    path: `/${TENANT}/oauth2`,
    status: 429,
    headers: { 'retry-after': '7' },
    times: 1,
  });
  expect(await adapter.check?.()).toMatchObject([
    { ok: false, words: expect.stringContaining('slow down') },
  ]);
});

const APP_PASSWORD_VARIABLE = 'TEAMS_APP_PASSWORD';
