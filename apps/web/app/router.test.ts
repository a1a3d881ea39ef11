import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { addresses } from './addresses.ts';
import { createCabinets } from './router.tsx';

test('the list of addresses that the browser visits names each route once', () => {
  const { routesByPath } = createCabinets(new QueryClient());
  expect([...addresses]).toEqual(Object.keys(routesByPath).toSorted());
});
