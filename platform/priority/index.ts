export { yieldToVisitors } from './priority.ts';
