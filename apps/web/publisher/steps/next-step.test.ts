import { expect, test } from 'vitest';
import { nextStep } from './next-step.ts';

const space = (status: 'new' | 'pending' | 'active' | 'rejected' | 'archived', name: string = status) => ({
  ...{ id: name, name, status },
});
const application = (status: 'pending' | 'joined' | 'declined', programStatus = 'active') => ({
  ...{
    status,
    ad_space: space('active'),
    program: { code: 'fern', name: 'Fern', status: programStatus, time_zone: 'UTC', joins_also: [] },
  },
});
const none = { applications: [], hasClicks: false };

test('each station leads to the next', () => {
  const adSpaces = [space('archived'), space('new')];
  expect(nextStep({ ...none, adSpaces: [] })).toEqual({ step: 'adSpace' });
  expect(nextStep({ ...none, adSpaces: [space('archived')] })).toEqual({ step: 'adSpace' });
  expect(nextStep({ ...none, adSpaces })).toMatchObject({ step: 'prove', adSpace: { name: 'new' } });
  expect(nextStep({ ...none, adSpaces: [space('pending')] })).toMatchObject({ step: 'review' });
  expect(nextStep({ ...none, adSpaces: [space('rejected')] })).toMatchObject({ step: 'mend' });
  const active = [...adSpaces, space('active')];
  expect(nextStep({ ...none, adSpaces: active })).toMatchObject({ step: 'apply', adSpace: { name: 'active' } });
  const asked = { adSpaces: active, applications: [application('declined'), application('pending')] };
  expect(nextStep({ ...asked, hasClicks: false })).toEqual({ step: 'decision', program: 'Fern' });
  const joined = { adSpaces: active, applications: [application('joined')] };
  expect(nextStep({ ...joined, hasClicks: false })).toEqual({ step: 'link', program: 'Fern' });
  expect(nextStep({ ...joined, hasClicks: true })).toEqual({ step: 'order' });
});

test('a program that has stopped gives no links: another one is looked for', () => {
  const stopped = { adSpaces: [space('active')], applications: [application('joined', 'stopped')], hasClicks: true };
  expect(nextStep(stopped)).toMatchObject({ step: 'apply' });
});
