// How many decisions one core makes in a second, on the realistic development families.
import { step } from '../../src/attribution/conversation.ts';
import { indexPeople } from '../../src/attribution/names/people-index.ts';
import { NEW_CONVERSATION } from '../../src/attribution/types.ts';
import { factsOf, namesakeFinder, readHistory, readPeople } from '../attribution/family-data.ts';

const FAMILIES = new URL('../fixtures/attribution/dev-realistic', import.meta.url).pathname;

/** Decides every message of the families `rounds` times; returns decisions per second of the median round. */
export function measureDecisions(rounds = 9): number {
  const people = readPeople(`${FAMILIES}/people`);
  const findNamesakes = namesakeFinder(people);
  const facts = new Map<string, ReturnType<typeof factsOf>>();
  const factsFor = (address: string) => {
    const known = facts.get(address) ?? factsOf(people, address);
    facts.set(address, known);
    return known;
  };
  const conversations = readHistory(`${FAMILIES}/history.ndjson`, (body, counterpart) =>
    findNamesakes(body, factsFor(counterpart)),
  ).map(({ counterpart, events }) => ({ events, index: indexPeople(factsFor(counterpart)) }));
  const rates = Array.from({ length: rounds }, () => {
    const start = performance.now();
    let decisions = 0;
    for (const { events, index } of conversations) {
      let state = NEW_CONVERSATION;
      for (const event of events) {
        const next = step(state, event, index);
        state = next.state;
        decisions += next.decisions.length;
      }
    }
    return (1_000 * decisions) / (performance.now() - start);
  });
  return rates.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}
