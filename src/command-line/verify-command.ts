// The words of `casethread verify`.
import type { Product } from './product.ts';
import {
  counted,
  type ExitCode,
  type Progress,
  say,
  showProgress,
  type Terminal,
} from './terminal.ts';
import { verify } from './verify/verify.ts';

export async function runVerify(
  { database, media }: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  let progress: Progress | undefined;
  const result = await verify({
    database,
    media,
    onStart: (total) => {
      progress = showProgress(terminal, 'Verifying', total);
    },
    onProgress: (done) => progress?.update(done),
  }).finally(() => progress?.stop());
  if (result.outcome === 'different') {
    say(
      terminal,
      result.words,
      'Change nothing more. Tell your information governance lead, and compare with a backup.',
    );
    return 1;
  }
  const { messages, deliveries, media: files } = result.counts;
  say(
    terminal,
    `${counted(messages, 'message')}, ${counted(deliveries, 'raw payload')} and ` +
      `${counted(files, 'attachment')} are as they were kept.`,
  );
  return 0;
}
