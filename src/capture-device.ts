// The program that `casethread start` runs beside itself to read phones (src/devices/supervise.ts).
import { once } from 'node:events';
import { startReading } from './compose-device.ts';

const STOP_WITHIN_MS = 10_000;

// Everything that the browser writes is this user's alone.
process.umask(0o077);
// Ctrl-C goes to every process of a terminal: the one that started us says when to stop.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

const [message] = await once(process, 'message');
const reading = await startReading(message, () => process.exit(1));
// The library leaves some of its failures to nobody; the heartbeat notices what they break.
process.on('unhandledRejection', (error) => reading.onTrouble(error));
if (process.connected) await once(process, 'disconnect');
setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
await reading.stop();
process.exit(0);
