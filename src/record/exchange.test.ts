import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Addition, EXCHANGE_GAP_MS, exchangesOf, type Run } from './exchange.ts';

const MINUTE = 60_000;

/** What the record holds: runs that messages were put on, as the stage keeps them. */
type Held = Run & { messages: Addition[] };

/** Puts a batch on the record, as the stage writes what is planned. */
function put(held: Held[], batch: readonly Addition[]): Held[] {
  let after = held;
  for (const exchange of exchangesOf(held, batch)) {
    const gone = new Set([exchange.run, ...exchange.joined].map((run) => run?.recordingId));
    const before = after.filter(({ recordingId }) => gone.has(recordingId));
    const messages = [...before.flatMap((run) => run.messages), ...exchange.additions];
    const times = messages.map(({ at }) => at);
    const recordingId = exchange.run?.recordingId ?? `R-${exchange.additions[0]?.messageId}`;
    after = [
      ...after.filter((run) => !gone.has(run.recordingId)),
      { recordingId, from: Math.min(...times), to: Math.max(...times), begun: false, messages },
    ];
  }
  return after;
}

const partition = (held: readonly Held[]) =>
  held.map(({ messages }) => messages.map(({ messageId }) => messageId).sort()).sort();

/** The definition, word by word: no gap over four hours. */
function byDefinition(messages: readonly Addition[]): string[][] {
  const runs: Addition[][] = [];
  for (const message of [...messages].sort((a, b) => a.at - b.at)) {
    const last = runs.at(-1);
    const gap = message.at - (last?.at(-1)?.at ?? Number.NEGATIVE_INFINITY);
    if (last && gap <= EXCHANGE_GAP_MS) last.push(message);
    else runs.push([message]);
  }
  return runs.map((run) => run.map(({ messageId }) => messageId).sort()).sort();
}

describe('an exchange is the run of messages with no gap over 4 hours', () => {
  test('however messages arrive, in any order and in any batches, the exchanges are the same', () => {
    const minutes = fc.uniqueArray(fc.nat(3 * 24 * 60), { minLength: 1, maxLength: 25 });
    const batchSizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(minutes, batchSizes, (arrivals, sizes) => {
        const messages = arrivals.map((minute) => ({
          messageId: `M${minute}`,
          at: minute * MINUTE,
        }));
        let held: Held[] = [];
        for (let from = 0, turn = 0; from < messages.length; turn += 1) {
          const size = sizes[turn] ?? 1;
          held = put(held, messages.slice(from, from + size));
          from += size;
        }

        expect(partition(held)).toEqual(byDefinition(messages));
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  test('a gap of 4 hours holds it together, one millisecond more does not', () => {
    const first = { messageId: 'A', at: 0 };

    expect(exchangesOf([], [first, { messageId: 'B', at: EXCHANGE_GAP_MS }])).toHaveLength(1);
    expect(exchangesOf([], [first, { messageId: 'B', at: EXCHANGE_GAP_MS + 1 }])).toHaveLength(2);
  });
});
