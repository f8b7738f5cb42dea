// A worker who never leaves Slack: a mother's text is asked about, put on a record, completed, and
// answered. The program as `npm start` runs it, the family's phone, and a fake Slack.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FakeSlack, startFakeSlack } from '../fakes/slack/server.ts';
import { BOT_TOKEN, SIGNING_SECRET } from '../fakes/slack/state.ts';
import { eventBody, signedInteraction, signedJson } from '../fakes/slack/webhook.ts';
import {
  answerOnTheWeb,
  CONTEXT,
  expectOnRecord,
  exported,
  workersWithDev,
} from '../support/chat-journey.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { GRACE, JOURNEY_PEOPLE } from '../support/journey-people.ts';
import { peopleIn, type SlackPeople, wordsOf } from '../support/slack-people.ts';

const DEV = 'U0DEV0001';
const WALK = { timeout: 120_000 };
const PATIENCE = { timeout: 20_000, interval: 100 };

let slack: FakeSlack;
let journey: Journey;
let people: SlackPeople;

const post = ({ body, headers }: ReturnType<typeof signedJson>) =>
  fetch(`${journey.url}/slack/events`, { method: 'POST', body: new Uint8Array(body), headers });

beforeAll(async () => {
  slack = await startFakeSlack();
  for (const id of [DEV, 'U0NOBODY']) slack.state.users.set(id, { id, name: id });
  journey = await startJourney({
    people: { ...JOURNEY_PEOPLE, 'workers.csv': workersWithDev('slack', DEV) },
    env: {
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_API_URL: slack.apiUrl,
    },
  });
  people = peopleIn(slack, (payload) => post(signedInteraction(payload)));
}, 120_000);
afterAll(async () => {
  await journey?.close();
  await slack?.close();
});

const card = async (says: string | RegExp) =>
  vi.waitFor(() => {
    const found = people.chatOf(DEV).find(({ blocks }) => wordsOf(blocks).match(says));
    if (!found) throw new Error(`No card says ${says}: ${wordsOf(people.chatOf(DEV))}`);
    return found;
  }, PATIENCE);

test(
  'a text arrives, Slack asks, a child is chosen, context and a significant event follow, and the family is answered',
  WALK,
  async () => {
    const phone = await journey.phone(GRACE);
    await phone.write('he didnt want to come home from contact today');
    const question = await card('Which child is this about');
    expect(wordsOf(question.blocks)).toContain('Grace Mensah, mother');
    expect(wordsOf(question.blocks)).toContain('he didnt want to come home');

    await people.press('U0NOBODY', question, 'About Osian');
    expect((await exported(journey, 'messages'))[0].attribution.state).toBe('awaiting-worker');

    await people.press(DEV, question, 'About Osian');
    const done = await card('On Osian Mensah’s record');
    await people.press(DEV, done, 'Add context');
    const form = people.view();
    expect(form.callback_id).toBe('context.save');
    const typed = { hearsay: CONTEXT.hearsay, source: CONTEXT.source, sig: ['yes'] };
    const saved = await people.submit(DEV, form, typed);
    // The event's own fields come with the tick.
    expect(saved).toMatchObject({ response_action: 'update' });
    const whole = { ...form, ...Object(saved.view) };
    const completed = await people.submit(DEV, whole, { ...CONTEXT, sig: ['yes'] });
    expect(completed).toEqual({ response_action: 'clear' });

    await expectOnRecord(journey);

    const complete = await card('The context is complete');
    await people.press(DEV, complete, 'Send to Grace Mensah by text');
    const sent = await people.submit(DEV, people.view(), {
      body: 'I will ring you at 4pm',
      child: ['C2'],
    });
    expect(sent).toEqual({ response_action: 'clear' });
    await phone.screen.getByText('I will ring you at 4pm').first().waitFor();
  },
);

test(
  'what is typed in the thread is never sent, and what is answered on the web is seen in Slack',
  WALK,
  async () => {
    const phone = await journey.phone(GRACE);
    await phone.write('can someone ring me about the kids shoes');
    const question = await card('kids shoes');
    const typed = 'NEVER SENT BY ITSELF';
    const thread = question.thread ?? question.ts;
    await post(
      signedJson(
        eventBody({
          type: 'message',
          channel: question.channel,
          channel_type: 'im',
          user: DEV,
          text: typed,
          ts: slack.state.nextTs(),
          thread_ts: thread,
          event_ts: '1',
        }),
      ),
    );
    const answer = await card('What you typed has not gone to Grace Mensah');
    expect(wordsOf(answer.blocks)).toContain('"Send to Grace Mensah"');
    expect(JSON.stringify(await exported(journey, 'messages'))).not.toContain(typed);
    expect(await phone.screen.getByText(typed).count()).toBe(0);

    await answerOnTheWeb(journey, 'kids shoes');
    const settled = await card('On Nia Mensah’s record');
    expect(settled.ts).toBe(question.ts);
    expect(wordsOf(settled.blocks)).toContain('You chose this on the web');
  },
);
