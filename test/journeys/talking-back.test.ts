// What a worker writes to a family: who it goes to first, what is asked, what is stopped, what arrives.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Journey,
  startJourney,
  untilItSays,
  untilReloadSays,
  wordsOf,
} from '../support/journey.ts';
import { AILSA, BETHAN, GARETH, JOURNEY_PEOPLE, MEGAN, TEXTS } from '../support/journey-people.ts';

const WALK = { timeout: 90_000 };

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney({ people: JOURNEY_PEOPLE });
});
afterAll(() => journey?.close());

/** The conversation with somebody, opened from the child's record. */
async function messageFrom(worker: Page, caseNumber: string, contact: string): Promise<void> {
  await worker.goto(`/children/${caseNumber}`);
  const name = new RegExp(`^Message ${contact} about`);
  await worker.getByRole('button', { name }).or(worker.getByRole('link', { name })).click();
  await worker.getByRole('heading', { name: contact, level: 1 }).waitFor();
}

const body = (worker: Page) => worker.getByLabel('Your message');

test(
  'the first message tells the family once that messages are kept, as the worker saw before sending',
  WALK,
  async () => {
    const worker = await journey.signIn('Dev Patel');
    await messageFrom(worker, 'C4', 'Megan Lloyd');
    const before = await wordsOf(worker);
    expect(before).toMatch(/To Megan Lloyd, mother, 07700 900121 From North team texts/);
    const notice =
      /“(This is children's services \(North team texts\)\. [^”]*call 999\.[^”]*)”/.exec(
        before,
      )?.[1];
    expect(notice).toContain('kept on the child');

    await body(worker).fill('Hello Megan, shall we talk at 3 today?');
    await worker.getByRole('button', { name: 'Send to Megan Lloyd by text' }).click();
    await untilItSays(worker, 'Kept, and being sent.');
    expect(await wordsOf(worker)).toContain(
      'The family is also told, once, that messages are kept',
    );
    await untilReloadSays(worker, /Hello Megan, shall we talk at 3 today\? 11:\d\dam, delivered/);

    const phone = await journey.phone(MEGAN);
    expect(await phone.screen.innerText()).toContain(notice);
    await body(worker).fill('I can ring you.');
    expect(await wordsOf(worker)).not.toContain('also sends');
    await worker.getByRole('button', { name: 'Send to Megan Lloyd by text' }).click();
    await untilReloadSays(worker, /I can ring you\. 11:\d\dam, delivered/);
    await phone.page.reload();
    expect(await phone.screen.getByText(notice ?? '').count()).toBe(1);
    expect(await phone.screen.getByText('I can ring you.').count()).toBe(1);
    await worker.reload();
    expect(await wordsOf(worker)).toContain('Told about recording Yes, today. Delivered.');
  },
);

test(
  'a text that names another child and gives a private number is asked about before it goes',
  WALK,
  async () => {
    const worker = await journey.signIn('Dev Patel');
    await messageFrom(worker, 'C5', 'Ailsa Reid');
    const words = 'Tomos did as well as Osian Mensah. Ring me on 07700 900777.';
    await body(worker).fill(words);
    await worker.getByRole('button', { name: 'Send to Ailsa Reid by text' }).click();

    await untilItSays(worker, 'Check before you send');
    const asked = await wordsOf(worker);
    expect(asked).toContain('It names Osian');
    expect(asked).toContain('It gives a number that is not official: 07700 900777.');
    expect(await body(worker).inputValue()).toBe(words);
    const phone = await journey.phone(AILSA);
    expect(await phone.screen.innerText()).not.toContain('Osian');

    await body(worker).fill('Tomos did very well today.');
    await worker.getByRole('button', { name: 'Send to Ailsa Reid by text' }).click();
    await untilReloadSays(worker, /Tomos did very well today\. 11:\d\dam, delivered/);
    await phone.page.reload();
    expect(await phone.screen.innerText()).not.toContain('Osian');
  },
);

test(
  'who said STOP, is not permitted, or was never checked cannot be written to, and the page says why',
  WALK,
  async () => {
    const worker = await journey.signIn('Dev Patel');
    const gareth = await journey.phone(GARETH);
    await gareth.write('Tell Harri I said happy birthday');
    await untilReloadSays(worker, 'Harri Lloyd');
    const bethan = await journey.phone(BETHAN);
    await bethan.write('Harri left his coat at mine');
    await untilReloadSays(worker, 'Bethan Lloyd');

    await openConversation(worker, GARETH.address);
    const notPermitted = await wordsOf(worker);
    expect(notPermitted).toContain('You cannot message Gareth Lloyd yet');
    expect(notPermitted).toContain(
      'Gareth Lloyd is not permitted to have contact about Harri Lloyd.',
    );
    expect(await worker.getByRole('button', { name: /^Send to/ }).count()).toBe(0);

    await openConversation(worker, BETHAN.address);
    const unchecked = await wordsOf(worker);
    expect(unchecked).toContain('Nobody has checked that 07700 900123 belongs to Bethan Lloyd.');
    expect(await worker.getByRole('button', { name: /^Send to/ }).count()).toBe(0);

    await messageFrom(worker, 'C5', 'Ailsa Reid');
    await body(worker).fill('See you tomorrow, Ailsa.');
    const ailsa = await journey.phone(AILSA);
    await ailsa.write('STOP', `sms ${TEXTS}`);
    await worker.getByRole('button', { name: 'Send to Ailsa Reid by text' }).click();
    await untilItSays(worker, 'Ailsa Reid wrote “STOP”. The phone network takes that as “stop”');
    await untilItSays(worker, 'Nothing was sent.');
    expect(await wordsOf(worker)).toContain('they text START to 07700 900001');
    await ailsa.page.reload();
    expect(await ailsa.screen.innerText()).not.toContain('See you tomorrow');
    await ailsa.write('START', `sms ${TEXTS}`);
  },
);

async function openConversation(worker: Page, counterpart: string): Promise<void> {
  const { id } = await journey.database.prisma.conversation.findFirstOrThrow({
    where: { counterpart },
  });
  await worker.goto(`/conversations/${id}`);
}

test(
  'a number that refuses messages is told to the worker in words, until they have seen it',
  WALK,
  async () => {
    const phone = await journey.phone(MEGAN);
    await phone.page.getByLabel('Refuse messages to Megan Lloyd').check();
    await phone.page.getByRole('button', { name: 'Change' }).click();
    await untilItSays(phone.page, 'The provider behaves like that from now on.');
    const worker = await journey.signIn('Dev Patel');
    await messageFrom(worker, 'C4', 'Megan Lloyd');
    await body(worker).fill('The meeting about Harri is at 2 on Monday.');
    await worker.getByRole('button', { name: 'Send to Megan Lloyd by text' }).click();
    await untilItSays(worker, 'Kept, and being sent.');

    await worker.goto('/inbox');
    await untilReloadSays(worker, 'Not delivered (1)');
    const inbox = await wordsOf(worker);
    expect(inbox).toContain('To Megan Lloyd, mother');
    expect(inbox).toContain('“The meeting about Harri is at 2 on Monday.”');
    expect(inbox).toContain('The phone could not be reached. It may be switched off.');
    expect(inbox).toContain('A copy is kept on the record.');
    await phone.page.reload();
    expect(await phone.screen.innerText()).not.toContain('The meeting');

    await worker.getByRole('button', { name: /^I have seen this.*To Megan Lloyd/ }).click();
    await untilItSays(worker, 'The message stays in the conversation, marked as not delivered.');
    expect(await wordsOf(worker)).not.toContain('Not delivered (');
  },
);
