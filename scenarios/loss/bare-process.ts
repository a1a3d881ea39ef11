import { createServer } from 'node:http';

/**
 * What a redirect costs on this machine at this moment without any of our work: a process that answers 302 and does nothing else. Tells
 * its port, and ends with its parent.
 */
const [location = ''] = process.argv.slice(2);
const server = createServer((_request, response) => {
  response.writeHead(302, { location });
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : null });
});
process.once('disconnect', () => process.exit(0));
// It may have gone while this was being loaded.
if (!process.connected) process.exit(0);
