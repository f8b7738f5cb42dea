// Priya Nair works in Teams: the real desk and prompts behind Teams' door, with a fake Microsoft.
import type { Database } from '../../src/database/client.ts';
import type { Clock } from '../../src/messaging/clock.ts';
import { TENANT } from '../fakes/teams/server.ts';
import { testDatabase } from './database.ts';
import { deskBeside } from './desk-beside.ts';
import { aChild, aContact, aWorker, KELLY, OFFICIAL } from './records.ts';
import type { Road } from './road.ts';
import { type Json, type TeamsRoad, teamsRoad } from './teams.ts';

export const PRIYA_IN_TEAMS = 'aaaa0000-0000-4000-8000-00000000000a';
export const CHAT = 'a:1priya';

export type CardJson = {
  speak: string;
  body: Json[];
  actions: { title: string; verb?: string; data?: Json; url?: string }[];
};

export type TeamsWorkers = TeamsRoad &
  Road & {
    /** Looks once at who is to be prompted. */
    prompt(): Promise<void>;
    /** Kelly's text arrives, and Priya is prompted: the card. */
    prompted(body?: string): Promise<CardJson>;
    /** The cards in Priya's chat as they stand, the oldest first. */
    cards(): CardJson[];
    /** Presses a button of a card, with the inputs filled in; the card that takes its place. */
    press(card: CardJson, title: string, inputs?: Json, userId?: string): Promise<CardJson>;
    /** Everything a card says and asks, as one text. */
    wordsOf(card: CardJson): string;
  };

/** Alfie and Maisie with Priya Nair, whose manager is Helen Marsh; Kelly Brennan is their mother. */
export async function teamsWorkers(
  database: Database,
  clock: Clock,
  {
    userId: priya = PRIYA_IN_TEAMS,
    tenantId = TENANT,
  }: { userId?: string; tenantId?: string } = {},
): Promise<TeamsWorkers> {
  await aWorker(database, 'H', { name: 'Helen Marsh', role: 'manager' });
  await aWorker(database, 'P', { name: 'Priya Nair', managerId: 'H', teamsUserId: priya });
  await aChild(database, 'CT-1', { name: 'Alfie Brennan', born: '2016-05-04', lead: 'P' });
  await aChild(database, 'CT-2', { name: 'Maisie Brennan', born: '2018-09-19', lead: 'P' });
  await aContact(database, 'K', {
    name: 'Kelly Brennan',
    address: KELLY,
    caseNumbers: ['CT-1', 'CT-2'],
  });
  await database.prisma.officialNumber.create({
    data: { address: OFFICIAL, channel: 'sms', team: 'North', label: 'North team line' },
  });
  const { way, desk, url, promptsAt } = deskBeside(database, clock, 'teams');
  const teams = await teamsRoad({ database, clock, needs: { desk, url }, settings: { tenantId } });
  // Priya opened Casethread in Teams once.
  await teams.activity('personal', {
    from: { id: '29:1priya', aadObjectId: priya },
    conversation: { id: CHAT, conversationType: 'personal', tenantId: TENANT },
  });
  teams.fake.said.length = 0;
  const { surface } = teams.adapter;
  if (!surface) throw new Error('The adapter has no surface.');

  const cards = () => {
    const standing = new Map<string, CardJson>();
    for (const { conversationId, activityId, activity } of teams.fake.said) {
      const content = cardIn(activity);
      if (conversationId === CHAT && content) standing.set(activityId, content);
    }
    return [...standing.values()];
  };
  const prompt = promptsAt(surface);
  return {
    ...teams,
    ...way,
    prompt,
    async prompted(body = 'Bear been sick again') {
      await way.text(body, '2026-03-12T14:51:00Z');
      await prompt();
      const [card] = cards();
      if (!card) throw new Error('Nobody was prompted.');
      return card;
    },
    cards,
    async press(card, title, inputs = {}, userId = priya) {
      const action = card.actions.find((one) => one.title === title);
      if (!action) {
        const titles = card.actions.map((one) => one.title).join(', ');
        throw new Error(`No button "${title}" among: ${titles}`);
      }
      const value = {
        action: { ...action, data: { ...action.data, ...inputs } },
        trigger: 'manual',
      };
      const answer = await teams.activity('personal', {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value,
        from: { id: '29:1priya', aadObjectId: userId },
        conversation: { id: CHAT, conversationType: 'personal', tenantId: TENANT },
      });
      const body = (await answer.json()) as { value: CardJson }; // an invoke response of a card
      return body.value;
    },
    wordsOf: (card) => JSON.stringify(card.body),
  };
}

function cardIn(activity: Json): CardJson | null {
  const attachments = activity.attachments as
    | { contentType: string; content: CardJson }[]
    | undefined;
  const card = attachments?.find(({ contentType }) => contentType.endsWith('card.adaptive'));
  return card?.content ?? null;
}

/** The same on a database of the test's own. */
export async function priyaInTeams(clock: Clock) {
  const testing = await testDatabase();
  return { ...(await teamsWorkers(testing.database, clock)), database: testing.database };
}

export const titlesOf = ({ actions }: CardJson) => actions.map(({ title }) => title);
