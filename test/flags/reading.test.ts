import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flag } from '../../src/oversight/flag.ts';
import { shippedEvaluator } from './scores.ts';

const evaluate = shippedEvaluator();
const inbound = (text: string): readonly Flag[] => evaluate({ text, direction: 'inbound' });
const isUrgent = (text: string): boolean =>
  inbound(text).some((flag) => flag.severity === 'urgent');

describe('what families write', () => {
  test.each([
    ['a plain disclosure', 'My dad hit me with his belt again'],
    ['text-speak', 'hes hitin me wiv a belt agen'],
    ['Welsh, mutated', "Mae Dad yn fy nharo i efo'i felt"],
    ['Polish', 'Tata mnie bije'],
    ['letters drawn out', 'pleeease help my dad is strangling my mummm'],
    ['curly apostrophes', 'He’s strangling mum and she can’t breathe'],
  ])('%s is urgent', (_, text) => {
    expect(isUrgent(text)).toBe(true);
  });

  test.each([
    ['a denial', 'He has never hit me or the kids'],
    ['the long past', 'When I was a kid my dad used to hit me with a belt, years ago'],
    ['an idiom', 'This homework is killing me'],
    ['a game', 'He got killed by a zombie in Fortnite and cried'],
    ['Welsh weather', "Mae hi'n bwrw glaw yn drwm"],
    ['hunger before tea', 'Kids are starving lol, pizza please'],
  ])('%s is not urgent', (_, text) => {
    expect(isUrgent(text)).toBe(false);
  });

  test('the evidence is the words as written, and the rule is named with its version', () => {
    const [flag] = inbound('Mum’s partner STRANGLED me on Sunday');

    expect(flag?.evidence.join(' ')).toContain('STRANGLED');
    expect(flag?.rule).toMatch(/^[a-z-]+@\d+$/u);
  });

  test('a careless reply is a matter of conduct, the same words from a family are not', () => {
    const text = "I'll keep that out of my notes, just between us";

    expect(evaluate({ text, direction: 'outbound' }).map((flag) => flag.category)).toContain(
      'conduct',
    );
    expect(inbound(text).map((flag) => flag.category)).not.toContain('conduct');
  });
});

test('any text is read without an error, and evidence always stands in the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const flag of inbound(text))
        for (const words of flag.evidence) expect(text).toContain(words);
    }),
    { seed: 20261121, numRuns: 300 },
  );
});

describe('time is linear in the text', () => {
  const cpu = (text: string): number => {
    const before = process.cpuUsage();
    inbound(text);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const least = (text: string): number => Math.min(cpu(text), cpu(text), cpu(text));

  // Quadratic work would take 64 times as long for 8 times the text. The measure is a ratio of the same machine's own work.
  test.each([
    ['words that begin every pattern', 'he she they dad mum who '],
    ['fillers between words of a pattern', 'he really really really the a and '],
    ['matches that a guard takes away', 'he never hit me. '],
    ['turns of phrase', 'killing me lol he hit the roof '],
    ['one letter over and over', 'aaaaaaaaaaaaaaaa'],
    ['apostrophes', "d'a'd'"],
  ])('%s', (_, piece) => {
    const short = least(piece.repeat(1_000));
    const long = least(piece.repeat(8_000));

    expect(long).toBeLessThan(32 * (short + 2_000));
  });
});
