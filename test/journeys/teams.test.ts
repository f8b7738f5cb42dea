// Teams, against the program as `npm start` runs it: a worker who never leaves Teams, and a recorded
// group chat. The family's phone is the simulator's; Microsoft is a fake with keys of its own.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { APP_ID, type FakeTeams, startFakeTeams, TENANT } from '../fakes/teams/server.ts';
import {
  answerOnTheWeb,
  CONTEXT,
  expectOnRecord,
  exported,
  workersWithDev,
} from '../support/chat-journey.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { GRACE, JOURNEY_PEOPLE } from '../support/journey-people.ts';
import { type Json, KELLY_IN_TEAMS, SARAH_IN_TEAMS, teamsFixture } from '../support/teams.ts';
import type { CardJson } from '../support/teams-workers.ts';

const DEV = SARAH_IN_TEAMS;
const GRACE_IN_TEAMS = KELLY_IN_TEAMS;
const OWN_CHAT = { id: 'a:1dev', conversationType: 'personal', tenantId: TENANT };
const GROUP = '19:family-mensah@thread.v2';
const WALK = { timeout: 120_000 };
const PATIENCE = { timeout: 20_000, interval: 100 };

let teams: FakeTeams & { close(): Promise<void> };
let journey: Journey;

beforeAll(async () => {
  teams = await startFakeTeams();
  const lines = (file: string) => JOURNEY_PEOPLE[file] ?? [];
  journey = await startJourney({
    people: {
      ...JOURNEY_PEOPLE,
      'workers.csv': workersWithDev('teams', DEV),
      'contact_identifiers.csv': [
        ...lines('contact_identifiers.csv'),
        `P1,teams,${GRACE_IN_TEAMS},yes,2024-04-05,`,
      ],
      'official_numbers.csv': [
        ...lines('official_numbers.csv'),
        `${TENANT},teams,North,,Microsoft Teams`,
      ],
    },
    env: { ...teams.environment },
  });
}, 120_000);
afterAll(async () => {
  await journey?.close();
  await teams?.close();
});

/** An activity as Teams sends it, signed by the fake's key. */
async function send(name: string, changes: Json = {}): Promise<Response> {
  const serviceUrl = `${teams.url}/`;
  return fetch(`${journey.url}/api/messages`, {
    method: 'POST',
    body: JSON.stringify({ ...teamsFixture(name, serviceUrl), ...changes }),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${teams.issuer.sign(APP_ID, serviceUrl)}`,
    },
  });
}

const fromDev = { from: { id: '29:1dev', name: 'Dev Patel', aadObjectId: DEV } };

/** Presses a button of a card in Dev's chat; what takes the card's place. */
async function press(card: CardJson, title: string, inputs: Json = {}): Promise<CardJson> {
  const action = card.actions.find((one) => one.title === title);
  if (!action) throw new Error(`No button "${title}": ${JSON.stringify(card.actions)}`);
  const answer = await send('personal', {
    ...fromDev,
    type: 'invoke',
    name: 'adaptiveCard/action',
    conversation: OWN_CHAT,
    value: { action: { ...action, data: { ...action.data, ...inputs } }, trigger: 'manual' },
  });
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as { value: CardJson }; // an invoke response of a card
  return body.value;
}

/** The cards in Dev's chat as they stand now. */
function cards(): CardJson[] {
  const standing = new Map<string, CardJson>();
  for (const { conversationId, activityId, activity } of teams.said) {
    const [attachment] = (activity.attachments ?? []) as { content: CardJson }[]; // what we posted
    if (conversationId === OWN_CHAT.id && attachment) standing.set(activityId, attachment.content);
  }
  return [...standing.values()];
}

const wordsOf = (card: CardJson) => JSON.stringify(card.body);

const cardThatSays = (words: string) =>
  vi.waitFor(() => {
    const found = cards().find((card) => wordsOf(card).includes(words));
    if (!found) throw new Error(`No card says “${words}”: ${cards().map(wordsOf).join('\n')}`);
    return found;
  }, PATIENCE);

test(
  'a text arrives, Teams asks, a child is chosen, context and a significant event follow, and the family is answered',
  WALK,
  async () => {
    expect((await send('personal', { ...fromDev, conversation: OWN_CHAT })).status).toBe(200);
    const phone = await journey.phone(GRACE);
    await phone.write('he didnt want to come home from contact today');

    const question = await cardThatSays('he didnt want to come home');
    expect(wordsOf(question)).toContain('Grace Mensah, mother');
    const done = await press(question, 'Save', { children: 'C2' });
    expect(wordsOf(done)).toContain('On Osian Mensah’s record');
    const form = await press(done, 'Add context');
    const complete = await press(form, 'Save and complete', { ...CONTEXT, sig: 'yes' });

    await expectOnRecord(journey);
    const reply = await press(complete, 'Send to Grace Mensah by text');
    const sent = await press(reply, 'Send to Grace Mensah by text', {
      body: 'I will ring you at 4pm',
      children: 'C2',
    });
    expect(wordsOf(sent)).not.toContain('problem');
    await phone.screen.getByText('I will ring you at 4pm').first().waitFor();
  },
);

test(
  'what is typed is never sent by itself, and what is answered on the web is seen in Teams',
  WALK,
  async () => {
    const phone = await journey.phone(GRACE);
    await phone.write('can someone ring me about the kids shoes');
    await cardThatSays('kids shoes');
    const typed = 'NEVER SENT BY ITSELF';
    await send('personal', { ...fromDev, conversation: OWN_CHAT, text: typed, id: '9' });
    await cardThatSays('Not sent.');
    expect(JSON.stringify(await exported(journey, 'messages'))).not.toContain(typed);
    expect(await phone.screen.getByText(typed).count()).toBe(0);

    await answerOnTheWeb(journey, 'kids shoes');
    const settled = await cardThatSays('On Nia Mensah’s record');
    expect(wordsOf(settled)).toContain('You chose this on the web');
  },
);

test(
  'a group chat is recorded from “@Casethread record” on: words, edit, deletion and notice are exported',
  WALK,
  async () => {
    const conversation = { id: GROUP, conversationType: 'groupChat', tenantId: TENANT };
    const elsewhere = { ...conversation, id: '19:private@thread.v2' };
    await send('message', { conversation });
    await send('record', { ...fromDev, conversation, text: '<at>Casethread</at> record C1' });
    for (const name of ['message', 'edit', 'delete', 'message']) {
      expect((await send(name, { conversation })).status).toBe(200);
      expect((await send(name, { conversation: elsewhere })).status).toBe(200);
    }

    const ofTeams = async () =>
      (await exported(journey, 'messages')).filter(({ channel }) => channel === 'teams');
    await vi.waitFor(
      async () =>
        expect((await ofTeams()).map(({ attribution }) => attribution.state)).toEqual([
          'attributed',
          'attributed',
        ]),
      { timeout: 40_000, interval: 1_000 },
    );
    const kept = await ofTeams();
    const [message] = kept.filter(({ direction }) => direction === 'inbound');
    expect(message).toMatchObject({
      channel: 'teams',
      externalId: `${GROUP}:1773322800000`,
      officialNumber: TENANT,
      counterpart: GROUP,
      author: GRACE_IN_TEAMS,
      contactId: 'P1',
      body: 'Bear been sick again n wont go school today',
      attribution: { caseNumbers: ['C1'] },
      events: [
        { type: 'edited', body: expect.any(String) },
        { type: 'deleted', body: null },
      ],
    });
    const [notice] = kept.filter(({ direction }) => direction === 'outbound');
    expect(notice).toMatchObject({ workerId: 'W1', body: expect.stringContaining('now recorded') });
    const everything = await journey.database.pool.query(
      "SELECT count(*)::int AS count FROM delivery WHERE convert_from(raw, 'UTF8') LIKE '%private@thread%'",
    );
    expect(everything.rows).toEqual([{ count: 0 }]);
  },
);

test('doctor says that Microsoft refuses the app’s password, and what to check', WALK, async () => {
  teams.failures.push({ path: `/${TENANT}/oauth2`, status: 401, times: 1 });

  await expect(journey.command('doctor')).rejects.toThrow(
    /MEND .*refused our app id and password.*TEAMS_APP_PASSWORD/,
  );
});
