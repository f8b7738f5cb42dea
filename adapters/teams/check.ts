// For `doctor`: whether Microsoft gives us a token. What the app may do shows only in Teams itself.
import { type Finding, ProviderTrouble } from '../../src/messaging/adapter.ts';
import type { Tokens } from './token.ts';

/** In plain words. Never throws. */
export async function check(tokens: Tokens): Promise<Finding[]> {
  try {
    tokens.forget();
    await tokens.get();
    return [{ ok: true, words: 'Microsoft accepts our app id and password, and gave us a token.' }];
  } catch (error) {
    const kind = error instanceof ProviderTrouble ? error.kind : 'unreachable';
    const message = error instanceof Error ? error.message : 'The token endpoint did not answer.';
    return [{ ok: false, words: `${message} ${ADVICE[kind]}` }];
  }
}

const ADVICE: Readonly<Record<ProviderTrouble['kind'], string>> = {
  credentials: 'Check TEAMS_APP_ID, TEAMS_APP_PASSWORD (secrets end) and TEAMS_TENANT_ID.',
  'slow-down': 'Try again in a minute.',
  unreachable: 'Check that this machine reaches login.microsoftonline.com, or TEAMS_LOGIN_URL.',
};
