import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fixture } from '../../test/fakes/slack/webhook.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { slackRoad } from '../../test/support/slack.ts';
import { recordedChannel, sarahAndOsian, TOM_ON_SLACK } from '../../test/support/slack-chat.ts';

let testing: TestDatabase;
let now = new Date('2026-03-12T13:30:00Z');
const clock = () => now;

beforeAll(async () => {
  testing = await createTestDatabase();
  await sarahAndOsian(testing.database);
});
afterAll(() => testing.drop());

describe('who may have a conversation recorded', () => {
  const say = async (answer: Response) =>
    z.object({ text: z.string() }).parse(await answer.json()).text;

  test('nobody but a worker allocated to the child today; everybody else hears why', async () => {
    const slack = await slackRoad({ database: testing.database, clock });
    const at = (changes: Record<string, string>) => ({ channel_id: 'C0NOBODY1', ...changes });

    const stranger = await say(await slack.command('record C1', at({ user_id: 'U0NOBODY1' })));
    const others = await say(await slack.command('record C2', at({})));
    const nowhere = await say(await slack.command('record C999', at({})));

    expect(stranger).toContain('does not know you');
    expect(others).toContain('not allocated');
    expect(nowhere.replace('C999', 'C2')).toBe(others);
    await slack.event(fixture('message', { channel: 'C0NOBODY1' }));
    expect(
      await testing.database.prisma.message.count({ where: { counterpart: 'C0NOBODY1' } }),
    ).toBe(0);
    const audit = await testing.database.prisma.auditEvent.findMany({
      where: { action: 'register-conversation-refused' },
    });
    expect(audit.map(({ actor }) => actor)).toEqual(
      expect.arrayContaining(['slack:U0NOBODY1', 'W1']),
    );
  });

  test.each(['c1', 'Osian Brennan', 'bear', 'C1, Bear'])(
    'the child may be said as “%s”',
    async (text) => {
      const slack = await slackRoad({ database: testing.database, clock });

      const words = await say(
        await slack.command(`record ${text}`, { channel_id: `C0SAID${text.length}${text[0]}` }),
      );

      expect(words).toContain('now recorded for Osian Brennan (C1)');
    },
  );

  test('without a child, the worker is told what to type, and nothing is recorded', async () => {
    const slack = await slackRoad({ database: testing.database, clock });

    const words = await say(await slack.command('record', { channel_id: 'C0NOCHILD' }));

    expect(words).toContain('/casethread record and the case number');
    const known = await testing.database.prisma.registeredConversation.findMany({
      where: { counterpart: 'C0NOCHILD' },
    });
    expect(known).toEqual([]);
  });

  test('asked again it says so; stopped, nothing more is kept, and what was kept stays', async () => {
    const { command, event, here, kept, channel } = await recordedChannel(testing.database, clock);
    await event(here('message'));

    const again = await say(await command('record C1', { channel_id: channel }));
    const notTheirs = await say(
      await command('stop', { channel_id: channel, user_id: TOM_ON_SLACK }),
    );
    now = new Date(now.getTime() + 60_000);
    const stopped = await say(await command('stop', { channel_id: channel }));
    await event(here('message', { ts: '1773400000.000100' }));

    expect(again).toContain('already');
    expect(notTheirs).toContain('cannot stop it');
    expect(stopped).toContain('no longer recorded');
    expect(await kept()).toHaveLength(1);
    expect(await say(await command('stop', { channel_id: channel }))).toContain('not recorded');
  });
});
