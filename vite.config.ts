import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** What browsers run. The server finds each entry's files by the manifest; names carry a hash of their content, so they are kept for ever. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/assets/',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: 'dist/web',
    assetsDir: '.',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // Inline data would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { cabinets: 'apps/web/main.tsx', site: 'apps/site/browser/main.ts' },
      output: {
        codeSplitting: {
          groups: [
            // What every page of the cabinets needs, together: one file is compressed better than thirty.
            { name: 'base', tags: ['$initial'], test: /node_modules|apps\/web/ },
          ],
        },
      },
    },
  },
});
