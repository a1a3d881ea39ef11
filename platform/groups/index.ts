export { type GroupOptions, inGroups } from './groups.ts';
