// A process of its own that reads a backup twice, as an import does, and says what it took.
import { createHash } from 'node:crypto';
import { noFindings } from '../../src/devices-past/past-message.ts';
import { openSmsBackup } from '../../src/devices-past/sms-backup/backup-file.ts';

const [path = ''] = process.argv.slice(2);
const file = openSmsBackup(path, '+447700900001');
const wanted = new Set<string>();
let messages = 0;
for await (const message of file.read(noFindings(), () => {})) {
  messages += 1;
  for (const { place } of message.media) if (place !== null) wanted.add(place);
}
let bytes = 0;
await file.keepMedia(wanted, async (source) => {
  const hash = createHash('sha256');
  for await (const chunk of source) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
});
const megabytes = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(JSON.stringify({ messages, bytes, megabytes }));
