// The words of `casethread reconcile`.
import type { Reconciled } from '../capture/reconcile.ts';
import type { Product } from './product.ts';
import { counted, type ExitCode, number, say, showActivity, type Terminal } from './terminal.ts';

/** Differences named one by one; `export completeness` has all of them. */
const MOST_NAMED = 10;

export async function runReconcile(
  { since }: { since?: Date },
  product: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  const progress = showActivity(terminal, 'Asking the providers', 'numbers');
  const { providers, numbers, problems } = await product
    .reconcile(since ? { since } : {})
    .finally(progress.stop);
  await product.drain();
  for (const compared of numbers) say(terminal, ...wordsOf(compared));
  for (const { provider, words } of problems) say(terminal, `${provider}: ${words}`);
  if (problems.length > 0) {
    say(terminal, 'What was found before that is kept. Run this again: it goes on from there.');
    return 1;
  }
  if (providers.length === 0) {
    say(
      terminal,
      'There is no provider to ask: none is set up. In a demonstration the pretend one is part of',
      '“npm start”: leave that running, and run this beside it.',
    );
  } else if (numbers.length === 0) {
    say(terminal, 'No provider has a number of ours to compare.');
  }
  return 0;
}

function wordsOf({ provider, officialNumber, held, captured, differences }: Reconciled): string[] {
  const named = differences
    .slice(0, MOST_NAMED)
    .map(({ side, kind, externalId, why }) => `  ${SIDES[side]} ${kind} ${externalId}: ${why}`);
  const more = differences.length - named.length;
  return [
    `${provider} ${officialNumber}: ${counted(held, 'message')} looked at, ` +
      `${number(captured)} of them missing here and kept now` +
      (differences.length > 0 ? `; ${counted(differences.length, 'difference')} left` : ''),
    ...named,
    ...(more > 0 ? [`  and ${number(more)} more: see npx casethread export completeness`] : []),
  ];
}

const SIDES = { missing: 'missing here:', extra: 'only here:', attachment: 'no attachment:' };
