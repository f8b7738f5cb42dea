// (b) From the door to the worker's page at 200 messages a second, and what the stages sustain.
import { setTimeout as delay } from 'node:timers/promises';
import { messageIdOf } from '../../src/messaging/identity.ts';
import { counterpart, OFFICIAL_NUMBER } from './authority.ts';
import { type Target, untilIdle, webhookLoad } from './capture.ts';
import { heading, latencies, line, median } from './figures.ts';
import { signIn } from './pages.ts';
import { runClient } from './processes.ts';
import type { WebhookResult } from './send-all.ts';
import { messageSid } from './webhook-client.ts';

const RATE = 200;
const SECONDS = 30;
const BACKLOG = 30_000;
const SAMPLE_EVERY_MS = 400;

/** Prints the latencies and the rate. */
export async function measureStages(target: Target): Promise<void> {
  heading(`(b) From the door to the record, at ${RATE} messages a second`);
  await untilIdle(target.owner);
  const load = webhookLoad(target, RATE * SECONDS, RATE);
  const watching = watchPage(target);
  await runClient<WebhookResult>('webhook-client.ts', load);
  await untilIdle(target.owner);
  const seen = await watching.stop();

  const ids = Array.from({ length: load.messages }, (_, index) =>
    messageIdOf('whatsapp', messageSid(load.from + index)),
  );
  const { rows } = await target.owner.query<{ decided: number; recorded: number | null }>(
    `SELECT 1000 * extract(epoch FROM a.recorded_at - m.received_at)::float AS decided,
            1000 * extract(epoch FROM rm.added_at - m.received_at)::float AS recorded
     FROM message m JOIN attribution a ON a.message_id = m.id AND a.version = 1
     LEFT JOIN recording_message rm ON rm.message_id = m.id
     WHERE m.id = ANY ($1::uuid[])`,
    [ids],
  );
  const recorded = rows.flatMap((row) => row.recorded ?? []);
  line('door to attributed', latencies(rows.map((row) => row.decided)));
  line('door to recorded (target p99 below 1 s)', latencies(recorded));
  line('door to the worker’s page (samples)', `${latencies(seen)} (${seen.length} samples)`);
  line('messages decided, recorded', `${rows.length}, ${recorded.length} of ${load.messages}`);
  await measureSustained(target);
}

/**
 * A family that writes now and then beside the load, and a worker who asks for the conversation
 * until the words are on its page.
 */
function watchPage(target: Target): { stop(): Promise<number[]> } {
  const took: number[] = [];
  let stopping = false;
  const watching = (async () => {
    const cookie = await signIn(target.url, 'BW1');
    while (!stopping) {
      const load = webhookLoad(target, 1, null);
      const words = `Seen on the page ${load.from}`;
      const started = performance.now();
      const own = { ...load, counterparts: [counterpart(200)], bodies: [words], connections: 1 };
      const { took: answered } = await runClient<WebhookResult>('webhook-client.ts', own);
      // The client's own start is not the product's: the clock begins with the request.
      const offset = performance.now() - started - (answered[0] ?? 0);
      await untilOnPage(target.url, cookie, words);
      took.push(performance.now() - started - offset);
      await delay(SAMPLE_EVERY_MS);
    }
  })();
  return {
    stop: async () => {
      stopping = true;
      await watching;
      return took;
    },
  };
}

async function untilOnPage(url: string, cookie: string, words: string): Promise<void> {
  const { conversationIdOf } = await import('../../src/messaging/identity.ts');
  const path = `/conversations/${conversationIdOf('whatsapp', OFFICIAL_NUMBER, counterpart(200))}`;
  for (;;) {
    const page = await fetch(url + path, { headers: { cookie } });
    if ((await page.text()).includes(words)) return;
    await delay(25);
  }
}

/** A backlog as after an outage: what waits while new messages keep coming is done at this rate. */
async function measureSustained(target: Target): Promise<void> {
  const rates: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const started = performance.now();
    await runClient<WebhookResult>('webhook-client.ts', webhookLoad(target, BACKLOG / 3, null));
    await untilIdle(target.owner);
    rates.push(BACKLOG / 3 / ((performance.now() - started) / 1_000));
  }
  line(
    'captured, attributed, flagged and recorded',
    `${median(rates).toFixed(0)} messages a second`,
  );
}
