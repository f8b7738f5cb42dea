// Workers in Slack: the door over real HTTP, a fake Slack behind it, and the product's desk and prompts.
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { namesIn } from '../../src/attribution/names-in.ts';
import { openScope } from '../../src/attribution/scope-store.ts';
import type { Database } from '../../src/database/client.ts';
import { createSending } from '../../src/delivery/send.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { createDesk } from '../../src/surfaces/desk.ts';
import { createPrompts } from '../../src/surfaces/prompt.ts';
import { road } from './road.ts';
import { type SlackRoad, slackRoad } from './slack.ts';
import { peopleIn, type SlackPeople } from './slack-people.ts';

export type SlackDesk = SlackRoad &
  SlackPeople & {
    /** A family's text arrives and goes its whole way. */
    text(body: string, at: string): Promise<string>;
    drain(): Promise<void>;
    /** Looks once at who is to be prompted. */
    prompt(): Promise<void>;
  };

export async function slackDesk(database: Database, clock: Clock): Promise<SlackDesk> {
  const way = road(database, clock);
  const common = {
    database,
    clock,
    nation: 'england-and-wales' as const,
    publicBaseUrl: 'https://casethread.example',
  };
  const sending = createSending({
    database,
    canSend: () => true,
    namesIn,
    conductIn: () => [],
    openScope,
  });
  const desk = createDesk({ ...common, surface: 'slack', sending });
  const slack = await slackRoad({ database, clock, needs: { desk } });
  const { state } = slack.slack;
  for (const id of ['U0PRIYA', 'U0HELEN', 'U0TOM', 'U0NOBODY'])
    state.users.set(id, { id, name: id });
  let finished = false;
  const beside = (async () => {
    while (!finished) {
      await way.drain().catch(() => undefined);
      await delay(25);
    }
  })();
  onTestFinished(async () => {
    finished = true;
    await beside;
  });

  return {
    ...slack,
    ...peopleIn(slack.slack, slack.interaction),
    text: (words, at) => way.text(words, at),
    drain: way.drain,
    prompt: createPrompts({
      ...common,
      surfaces: slack.adapter.surface ? [slack.adapter.surface] : [],
    }),
  };
}
