import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { flagCategory, flagSeverity, messageDirection } from '../../src/oversight/flag.ts';

const flagCase = z.object({
  id: z.string(),
  lang: z.string(),
  direction: messageDirection,
  severity: z.union([flagSeverity, z.literal('none')]),
  category: flagCategory.nullable(),
  text: z.string(),
  note: z.string(),
});
export type FlagCase = z.infer<typeof flagCase>;

/** Reads cases, one JSON object a line. `path` is relative to `test/`. */
export function readCases(path: string): readonly FlagCase[] {
  const text = readFileSync(join(import.meta.dirname, '..', path), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => flagCase.parse(JSON.parse(line)));
}

/** The batches that were composed for this project and that the weighed words were worked out from. */
export const composedCases = (): readonly FlagCase[] => folder('composed');

/** The latest batches, scored once when everything else was done: nothing was learnt from them. */
export const coldCases = (): readonly FlagCase[] => folder('cold');

function folder(name: string): readonly FlagCase[] {
  return readdirSync(join(import.meta.dirname, name))
    .sort()
    .flatMap((file) => readCases(`flags/${name}/${file}`));
}

/** What looks dangerous and is not: play, idiom, denial, the long past. */
export function isHardNegative(one: FlagCase): boolean {
  return one.severity === 'none' && one.note.startsWith('hard');
}
