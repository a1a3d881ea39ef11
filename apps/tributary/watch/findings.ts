import type { Instant } from '../../../platform/clock/index.ts';
import { BACKLOG_MS_MAX, ROOM_BYTES_MIN, shortOfRoom } from './alarms.ts';
import type { DamagedSegment, SpoolReport, SpoolState } from './spools.ts';

/** A refused disk is told of for a week: long enough to be seen by whoever looks on Mondays. */
const UNSPOOLED_MS_MAX = 7 * 86_400_000;

/** What is the matter with the click path, each with its remedy; empty when all is well. */
export function spoolFindings({ spools, damaged, vanished, parked, room }: SpoolReport, now: Instant): string[] {
  const parkedInAll = spools.reduce((sum, { totals }) => sum + (totals?.parked ?? 0n), 0n);
  return [
    ...damaged.flatMap(damageFindings),
    ...vanished.map(
      ({ segment, spool, position }) =>
        `spool segment ${segment} of ${spool}: its file is gone, and the store has it only up to byte ${position}. ` +
        'Put the file back where it was; what it holds beyond that is stored by itself then.',
    ),
    ...spools.flatMap((state) => stateFindings(state, now)),
    ...(parked.length === 0
      ? []
      : [
          `${parkedInAll} records that the store refused are put aside, the oldest because: ${parked[0]?.reason}. ` +
            'Look at them with `tributary clicks parked`; when the cause is mended, `tributary clicks retry-parked` stores them.',
        ]),
    ...(room === null || room >= ROOM_BYTES_MIN ? [] : [shortOfRoom(room)]),
  ];
}

/** A loss is told of until its file was looked at and moved away; elsewhere, where the file never was, for good. */
function damageFindings({ books, path }: DamagedSegment): string[] {
  const { segment, spool, lost, damaged, deletedAt } = books;
  if (deletedAt !== null) return [];
  const ranges = damaged.map(([from, to]) => `bytes ${from} to ${to}`).join(', ');
  const where = ranges === '' ? 'its end is missing' : `${ranges} could not be read`;
  const file = path === null ? '' : ` The file is kept for that: ${path}; move it away when you have looked at it.`;
  return [
    `spool segment ${segment} of ${spool}: ${lost} clicks are lost, ${where}; all others of it are stored. ` +
      `Look at the disk; orders for the lost clicks are attributed by their ids.${file}`,
  ];
}

function stateFindings({ spool, totals, backlog, unspooled }: SpoolState, now: Instant): string[] {
  const findings: string[] = [];
  if (totals !== null && totals.recorded !== totals.stored + totals.repeated + totals.parked) {
    findings.push(
      `spool ${spool}: ${totals.recorded} records were read, but ${totals.stored} are stored, ${totals.repeated} repeated and ` +
        `${totals.parked} parked. Report this as a defect, with the output of \`tributary doctor --json\`.`,
    );
  }
  const { oldestAt = null, records = 0 } = backlog?.waiting ?? {};
  if (oldestAt !== null && now - oldestAt > BACKLOG_MS_MAX) {
    findings.push(
      `spool ${spool}: ${records} clicks wait to be stored, the oldest since ${new Date(oldestAt).toISOString()}. ` +
        'See that a process with the role worker runs on this data directory, and look at its log.',
    );
  }
  const { lastAt = null, count = 0, reason = null } = unspooled ?? {};
  if (count > 0 && lastAt !== null && now - lastAt < UNSPOOLED_MS_MAX) {
    findings.push(
      `${spool}: ${count} clicks were redirected without a durable record, the last at ${new Date(lastAt).toISOString()} ` +
        `(${reason ?? 'the spool could not be written'}). Give the disk room or raise TRIBUTARY_SPOOL_MAX; orders for them are ` +
        'attributed by the signature of their ids. This is told for a week.',
    );
  }
  return findings;
}
