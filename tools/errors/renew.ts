import { writeFileSync } from 'node:fs';
import { renderErrors } from './render.ts';

/** Writes docs/api/errors.md anew: `npx tsx tools/errors/renew.ts`. */
writeFileSync(new URL('../../docs/api/errors.md', import.meta.url), renderErrors());
