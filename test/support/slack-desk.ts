// Workers in Slack: the door over real HTTP, a fake Slack behind it, and the product's desk and prompts.
import type { Database } from '../../src/database/client.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { testDatabase } from './database.ts';
import { deskBeside } from './desk-beside.ts';
import { type SlackRoad, slackRoad } from './slack.ts';
import { peopleIn, type SeenMessage, type SlackPeople } from './slack-people.ts';
import { HELEN, PRIYA, TOM, theBrennansInChat } from './worker-surface.ts';

/** In the workspace, and no worker of ours. */
export const NOBODY = 'U0NOBODY';

export type SlackDesk = SlackRoad &
  SlackPeople & {
    database: Database;
    rows(sql: string): Promise<object[]>;
    /** A family's text arrives and goes its whole way. */
    text(body: string, at: string): Promise<string>;
    /** Looks once at who is to be prompted. */
    prompt(): Promise<void>;
    /** Kelly's text arrives, and Priya is prompted: the card. */
    prompted(body?: string): Promise<SeenMessage>;
    /** Priya's first card, as it stands now. */
    card(): SeenMessage;
  };

/** A text from Kelly that names nobody, with marks that Slack would read. */
export const UNCLEAR = 'zazu *sick* again & <b>wont</b> go school';

/** Priya, Helen and Tom in Slack, on a database of the test's own. */
export async function slackDesk(clock: Clock): Promise<SlackDesk> {
  const { database } = await testDatabase();
  await theBrennansInChat(database);
  const { way, desk, promptsAt } = deskBeside(database, clock, 'slack');
  const road = await slackRoad({ database, clock, needs: { desk } });
  const { adapter, slack } = road;
  for (const id of [PRIYA, HELEN, TOM, NOBODY]) slack.state.users.set(id, { id, name: id });
  if (!adapter.surface) throw new Error('The adapter has no surface.');
  const people = peopleIn(slack, road.interaction);
  const text = (body: string, at: string) => way.text(body, at);
  const prompt = promptsAt(adapter.surface);
  const card = () => {
    const [first] = people.chatOf(PRIYA);
    if (!first) throw new Error('Nobody was prompted.');
    return first;
  };
  return {
    ...road,
    ...people,
    database,
    rows: async (sql) => (await database.pool.query(sql)).rows,
    text,
    prompt,
    async prompted(body = UNCLEAR) {
      await text(body, '2026-03-12T14:51:00Z');
      await prompt();
      return card();
    },
    card,
  };
}
