// How many messages one core reads for flags in a second.
import { coldCases, type FlagCase, isHardNegative } from '../flags/cases.ts';
import { ordinaryMessages } from '../flags/ordinary-messages.ts';
import { shippedEvaluator } from '../flags/scores.ts';
import { line, median } from './figures.ts';

const ROUNDS = 9;
const WARM_UP = 2;
const MESSAGES = 5_000;

/** (h): messages read in a second of the thread's processor time, made-up ones, everyday ones and alarming ones in turn. */
export async function measureFlags(): Promise<void> {
  const evaluate = shippedEvaluator();
  const cold = coldCases();
  const isEveryday = (one: FlagCase): boolean => one.severity === 'none' && !isHardNegative(one);
  const kinds = [
    ['made up', ordinaryMessages(MESSAGES)],
    ['everyday', cold.filter(isEveryday)],
    ['alarming', cold.filter((one) => !isEveryday(one))],
  ] as const;
  const speeds = kinds.map((): number[] => []);
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1)
    for (const [place, [, cases]] of kinds.entries()) {
      const before = process.threadCpuUsage();
      for (let index = 0; index < MESSAGES; index += 1) {
        const one = cases[index % cases.length];
        if (one !== undefined) evaluate(one);
      }
      const { user, system } = process.threadCpuUsage(before);
      if (round >= WARM_UP) speeds[place]?.push((1_000_000 * MESSAGES) / (user + system));
    }
  for (const [place, [name]] of kinds.entries())
    line(
      `h flags, ${name} messages`,
      `${Math.round(median(speeds[place] ?? []))}/s of one core (target 10,000/s)`,
    );
}
