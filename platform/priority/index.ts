export { yieldInBackground, yieldToVisitors } from './priority.ts';
