// The words of `casethread explain`: why a message is where it is, and whether the rules in force agree.
import { recordAudit } from '../access/audit-store.ts';
import { explainMessage } from '../attribution/explain.ts';
import type { Decision } from '../attribution/types.ts';
import { findMessageIds } from './explain-store.ts';
import type { Product } from './product.ts';
import { type ExitCode, say, type Terminal } from './terminal.ts';

/** `explain <message>`: results on standard output, one decision after the other. */
export async function runExplain(
  name: string,
  { database, clock, drain }: Product,
  terminal: Terminal,
): Promise<ExitCode> {
  await drain();
  const ids = await findMessageIds(database.pool, name);
  if (ids.length === 0) {
    say(terminal, `There is no message ${name}. Give its id, the provider’s, or its reference.`);
    return 1;
  }
  for (const id of ids) {
    const explained = await explainMessage(database, id);
    if (explained === null) {
      say(terminal, `Nothing was decided on message ${id} yet. It is kept.`);
      continue;
    }
    const { decisions, again, same } = explained;
    await recordAudit(database.pool, {
      at: clock(),
      actor: 'system:explain',
      action: 'explain',
      subjectKind: 'message',
      subjectId: id,
      caseNumbers: decisions.at(-1)?.caseNumbers ?? [],
    });
    const lines = [
      `Message ${id}`,
      ...decisions.flatMap((decision, place) => describe(decision, `Decision ${place + 1}`)),
      ...(same
        ? [`Met again, the rules in force (${again.ruleVersion}) decide the same.`]
        : describe(again, `Met again, the rules in force decide otherwise`)),
    ];
    terminal.out.write(`${lines.join('\n')}\n`);
  }
  return 0;
}

function describe(decision: Decision, title: string): string[] {
  const { state, caseNumbers, method, decidedBy, decidedAt, ruleVersion, reasons, cues } = decision;
  const about = caseNumbers.length > 0 ? ` ${caseNumbers.join(', ')}` : '';
  const how = method === null ? '' : ` by ${method}`;
  const when = new Date(decidedAt).toISOString();
  return [
    `${title}: ${state}${about}${how}, ${decidedBy}, ${when}, rules ${ruleVersion}`,
    ...reasons.map((reason) => `  because: ${reason}`),
    ...cues.map((cue) => `  ${cue.speaks} (${cue.kind}): ${cue.reason}`),
  ];
}
