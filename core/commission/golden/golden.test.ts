import { describe, expect, it } from 'vitest';
import { decide, decisionFromJson, decisionToJson, factsFromJson, reasons, statuses } from '../index.ts';
import { goldenFiles, goldenRecords } from '../testing/golden.ts';
import { allPrograms } from '../testing/programs.ts';

const programs = allPrograms();
const files = goldenFiles();

describe('the golden corpus', () => {
  it.each(files)('%s is decided today as it was when it was written (R-8)', (file) => {
    const records = goldenRecords(file);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) {
      const facts = factsFromJson(record.facts);
      const terms = programs.get(facts.program);
      if (terms === undefined) throw new Error(`${file}: program ${facts.program} is gone`);
      const { engineVersion } = decisionFromJson(record.decision);
      // The engine's version may go up without changing what existing facts mean; everything else has to be the same.
      const decision = { ...decide(terms, facts, { trace: false }), engineVersion };
      expect(decisionToJson(decision)).toEqual(record.decision);
    }
  });

  it('reaches every program, every status and most reasons', () => {
    const decisions = files.flatMap(goldenRecords).map((record) => decisionFromJson(record.decision));
    expect(new Set(decisions.map(({ program }) => program))).toEqual(new Set(programs.keys()));
    expect(new Set(decisions.flatMap(({ lines }) => lines.map(({ status }) => status)))).toEqual(new Set(statuses));
    const reached = new Set(decisions.flatMap(({ lines }) => lines.map(({ reason }) => reason)));
    expect(reached.size).toBeGreaterThanOrEqual(Math.floor(reasons.length * 0.8));
  });
});
