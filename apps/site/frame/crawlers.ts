import { pageLanguages } from '../../../platform/http/index.ts';
import { articleNames } from '../help/articles.ts';

/** Cabinets, the API and links are no pages to be found. */
export function robotsText(publicUrl: string): string {
  return [
    'User-agent: *',
    'Disallow: /app/',
    'Disallow: /api/',
    'Disallow: /g/',
    '',
    `Sitemap: ${publicUrl}/sitemap.xml`,
    '',
  ].join('\n');
}

/** Every public page in every language. A sitemap may hold 50,000 addresses: of very many programs the rules and terms are left out first. */
const ADDRESSES_MAX = 50_000;

export function sitemapText(publicUrl: string, programs: readonly string[]): string {
  const paths = [
    '',
    '/programs',
    '/scheme',
    '/help',
    ...articleNames.map((name) => `/help/${name}`),
    ...programs.map((code) => `/programs/${code}`),
    ...programs.map((code) => `/programs/${code}/rules`),
    ...programs.map((code) => `/programs/${code}/terms`),
  ];
  const addresses = paths
    .flatMap((path) => pageLanguages.map((language) => `${publicUrl}/${language}${path}`))
    .slice(0, ADDRESSES_MAX);
  const lines = addresses.map((address) => `<url><loc>${address}</loc></url>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...lines,
    '</urlset>',
    '',
  ].join('\n');
}
