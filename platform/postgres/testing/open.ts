/**
 * A process of its own for the supervisor's tests: opens the database of the directory given, prints one JSON line about it, stops in
 * order when its input ends. Kill it to see what a crash leaves behind.
 */
import { openDatabaseServer } from '../index.ts';

const server = await openDatabaseServer({ dataDir: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ url: server.url, owned: server.owned })}\n`);
process.stdin.on('end', () => {
  void server.stop().then(() => process.exit(0));
});
process.stdin.resume();
