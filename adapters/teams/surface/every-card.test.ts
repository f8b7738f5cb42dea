// Every card that is posted and every form that takes its place: read by Microsoft's own parser, with a
// label at every input, words for a screen reader, and text where cards are not supported.
import * as AdaptiveCards from 'adaptivecards';
import { expect, test } from 'vitest';
import { everyCard, HUGE, ORDINARY } from '../../../test/support/teams-cards.ts';

/** Every object of a card, whatever it stands in. */
function partsOf(part: unknown): Record<string, unknown>[] {
  if (Array.isArray(part)) return part.flatMap(partsOf);
  if (typeof part !== 'object' || part === null) return [];
  return [{ ...part }, ...Object.values(part).flatMap(partsOf)];
}

const ordinary = await everyCard(ORDINARY);
const huge = await everyCard(HUGE);
const cases = Object.entries({ ordinary, huge }).flatMap(([size, cards]) =>
  Object.entries(cards).map(([name, card]) => [name, size, card] as const),
);

test.each(cases)('%s (%s) reads well', (_name, _size, card) => {
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);

  const context = new AdaptiveCards.SerializationContext();
  new AdaptiveCards.AdaptiveCard().parse(card, context);
  expect(context.eventCount).toBe(0);

  expect(card.speak.trim()).not.toBe('');
  expect(card.fallbackText).toContain('Open Casethread on the web');
  const parts = partsOf([card.body, card.actions]);
  const inputs = parts.filter(({ type }) => String(type).startsWith('Input.'));
  for (const { label, id } of inputs) {
    expect(String(label ?? '')).not.toBe('');
    expect(String(id ?? '')).not.toBe('');
  }
  for (const { title } of parts.filter(({ type }) => String(type).startsWith('Action.'))) {
    expect(String(title ?? '')).not.toBe('');
  }
  // No colour is our own or carries what words do not say, and neither does a picture.
  expect(JSON.stringify(card)).not.toMatch(/#[0-9a-f]{6}|"color":|"type":"Image"|backgroundImage/i);
  // A button that saves stands only where the words to be saved stand too.
  const saves = card.actions.some((action) =>
    ['context.save', 'reply.send', 'attribution.correct-save'].includes(String(action.verb)),
  );
  if (saves) expect(inputs.length).toBeGreaterThan(0);
});

test('one hundred children are searched among, not listed', () => {
  const { question } = huge;

  expect(JSON.stringify(question)).toContain('Search for the child by name or case number.');
  expect(JSON.stringify(question)).not.toContain('CT-99');
});

test('a family’s words are shown as they wrote them, whatever marks stand in them', async () => {
  const { question } = await everyCard({ words: '*bold* [link](http://x)', many: 1 });

  expect(JSON.stringify(question?.body)).toContain('\\\\*bold\\\\* \\\\[link\\\\](http://x)');
});
