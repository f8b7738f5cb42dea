// A process of its own that uses the embedded server in the folder it is given, as `npm start` does.
// Prints one line of JSON when it is in, and leaves when its standard input ends.
// With an account's number it first becomes that ordinary user.
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.ts';

const [folder = '', account] = process.argv.slice(2);
if (account !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(account));
  process.setuid?.(Number(account));
}
const server = await startEmbeddedPostgres({ folder });
const { joined, notices } = server;
process.stdout.write(`${JSON.stringify({ joined, notices, url: server.urlOf('postgres') })}\n`);
process.stdin.resume();
process.stdin.once('end', () => void server.stop());
