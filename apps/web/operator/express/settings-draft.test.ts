import { expect, test } from 'vitest';
import { effectOf, readFee, readLimit, readSettings, type SettingsDraft } from './settings-draft.ts';

const limit = { currency: 'RUB', minimum: '100.00', per_publisher: '500.00', in_all: '5000.00' };

test('1,000.00 approved, a limit of 500.00 and a fee of 3 % are 485.00 at most (S-022)', () => {
  expect(effectOf(limit, '3')).toEqual({ approved: '1000.00', advanced: '500.00', fee: '15.00', net: '485.00' });
  expect(effectOf({ ...limit, per_publisher: '2000.00' }, '3')).toMatchObject({ advanced: '1000.00', net: '970.00' });
  expect(effectOf({ ...limit, in_all: '200.00' }, '3')).toMatchObject({ advanced: '200.00', net: '194.00' });
  expect(effectOf({ ...limit, minimum: '600.00' }, '3')).toMatchObject({ advanced: '0.00', net: '0.00' });
  expect(effectOf({ currency: 'JPY', minimum: '1', per_publisher: '500', in_all: '500' }, '0.5')).toMatchObject({
    fee: '2',
    net: '498',
  });
});

test.each([
  ['3', '3'],
  ['3,25', '3.25'],
  ['50', '50'],
  ['50.0000', '50.0000'],
  ['50.0001', null],
  ['51', null],
  ['3.00001', null],
  ['-1', null],
  ['', null],
  ['3%', null],
])('a fee of %j is read as %j', (typed, fee) => {
  expect(readFee(typed)).toBe(fee);
});

const draft: SettingsDraft = {
  enabled: true,
  fee_percent: '3',
  account_days: '30',
  funded_actions: '10',
  limits: [{ currency: 'RUB', minimum: '100', per_publisher: '500', in_all: '5 000,00' }],
};

test('what is typed becomes settings only when all of it can be read', () => {
  expect(readSettings(draft, 'ru')).toEqual({
    enabled: true,
    fee_percent: '3',
    account_days: 30,
    funded_actions: 10,
    limits: [limit],
  });
  expect(readSettings({ ...draft, account_days: '3651' }, 'ru')).toBeNull();
  expect(readSettings({ ...draft, funded_actions: '1.5' }, 'ru')).toBeNull();
  expect(readSettings({ ...draft, fee_percent: '99' }, 'ru')).toBeNull();
  expect(readSettings({ ...draft, limits: [{ ...limit, in_all: 'much' }] }, 'ru')).toBeNull();
});

test('the least is not above what one publisher may have, nor that above what all may have', () => {
  expect(readLimit({ ...limit, minimum: '501' }, 'en')).toMatchObject({
    limit: null,
    faults: { minimum: 'over_publisher' },
  });
  expect(readLimit({ ...limit, in_all: '499.99' }, 'en')).toMatchObject({
    limit: null,
    faults: { per_publisher: 'over_all' },
  });
  expect(readLimit({ ...limit, minimum: '0' }, 'en').faults).toEqual({ minimum: 'nothing' });
  expect(readLimit({ ...limit, minimum: '' }, 'en').faults).toEqual({ minimum: 'unread' });
});
