/** The cabinet of a publisher; each part in a file of its own. */
import { words as told } from './notices.ts';
import { words as adSpaces } from './publisher-ad-spaces.ts';
import { words as conduct } from './publisher-conduct.ts';
import { words as express } from './publisher-express.ts';
import { words as links } from './publisher-links.ts';
import { words as names } from './publisher-names.ts';
import { words as numbers } from './publisher-numbers.ts';
import { words as quality } from './publisher-quality.ts';
import { words as statistics } from './publisher-statistics.ts';
import { words as steps } from './publisher-steps.ts';
import { words as why } from './publisher-why.ts';

export const words = {
  names,
  why,
  statistics,
  told,
  ...numbers,
  ...express,
  ...adSpaces,
  ...links,
  ...conduct,
  ...quality,
  ...steps,
};
