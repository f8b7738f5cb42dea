import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventBody, signedJson } from '../../test/fakes/slack/webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { KELLY_ON_SLACK, SARAH_ON_SLACK } from '../../test/support/slack.ts';
import { recordedChannel, sarahAndOsian } from '../../test/support/slack-chat.ts';

let testing: TestDatabase;
const clock = () => new Date('2026-03-12T13:30:00Z');

beforeAll(async () => {
  testing = await createTestDatabase();
  await sarahAndOsian(testing.database);
});
afterAll(() => testing.drop());

const recorded = () => recordedChannel(testing.database, clock);
const deliveries = () => testing.database.prisma.delivery.count();

describe('a message in a recorded conversation', () => {
  test('is kept with who wrote it, where and when, before Slack hears that it was', async () => {
    const { event, here, kept, channel } = await recorded();

    const answer = await event(here('message'));

    expect(answer.status).toBe(200);
    expect(await kept()).toMatchObject([
      {
        channel: 'slack',
        externalId: `${channel}:1773322800.000100`,
        direction: 'inbound',
        officialNumber: 'T0CASE001',
        counterpart: channel,
        author: KELLY_ON_SLACK,
        workerId: null,
        body: 'Bear been sick again n wont go school today',
        sentAt: new Date(1_773_322_800_000),
        inReplyTo: null,
      },
    ]);
  });

  test('by a worker is outgoing; in a thread it answers the thread’s first; its body is what a reader saw', async () => {
    const { event, here, kept, channel, slack } = await recorded();
    slack.state.users.set(KELLY_ON_SLACK, { id: KELLY_ON_SLACK, name: 'Kelly B' });

    await event(here('thread-reply'));

    expect(await kept()).toMatchObject([
      {
        direction: 'outbound',
        workerId: 'W1',
        author: SARAH_ON_SLACK,
        inReplyTo: `${channel}:1773322800.000100`,
        body: 'Thanks & I<3 you ring @Kelly B or see the GP',
      },
    ]);
  });

  test('is kept although Slack’s interface is away, with the id of whoever is mentioned', async () => {
    const { event, here, kept, slack } = await recorded();
    await slack.close();

    const answer = await event(here('thread-reply'));

    expect(answer.status).toBe(200);
    expect((await kept())[0]?.body).toBe('Thanks & I<3 you ring @U0KELLY01 or see the GP');
  });

  test('with files announces each, those of other workspaces too', async () => {
    const { event, here, kept } = await recorded();

    await event(here('message-with-files'));

    const [message] = await kept();
    const media = await testing.database.prisma.messageMedia.findMany({
      where: { messageId: message?.id ?? '' },
      orderBy: { position: 'asc' },
    });
    expect(media).toMatchObject([
      {
        contentType: 'application/pdf',
        source: 'https://files.slack.com/files-pri/T0CASE001-F0LETTER1/download/letter.pdf',
      },
      { contentType: 'application/octet-stream', source: 'slack-file:F0SHARED1' },
    ]);
  });

  test('of another app is kept with what it shows; a joining and our own posts are not', async () => {
    const { event, here, kept } = await recorded();

    await event(here('bot-message'));
    await event(here('joined'));
    await event(here('own-message'));
    await event(
      here('own-message', { app_id: undefined, bot_profile: undefined, user: undefined }),
      {},
      { api_app_id: undefined, authorizations: undefined },
    );

    expect(await kept()).toMatchObject([
      { author: 'B0SCHOOL1', profileName: 'School absence line', body: 'Absent today: R Brennan' },
    ]);
  });

  test('repeated, at once and again, with whatever event id, is one message', async () => {
    const { event, here, kept, post } = await recorded();
    const whole = signedJson(eventBody(here('message')));

    await Promise.all([post(whole), post(whole), event(here('message'))]);
    const retried = await event(here('message'), {
      headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
    });

    expect(retried.status).toBe(200);
    expect(await kept()).toHaveLength(1);
  });

  test.each([
    ['emoji of four bytes', '👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
    ['right-to-left words', 'مرحبا، هل يمكنك الاتصال؟'],
    ['3,001 characters', 'ż'.repeat(3001)],
    ['nothing at all', ''],
    ['a NUL as U+FFFD', 'a\u0000b', 'a\uFFFDb'],
  ])('keeps %s', async (_what, text, body = text) => {
    const { event, here, kept } = await recorded();

    await event(here('message', { text, blocks: undefined }));

    expect((await kept())[0]?.body).toBe(body);
  });

  test('that is not as documented is kept raw and alerted', async () => {
    const { event, here, kept } = await recorded();
    const before = await deliveries();

    const answers = [
      await event(here('message', { ts: 'yesterday' })),
      await event(here('message', { subtype: 'telepathy' })),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await kept()).toEqual([]);
    expect(await deliveries()).toBe(before + 2);
    const raw = await testing.database.prisma.delivery.findFirst({
      where: { kind: 'not-understood' },
    });
    expect(raw?.problem).toContain('not as documented: ts');
  });
});

describe('an edit', () => {
  test('is kept beside the words as they first were, once', async () => {
    const { event, here, kept, events } = await recorded();
    await event(here('message'));

    await event(here('message-changed'));
    await event(here('message-changed'));

    expect((await kept())[0]?.body).toContain('wont go school today');
    expect(await events()).toMatchObject([
      {
        type: 'edited',
        body: 'Bear been sick again n will go school tomorrow',
        at: new Date(1_773_323_000_000),
      },
    ]);
  });

  test('of a message that never reached us brings the earlier words too', async () => {
    const { event, here, kept, events } = await recorded();

    await event(here('message-changed'));

    expect(await kept()).toMatchObject([{ body: 'Bear been sick again n wont go school today' }]);
    expect(await events()).toHaveLength(1);
  });

  test('is not what a link’s preview is', async () => {
    const { event, here, kept, events } = await recorded();
    const before = await deliveries();

    const answer = await event(here('link-unfurled'));

    expect([answer.status, await kept(), await events()]).toEqual([200, [], []]);
    expect(await deliveries()).toBe(before);
  });
});

describe('a deletion', () => {
  test.each(['message-deleted', 'thread-parent-deleted'])(
    '(%s) leaves the words, with a mark',
    async (name) => {
      const { event, here, kept, events } = await recorded();
      await event(here('message'));

      await event(here(name));
      await event(here(name));

      expect((await kept())[0]?.body).toContain('wont go school today');
      expect(await events()).toMatchObject([{ type: 'deleted', body: null }]);
    },
  );
});
