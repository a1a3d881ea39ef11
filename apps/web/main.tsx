import '@mantine/core/styles.css';
import './app/look.css';
import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createCabinets } from './app/router.tsx';
import { readableColors, theme } from './app/theme.ts';
import { startWords } from './app/words.ts';
import { isTriedAgain, renewCsrfTokenBy, tellsStanding } from './kit/api/api.ts';
import { sessionQuery, shareSession } from './kit/api/session.ts';
import { NoticeCorner } from './kit/notices/corner.tsx';

const FRESH_MS = 5_000;

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => void (tellsStanding(error) && queryClient.invalidateQueries(sessionQuery)),
  }),
  // Whoever may do less than this window thought sees anew what there is.
  mutationCache: new MutationCache({
    onError: (error) => void (tellsStanding(error) && queryClient.invalidateQueries()),
  }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: isTriedAgain,
    },
  },
});
renewCsrfTokenBy(() => queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }));
shareSession(queryClient);
const router = createCabinets(queryClient);
const place = document.getElementById('app');
if (place === null) throw new Error('the page has no element "app" to be filled');
/** Styles that Mantine adds at run time carry the nonce of the page (T-9). */
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
// Mantine's dialogs lock scrolling by a style of a library that looks for the nonce under this name.
Object.assign(globalThis, { __webpack_nonce__: nonce });

// Asked while the words load: until both are there the page shows what the server wrote.
await Promise.all([startWords(), queryClient.prefetchQuery(sessionQuery)]);
createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableColors}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <NoticeCorner />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
