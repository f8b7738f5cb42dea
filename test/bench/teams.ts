// (g) Signed Teams activities of recorded conversations, against the same number of texts.
import { APP_ID, type FakeTeams, TENANT } from '../fakes/teams/server.ts';
import { CONNECTIONS, measureAgainstTexts } from './against-texts.ts';
import { BODIES } from './authority.ts';
import type { Target } from './capture.ts';
import { runClient } from './processes.ts';
import type { TeamsLoad } from './teams-client.ts';

const CONVERSATIONS = Array.from({ length: 500 }, (_, place) => `19:bench${place}@thread.v2`);

/** Prints both rates and their ratio. */
export async function measureTeams(target: Target, microsoft: FakeTeams): Promise<void> {
  const serviceUrl = `${microsoft.url}/`;
  await measureAgainstTexts(target, {
    part: 'g',
    platform: 'Teams',
    channel: 'teams',
    what: 'activities',
    target: '',
    officialNumber: TENANT,
    conversations: CONVERSATIONS,
    parentAt: (place) => `parent-${place}`,
    send(from, messages) {
      const load: TeamsLoad = {
        url: target.url,
        serviceUrl,
        // Bot Framework uses a token for many activities, and so does this.
        token: microsoft.issuer.sign(APP_ID, serviceUrl),
        tenantId: TENANT,
        from,
        messages,
        connections: CONNECTIONS,
        conversations: CONVERSATIONS,
        bodies: BODIES,
      };
      return runClient('teams-client.ts', load);
    },
  });
}
