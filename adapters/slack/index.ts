// Slack as a channel: conversations that are registered are recorded. What workers do in Slack goes
// through the same door, by the listeners that a surface brings.
import type { ChannelAdapter } from '../../src/messaging/adapter.ts';
import { type Clock, systemClock } from '../../src/messaging/clock.ts';
import type { RecordedConversation, Registrations } from '../../src/messaging/registration.ts';
import type { Desk } from '../../src/messaging/surface.ts';
import { announce } from './announce.ts';
import type { Behaviour, Bolt } from './bolt.ts';
import { check } from './check.ts';
import type { SlackClient } from './client.ts';
import { recordCommand } from './command.ts';
import { slackDoor } from './door.ts';
import { createIdentity } from './identity.ts';
import { ledger } from './ledger.ts';
import { fetchMedia } from './media.ts';
import { createNames } from './names.ts';
import type { Wait } from './polite.ts';
import { isSilent, type SlackSettings } from './settings.ts';
import { askWhichChild, listenForWorkers, slackSurface } from './surface/index.ts';

export type { SlackSettings } from './settings.ts';

export type SlackNeeds = Behaviour & {
  registrations: Registrations;
  /** The product's. In a demonstration it may run elsewhere than Slack's. */
  clock: Clock;
  /** What workers do in Slack goes to this desk; absent: Slack is a channel only. */
  desk?: Desk;
  onRevoked(): Promise<void>;
  onDropped(): Promise<void>;
  /** `error` null: it can be read again. */
  onUnreadable(conversation: RecordedConversation, error: string | null): Promise<void>;
  /** Workers are served: what answers them is loaded before the first one asks. */
  serves?: boolean;
  wait?: Wait;
};

export function createSlackAdapter(settings: SlackSettings, needs: SlackNeeds): ChannelAdapter {
  let opened: Promise<SlackClient> | undefined;
  const client = (): Promise<SlackClient> => {
    opened ??= import('./client.ts').then(({ openClient }) => openClient(settings));
    return opened;
  };
  const reachable = async () => (isSilent(settings) ? null : client());
  const names = createNames(reachable);
  const self = createIdentity(reachable);
  const { registrations, clock, desk } = needs;
  const listeners = desk ? [listenForWorkers(desk, registrations)] : [];
  let started: Promise<Bolt> | undefined;
  const bolt = (): Promise<Bolt> => {
    const command = recordCommand({ registrations, ...(desk ? { askWhichChild } : {}) });
    started ??= import('./bolt.ts').then(({ openBolt }) =>
      openBolt(settings, [command, ...listeners], needs),
    );
    return started;
  };
  if (needs.serves) setImmediate(() => void bolt().catch(needs.onTrouble));
  const adapter: ChannelAdapter = {
    provider: 'slack',
    channels: ['slack'],
    webhooks: [
      slackDoor({
        ...needs,
        signingSecret: settings.signingSecret,
        clocks: settings.loopbackOnly ? [systemClock, clock] : [clock],
        names,
        self,
        bolt,
      }),
    ],
  };
  // A demonstration without an address on this machine asks nothing of Slack.
  if (isSilent(settings)) return adapter;
  return {
    ...adapter,
    ...(desk ? { surface: slackSurface(client) } : {}),
    announce: async (announcement) => announce(await client(), announcement),
    fetchMedia: (source) => fetchMedia(settings, client, source),
    ledger: async function* (query) {
      yield* ledger({ ...needs, client: await client(), names, self }, query);
    },
    check: async () => check(await client()),
  };
}
