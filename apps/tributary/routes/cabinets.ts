import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type BuiltFiles, chosenLanguage, newNonce, pageHeaders, publicAccess } from '../../../platform/http/index.ts';

/** Sets the appearance before the first paint; the cabinets keep it under this name. */
const APPEARANCE =
  "var s=localStorage.getItem('mantine-color-scheme-value')||'auto';if(s==='auto')s=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';document.documentElement.setAttribute('data-mantine-color-scheme',s)";

const WITHOUT_SCRIPT = {
  en: 'The cabinets need JavaScript; the <a href="/programs">programs</a> can be read without.',
  ru: 'Кабинеты работают с JavaScript; <a href="/programs">программы</a> можно читать и без него.',
  es: 'Los paneles necesitan JavaScript; los <a href="/programs">programas</a> se pueden leer sin él.',
} as const;

const STARTING = { en: 'Loading…', ru: 'Загрузка…', es: 'Cargando…' } as const;

/** Two streams that become one. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#2f8599" stroke-width="2.6" stroke-linecap="round"><path d="M4 3c0 7 8 6 8 13v5"/><path d="M20 3c0 7-8 6-8 13"/></svg>';

/** The page around the cabinets of `apps/web`, the same for every address below `/app`: what is shown there is decided in the browser. */
export function cabinetRoutes({ bundle }: { readonly bundle: BuiltFiles }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/icon.svg', { config: { access: publicAccess }, schema: { hide: true } }, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=86400').type('image/svg+xml').send(ICON),
    );
    for (const url of ['/app', '/app/*']) {
      app.get(url, { config: { access: publicAccess }, schema: { hide: true } }, (request, reply) => {
        const nonce = newNonce();
        return reply.headers(pageHeaders(nonce)).send(page(bundle, chosenLanguage(request.headers), nonce));
      });
    }
  };
}

function page(bundle: BuiltFiles, language: keyof typeof WITHOUT_SCRIPT, nonce: string): string {
  const { script, styles, preloads } = bundle.entry('apps/web/main.tsx');
  // Every page says them; found by the script only, they would come later.
  const words = bundle.entry(`contract/words/${language}/frame.ts`).script;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Tributary</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<script nonce="${nonce}">${APPEARANCE}</script>
${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('\n')}
${[...preloads, words].map((href) => `<link rel="modulepreload" href="${href}">`).join('\n')}
<script type="module" nonce="${nonce}" src="${script}"></script>
</head>
<body>
<div id="app"><div class="starting" aria-busy="true"><div class="starting-head"><strong>Tributary</strong></div><p role="status">${STARTING[language]}</p></div></div>
<noscript><p>${WITHOUT_SCRIPT[language]}</p></noscript>
</body>
</html>
`;
}
