// For `doctor`: whether Slack takes our token, and whether the app may do what it must.
import { z } from 'zod';
import type { Finding } from '../../src/messaging/adapter.ts';
import type { SlackClient } from './client.ts';
import { troubleOf } from './failure.ts';
import { SCOPES } from './scopes.ts';

const answer = z.looseObject({
  team: z.string().optional(),
  response_metadata: z
    .looseObject({ scopes: z.array(z.string()).optional() })
    .optional()
    .catch(undefined),
});

/** In plain words. Never throws. */
export async function check(client: SlackClient): Promise<Finding[]> {
  try {
    const { response_metadata } = answer.parse(await client.auth.test());
    return [
      { ok: true, words: 'Slack answers and accepts our token.' },
      ...scopeFindings(response_metadata?.scopes),
    ];
  } catch (error) {
    const trouble = troubleOf(error);
    return [{ ok: false, words: `${trouble.message} ${advice(trouble.kind)}` }];
  }
}

/** Slack says with every answer what the token is good for. */
function scopeFindings(granted: readonly string[] | undefined): Finding[] {
  if (granted === undefined) return [];
  const missing = SCOPES.filter((scope) => !granted.includes(scope));
  const needless = granted.filter((scope) => !SCOPES.some((known) => known === scope));
  const findings: Finding[] = [];
  if (missing.length > 0) {
    findings.push({
      ok: false,
      words:
        `The Slack app lacks ${missing.join(', ')}. Update its manifest with what ` +
        '"npx casethread manifest slack" prints, and install it again.',
    });
  }
  if (needless.length > 0) {
    findings.push({
      ok: false,
      words: `The Slack app has more rights than Casethread uses: ${needless.join(', ')}. Take them away.`,
    });
  }
  return findings.length > 0
    ? findings
    : [{ ok: true, words: 'The Slack app has the rights it needs, and no others.' }];
}

function advice(kind: 'slow-down' | 'credentials' | 'unreachable'): string {
  switch (kind) {
    case 'credentials':
      return 'Check SLACK_BOT_TOKEN, and that the app is still installed in the workspace.';
    case 'slow-down':
      return 'Try again in a minute.';
    case 'unreachable':
      return 'Check the network, and SLACK_API_URL if it is set.';
    default:
      return kind satisfies never;
  }
}
