// In any world, an export that overlaps what was captured brings exactly what is missing.
import { expect, test } from 'vitest';
import { deviceTest } from '../../../test/support/device-import.ts';

/** A small generator of its own, so that a failure can be had again. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Sent = { minute: number; words: string; isOurs: boolean; isCaptured: boolean };

const WORDS = ['ok', 'Ok', 'yes', 'see you', 'ok\nthanks'];

function world(seed: number): Sent[] {
  const next = numbersFrom(seed);
  return Array.from({ length: 30 }, () => ({
    minute: next(6),
    words: WORDS[next(WORDS.length)] ?? 'ok',
    isOurs: next(2) === 0,
    isCaptured: next(3) > 0,
  })).sort((a, b) => a.minute - b.minute);
}

const clock = (minute: number) => `10:${String(minute).padStart(2, '0')}`;
const line = ({ minute, words, isOurs }: Sent) =>
  `14/03/2026, ${clock(minute)} - ${isOurs ? 'Dev Patel' : 'Grace Mensah'}: ${words}\n`;
const keyOf = ({ minute, words, isOurs }: Sent) => `${clock(minute)} ${isOurs} ${words}`;

test.each([1, 2, 3, 4, 5, 6])(
  'world %d: everything once, nothing twice, nothing lost',
  async (seed) => {
    const device = await deviceTest();
    const sent = world(seed);
    for (const one of sent.filter(({ isCaptured }) => isCaptured)) {
      await device.captured(`2026-03-14T${clock(one.minute)}:30Z`, one.words, {
        direction: one.isOurs ? 'outbound' : 'inbound',
      });
    }
    const half = sent.slice(0, 17);
    for (const part of [half, sent, half]) {
      const zip = await device.zip({ '_chat.txt': part.map(line).join('') });
      await device.whatsApp(zip, {}, { drain: async () => {} });
    }

    const kept = await device.query(
      `SELECT to_char(occurred_at AT TIME ZONE 'UTC', 'HH24:MI') || ' ' || (direction = 'outbound') || ' ' || body AS key FROM message`,
    );
    expect(kept.map(({ key }) => key).sort()).toEqual(sent.map(keyOf).sort());
  },
);
