import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outbound, outbound, publicAddresses } from './index.ts';
import { type TestSite, testSite } from './testing.ts';

let site: TestSite;
let allowed: Outbound;
let strict: Outbound;

beforeAll(async () => {
  site = await testSite(
    (request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: 'http://inside.example/' }).end();
      else if (request.url === '/large') response.end(Buffer.alloc(300 * 1024, 97));
      else response.end(`seen by ${request.headers['user-agent']}, cookie ${request.headers.cookie ?? 'none'}`);
    },
    {
      addresses: {
        'site.example': '127.0.0.1',
        'inside.example': '10.1.2.3',
        'metadata.example': '169.254.169.254',
        'mixed.example': [['93.184.215.14', '127.0.0.1']],
        // Allowed for the test in `allowed`, where the second answer would be refused.
        'rebound.example': [['127.0.0.1'], ['10.1.2.3']],
      },
      texts: { 'site.example': ['one', 'two'] },
    },
  );
  const common = { agent: 'test agent', nameServers: [site.nameServer] };
  allowed = outbound({ ...common, allowed: ['127.0.0.0/8'] });
  strict = outbound(common);
});
afterAll(() => site.close());

const at = (path: string, host = 'site.example') => new URL(`http://${host}:${site.port}${path}`);

test('a page is read as it is: who asks is said, no redirect is followed', async () => {
  expect(await allowed.page(at('/'))).toEqual({
    ok: true,
    status: 200,
    location: null,
    body: 'seen by test agent, cookie none',
  });
  expect(await allowed.page(at('/moved'))).toMatchObject({ ok: true, status: 302, location: 'http://inside.example/' });
  expect(site.asked.filter((asked) => asked.startsWith('inside.example'))).toEqual([]);
});

test('what is longer than 256 kB is not read', async () => {
  expect(await allowed.page(at('/large'))).toEqual({ ok: false, fault: 'too_large' });
});

test('TXT records are told, a name without any is not a failure', async () => {
  expect(await allowed.texts('site.example')).toEqual({ ok: true, texts: ['one', 'two'] });
  expect(await allowed.texts('nobody.example')).toEqual({ ok: false });
});

describe('what stands behind us is not asked (T-28)', () => {
  test.each([
    'site.example',
    'inside.example',
    'metadata.example',
    'mixed.example',
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '127.0.0.1.',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ])('not %s', async (host) => {
    const before = site.asked.length;
    expect(await strict.page(at('/', host))).toEqual({ ok: false, fault: 'not_public' });
    expect(site.asked).toHaveLength(before);
  });

  test('nor by a name that leads elsewhere when it is asked again: the address that was judged is the one that is called (T-4)', async () => {
    expect(await allowed.page(at('/', 'rebound.example'))).toMatchObject({ ok: true, status: 200 });
    expect(await allowed.page(at('/', 'rebound.example'))).toEqual({ ok: false, fault: 'not_public' });
  });

  test('nor with a name and a password in the address', async () => {
    const before = site.asked.length;
    const url = new URL(`http://user:word@site.example:${site.port}/`);
    expect(await allowed.page(url)).toEqual({ ok: false, fault: 'not_public' });
    expect(site.asked).toHaveLength(before);
  });

  test('nor a port that is no web port, nor another scheme', async () => {
    expect(await strict.page(new URL('http://93.184.215.14:6379/'))).toEqual({ ok: false, fault: 'not_public' });
    expect(await strict.page(new URL('file:///etc/passwd'))).toEqual({ ok: false, fault: 'not_public' });
  });

  test('a name without an address is told apart', async () => {
    expect(await strict.page(at('/', 'nobody.example'))).toEqual({ ok: false, fault: 'not_resolved' });
  });

  test.each([
    ['10.0.0.1', false],
    ['100.64.0.1', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['224.0.0.1', false],
    ['8.8.8.8', true],
    ['::1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2606:4700:4700::1111', true],
    ['::ffff:8.8.8.8', true],
    ['::ffff:808:808', true],
    ['::ffff:7f00:1', false],
    ['0:0:0:0:0:ffff:127.0.0.1', false],
    ['2001:20::1', false],
    ['3fff::1', false],
    ['4000::1', false],
    ['5f00::1', false],
    ['fe80::1%1', false],
    ['2606:4700:4700::1111%1', false],
    ['255.255.255.255', false],
    ['localhost', false],
    ['', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(publicAddresses([]).isPublic(address)).toBe(isPublic);
  });
});
