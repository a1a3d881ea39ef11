import { createSocket } from 'node:dgram';
import { createServer, type RequestListener } from 'node:http';

/** A site on this machine, and a DNS server that knows it: for tests only. */
export interface TestSite {
  readonly port: number;
  /** Host and port, for `nameServers`. */
  readonly nameServer: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface TestNames {
  /** IPv4 addresses of a name, of lists each question the next one and then the last; a name that is not here does not exist. */
  readonly addresses: Readonly<Record<string, string | readonly (readonly string[])[]>>;
  readonly texts?: Readonly<Record<string, readonly string[]>>;
}

const TYPE_A = 1;
const TYPE_TXT = 16;
const NO_SUCH_NAME = 3;

export async function testSite(answer: RequestListener, names: TestNames): Promise<TestSite> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = createSocket('udp4');
  const turns = new Map<string, number>();
  socket.on('message', (query, from) => socket.send(answered(query, names, turns), from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    nameServer: `127.0.0.1:${socket.address().port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

/** RFC 1035: the header and question come back, with as many answers as there are. */
function answered(query: Buffer, { addresses, texts = {} }: TestNames, turns: Map<string, number>): Buffer {
  const { name, end } = questionName(query);
  const type = query.readUInt16BE(end);
  const question = query.subarray(12, end + 4);
  const found =
    type === TYPE_A
      ? addressesAt(addresses[name], turn(turns, name)).map((address) => Buffer.from(address.split('.').map(Number)))
      : type === TYPE_TXT
        ? (texts[name] ?? []).map((text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]))
        : [];
  const known = Object.hasOwn(addresses, name) || Object.hasOwn(texts, name);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (known ? 0 : NO_SUCH_NAME), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  return Buffer.concat([header, question, ...found.map((data) => record(type, data))]);
}

function turn(turns: Map<string, number>, name: string): number {
  const present = turns.get(name) ?? 0;
  turns.set(name, present + 1);
  return present;
}

function addressesAt(known: TestNames['addresses'][string] | undefined, turn: number): readonly string[] {
  if (known === undefined || typeof known === 'string') return known === undefined ? [] : [known];
  return known[Math.min(turn, known.length - 1)] ?? [];
}

/** Its name is that of the question, which begins at byte 12. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function questionName(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}
