import { relative } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** What starts browsers, networks and processes takes longest, so it starts first: then no worker is left alone with it at the end. */
const LONGEST = 'scenarios/';

export class LongestFirst extends BaseSequencer {
  /** Among equals it is the order of vitest: by what they took the last time, or by their size. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = (file: TestSpecification): boolean =>
      relative(file.project.config.root, file.moduleId).startsWith(LONGEST);
    return (await super.sort(files)).toSorted((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}
