import { writeFileSync } from 'node:fs';
import { currentSchema, SCHEMA_FILE } from './dump.ts';

writeFileSync(SCHEMA_FILE, await currentSchema());
console.log('schema: migrations/schema.sql is what the migrations make');
