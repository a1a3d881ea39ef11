import { expect, test } from 'vitest';
import { createLogger, withoutSecrets } from './index.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLogger({ destination: { write: (line: string) => lines.push(line) } }));
  expect(lines).toHaveLength(1);
  const record: Record<string, unknown> = JSON.parse(lines[0] ?? '{}');
  return record;
}

test('a record says when, how grave and what', () => {
  const record = logged((logger) => logger.info({ orders: 3 }, 'orders imported'));
  expect(record).toMatchObject({ level: 'info', msg: 'orders imported', orders: 3 });
  expect(record['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('secrets are blotted out by name, at the top, in headers and in bodies', () => {
  const record = logged((logger) =>
    logger.info({
      password: 'hunter2',
      headers: { authorization: 'Bearer hunter2', cookie: 'sid=hunter2', 'set-cookie': ['sid=hunter2'], accept: '*/*' },
      request: { body: { client_secret: 'hunter2', postback_key: 'hunter2', order_id: 'A1' } },
    }),
  );
  expect(JSON.stringify(record)).not.toContain('hunter2');
  expect(record).toMatchObject({
    headers: { accept: '*/*' },
    request: { body: { order_id: 'A1', postback_key: '[secret]' } },
  });
});

test('a postback is logged without its key', () => {
  const url = '/r?campaign_code=abc&postback_key=hunter2&order_id=A1';
  expect(logged((logger) => logger.info({ url }, 'postback'))['url']).toBe(
    '/r?campaign_code=abc&postback_key=[secret]&order_id=A1',
  );
  expect(withoutSecrets('/x?token=hunter2#top')).toBe('/x?token=[secret]#top');
});

test('an error is logged with its causes and without the fields a driver adds', () => {
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(a@b.example) already exists.',
  });
  const record = logged((logger) => logger.error({ err: new Error('order not stored', { cause }) }, 'failed'));
  expect(record['err']).toMatchObject({
    message: 'order not stored',
    cause: { message: 'duplicate key', code: '23505' },
  });
  expect(JSON.stringify(record)).not.toContain('a@b.example');
});
