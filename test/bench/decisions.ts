// How many decisions one core makes in a second, on the realistic development families.
import { readFileSync } from 'node:fs';
import { step } from '../../src/attribution/conversation.ts';
import { indexPeople, type PeopleIndex } from '../../src/attribution/names/people-index.ts';
import {
  type ChildFact,
  type ConversationEvent,
  NEW_CONVERSATION,
} from '../../src/attribution/types.ts';
import {
  factsOf,
  namesakeFinder,
  type People,
  readHistory,
  readPeople,
} from '../attribution/family-data.ts';
import { line, median } from './figures.ts';

const FAMILIES = new URL('../fixtures/attribution/dev-realistic', import.meta.url).pathname;

/** The same families in an authority of so many children more than there are. */
const OTHER_CHILDREN = 20_000;

/** How often each authority's messages are decided again, one authority after the other, once the code is warm. */
const ROUNDS = 25;
const WARM_UP = 10;

/**
 * (e): decisions in a second of the thread's processor time, which other work on the machine takes little from; the ratio
 * says that they do not depend on the authority's size.
 */
export async function measureDecisions(): Promise<void> {
  const authorities = [conversationsOf(0), conversationsOf(OTHER_CHILDREN)];
  const rates = authorities.map((): number[] => []);
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1)
    for (const [place, conversations] of authorities.entries()) {
      const rate = decisionRate(conversations);
      if (round >= WARM_UP) rates[place]?.push(rate);
    }
  const [own = Number.NaN, large = Number.NaN] = rates.map(median);
  line('e decisions', `${Math.round(own)}/s of one core (target 20,000/s)`);
  line('e with 20,000 more children', `${Math.round(large)}/s, ratio ${(large / own).toFixed(2)}`);
}

type Prepared = { events: readonly ConversationEvent[]; index: PeopleIndex };

/** Every conversation of the families in an authority of `others` children more, read and made ready. */
function conversationsOf(others: number): Prepared[] {
  const people = withOthers(readPeople(`${FAMILIES}/people`), others);
  const findNamesakes = namesakeFinder(people);
  const facts = new Map<string, ReturnType<typeof factsOf>>();
  const factsFor = (address: string) => {
    const known = facts.get(address) ?? factsOf(people, address);
    facts.set(address, known);
    return known;
  };
  return readHistory(`${FAMILIES}/history.ndjson`, (body, counterpart) =>
    findNamesakes(body, factsFor(counterpart)),
  ).map(({ counterpart, events }) => ({ events, index: indexPeople(factsFor(counterpart)) }));
}

/** Decides every message once; returns decisions per second of processor time. */
function decisionRate(conversations: readonly Prepared[]): number {
  const before = process.threadCpuUsage();
  let decisions = 0;
  for (const { events, index } of conversations) {
    let state = NEW_CONVERSATION;
    for (const event of events) {
      const next = step(state, event, index);
      state = next.state;
      decisions += next.decisions.length;
    }
  }
  const { user, system } = process.threadCpuUsage(before);
  return (1_000_000 * decisions) / (user + system);
}

const GIVEN_NAMES = new URL('../../src/attribution/words/given-names.txt', import.meta.url);

/** Children of other families: every given name there is, with the family names at hand. */
function withOthers(people: People, count: number): People {
  const given = readFileSync(GIVEN_NAMES, 'utf8')
    .split('\n')
    .filter((name) => /^\p{L}+$/u.test(name));
  const family = people.children.map(({ name }) => name.split(' ').at(-1) ?? name);
  const others = Array.from(
    { length: count },
    (_, n): ChildFact => ({
      caseNumber: `OTHER-${n}`,
      name: `${given[n % given.length]} ${family[(7 * n) % family.length]}`,
      preferredName: null,
      alsoKnownAs: [],
      aliases: [],
      dateOfBirth: '2015-05-05',
      sex: null,
      household: `OTHER-${n}`,
      status: 'open',
      closed: null,
    }),
  );
  return { ...people, children: [...people.children, ...others] };
}
