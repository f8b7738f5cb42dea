// The words of `casethread reconcile`.
import type { Product } from './product.ts';
import { counted, type ExitCode, number, say, showActivity, type Terminal } from './terminal.ts';

export async function runReconcile(
  { since }: { since?: Date },
  product: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  const progress = showActivity(terminal, 'Asking the providers', 'numbers');
  const { numbers, problems } = await product
    .reconcile(since ? { since } : {})
    .finally(progress.stop);
  await product.drain();
  for (const { provider, officialNumber, held, captured } of numbers) {
    say(
      terminal,
      `${provider} ${officialNumber}: ${counted(held, 'message')} looked at, ` +
        `${number(captured)} of them missing here and kept now`,
    );
  }
  for (const { provider, words } of problems) say(terminal, `${provider}: ${words}`);
  if (problems.length > 0) {
    say(terminal, 'What was found before that is kept. Run this again: it goes on from there.');
    return 1;
  }
  if (numbers.length === 0) say(terminal, 'No provider has a number of ours to compare.');
  return 0;
}
