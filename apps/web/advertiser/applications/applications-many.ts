import type { ManyOf } from '../../kit/many/many-of.ts';

/** The advertiser's applications as something to decide many of; of one program, or of all with ''. */
export function manyOfApplications(program: string): ManyOf {
  return {
    things: 'applications',
    list: { path: '/api/v1/partners/waiting', query: { program } },
    verdicts: { path: '/api/v1/partners/verdicts', body: {} },
    renews: ['/api/v1/partners'],
    placeOf: (key) => {
      const cut = key.indexOf('/');
      const search = { ad_space: key.slice(0, cut), program: key.slice(cut + 1), status: 'any' };
      return { to: '/advertiser/applications', search };
    },
  };
}

export function applicationKey(of: { readonly ad_space: { id: string }; readonly program: { code: string } }): string {
  return `${of.ad_space.id}/${of.program.code}`;
}
