import { words as told } from './notices.ts';
import { words as names } from './publisher-names.ts';
import { words as numbers } from './publisher-numbers.ts';
import { words as statistics } from './publisher-statistics.ts';
import { words as why } from './publisher-why.ts';

export const words = { names, why, statistics, told, ...numbers };
