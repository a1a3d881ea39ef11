import { expect, test } from 'vitest';
import type { Refusal } from '../index.ts';
import { errorText, expectationText, saidRefusal } from '../index.ts';
import { told as spanish } from './es/told.ts';
import { told as russian } from './ru/told.ts';
import { toldText } from './told.ts';

const placeholders = (text: string | undefined) => [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);

test('the languages tell the same codes by the same values', () => {
  expect(Object.keys(spanish).sort()).toEqual(Object.keys(russian).sort());
  for (const [code, sentence] of Object.entries(russian)) {
    const other = Object.entries(spanish).find(([name]) => name === code)?.[1];
    expect(placeholders(other).sort(), code).toEqual(placeholders(sentence).sort());
    expect(placeholders(sentence).length, `${code} tells something of the case`).toBeGreaterThan(0);
  }
});

const refusal = (code: Refusal['code'], more: Partial<Refusal>): Refusal => ({
  code,
  field: null,
  detail: '',
  ...more,
});

test('lists, numbers, instants and states are told as the language writes them', () => {
  const roles = refusal('role_not_allowed', { extra: { roles: ['owner', 'finance'] } });
  expect(toldText(roles, 'ru')).toBe('Это доступно ролям: владелец и финансы.');
  expect(toldText(roles, 'es')).toBe('Pueden hacerlo estos roles: propietario y finanzas.');
  const tries = refusal('too_many_tries', { extra: { retry_after: 12.2 } });
  expect(toldText(tries, 'ru')).toMatch(/^Следующая попытка будет рассмотрена через 13\sс\.$/);
  const long = refusal('too_many_tries', { extra: { retry_after: 897 } });
  expect(toldText(long, 'ru')).toMatch(/ через 15\sмин\.$/);
  expect(toldText(long, 'es')).toMatch(/ dentro de 15\smin\.$/);
  const notice = refusal('notice_too_short', { extra: { earliest: '2022-06-15T09:00:00Z' } });
  expect(toldText(notice, 'ru')).toMatch(/не раньше 15\.06\.2022, 09:00 UTC\.$/);
  const state = refusal('transition_not_possible', { field: 'status', value: 'active', extra: { current: 'blocked' } });
  expect(toldText(state, 'ru')).toBe('Нынешнее состояние: заблокирована.');
});

test('a value of somebody else is repeated as it is, and what is missing leaves the sentence out', () => {
  expect(toldText(refusal('email_taken', { value: '$& {{field}}' }), 'es')).toBe('$& {{field}} ya está en uso.');
  expect(toldText(refusal('email_taken', {}), 'ru')).toBeNull();
  expect(toldText(refusal('organisation_blocked', { extra: { reason: null } }), 'ru')).toBeNull();
  expect(toldText(refusal('internal_error', { value: 'x' }), 'ru')).toBeNull();
});

test('one refused row among many says what is wrong, the case and what to do, in the language of its reader', () => {
  const refusal = {
    code: 'column_missing',
    field: 'order_id',
    detail: 'The file has no column order_id.',
  } as const;
  const { title, remedy } = errorText('column_missing', 'ru');
  expect(saidRefusal(refusal, 'ru')).toEqual({ title, told: 'Нет столбца order_id.', remedy });
  expect(saidRefusal(refusal, 'en').told).toBe(refusal.detail);
  // What is expected of the very field says more than what its code asks for in general.
  const expected = { kind: 'listed' } as const;
  expect(saidRefusal({ ...refusal, expected }, 'es').remedy).toBe(expectationText(expected, 'es'));
});
