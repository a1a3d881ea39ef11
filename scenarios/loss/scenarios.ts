import type { Fault, Scenario } from './scenario.ts';

/** G-4: a redirect takes no longer than this, whatever is broken behind the edge. */
const P99_MS_MAX = 50;
const PER_SECOND = 500;
/** As `npm test` clicks, on a machine that runs other tests as well. */
const SHORT_PER_SECOND = 300;

const usual = {
  edges: 1,
  clicksPerSecond: PER_SECOND,
  segmentBytes: null,
  spoolBytesMax: null,
  flagged: 'none',
  lost: 'none',
  p99MsMax: P99_MS_MAX,
  secondsMax: 300,
} as const;

const shortly = (fault: Fault) => ({ clicksPerSecond: SHORT_PER_SECOND, fault });

export const scenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'edge-killed',
    story: 'one of two edges is killed -9 a hundred times at random moments under load, and started again',
    edges: 2,
    clicksPerSecond: 200,
    fault: { kind: 'kill-edge', times: 100, clicksBetweenMax: 300 },
    secondsMax: 600,
    short: shortly({ kind: 'kill-edge', times: 2, clicksBetweenMax: 60 }),
  },
  {
    ...usual,
    name: 'database-killed',
    story: 'PostgreSQL is killed -9 and stays away for 20 seconds',
    fault: { kind: 'kill-database', awayClicks: 20 * PER_SECOND, alarmed: true },
    short: shortly({ kind: 'kill-database', awayClicks: 100, alarmed: false }),
  },
  {
    ...usual,
    name: 'database-frozen',
    story: 'PostgreSQL is stopped (kill -STOP) for 30 seconds: connections stay open, nothing is answered',
    fault: { kind: 'freeze-database', clicks: 30 * PER_SECOND },
    short: shortly({ kind: 'freeze-database', clicks: 100 }),
  },
  {
    ...usual,
    name: 'database-away',
    story: 'PostgreSQL is away for 10 minutes at 500 clicks a second',
    fault: { kind: 'kill-database', awayClicks: 600 * PER_SECOND, alarmed: true },
    secondsMax: 1_200,
    short: shortly({ kind: 'kill-database', awayClicks: 150, alarmed: false }),
  },
  {
    ...usual,
    name: 'database-slow',
    story: 'every message to and from PostgreSQL takes 250 ms for 20 seconds',
    fault: { kind: 'slow-database', delayMs: 250, clicks: 20 * PER_SECOND },
    short: shortly({ kind: 'slow-database', delayMs: 20, clicks: 100 }),
  },
  {
    ...usual,
    name: 'spool-full',
    story:
      'the spool reaches TRIBUTARY_SPOOL_MAX: visitors still arrive, with ids that say so; later there is room again',
    spoolBytesMax: 4_000_000,
    flagged: 'some',
    fault: { kind: 'fill-spool', flaggedClicks: 10 * PER_SECOND },
    short: { ...shortly({ kind: 'fill-spool', flaggedClicks: 50 }), spoolBytesMax: 60_000 },
  },
  {
    ...usual,
    name: 'disk-refuses',
    story: 'the operating system refuses every write of the edge (EFBIG) for 10 seconds, then takes them again',
    flagged: 'some',
    fault: { kind: 'refuse-disk', flaggedClicks: 10 * PER_SECOND },
    short: shortly({ kind: 'refuse-disk', flaggedClicks: 50 }),
  },
  {
    ...usual,
    name: 'clock-back',
    story: 'the clock of the edge is set back by three hours: ids keep growing, clicks stay on their day',
    fault: { kind: 'set-clock-back', hours: 3, clicks: 10 * PER_SECOND },
    short: shortly({ kind: 'set-clock-back', hours: 3, clicks: 100 }),
  },
  {
    ...usual,
    name: 'clock-ahead',
    story: 'the clock of the edge jumps ahead by thirty hours and comes back: clicks have the right time again at once',
    fault: { kind: 'set-clock-ahead', hours: 30, clicks: 10 * PER_SECOND },
    short: shortly({ kind: 'set-clock-ahead', hours: 30, clicks: 100 }),
  },
  {
    ...usual,
    name: 'segment-damaged',
    story: 'a spool segment is damaged in the middle before it was shipped: the rest is recovered, the loss is named',
    lost: 'named',
    fault: { kind: 'damage-segment', clicks: 10 * PER_SECOND },
    short: shortly({ kind: 'damage-segment', clicks: 100 }),
  },
  {
    ...usual,
    name: 'last-line-torn',
    story:
      'an edge is killed in the middle of writing a record: the torn record was never answered, all others are there',
    fault: { kind: 'tear-last-record', clicks: 10 * PER_SECOND },
    short: shortly({ kind: 'tear-last-record', clicks: 80 }),
  },
  {
    ...usual,
    name: 'restart-full-spool',
    story: 'edges and worker start with dozens of segments of which the store knows nothing',
    segmentBytes: 100_000,
    fault: { kind: 'restart-with-full-spool', clicks: 20 * PER_SECOND },
    short: { ...shortly({ kind: 'restart-with-full-spool', clicks: 200 }), segmentBytes: 10_000 },
  },
  {
    ...usual,
    name: 'two-edges',
    story: 'two edges of one machine, each with its own spool, while PostgreSQL is killed -9 for 10 seconds',
    edges: 2,
    fault: { kind: 'kill-database', awayClicks: 10 * PER_SECOND, alarmed: false },
    short: shortly({ kind: 'kill-database', awayClicks: 80, alarmed: false }),
  },
];
