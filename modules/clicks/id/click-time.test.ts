import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../platform/clock/index.ts';
import { clickTime } from './click-time.ts';

const AT = Date.UTC(2022, 5, 15, 12);
const HOUR = 3_600_000;

/** The clock of the system, and the time that passes in truth, each set by a test. */
function made() {
  const clock = manualClock(AT);
  let passed = 0;
  const time = clickTime(clock, () => passed);
  return {
    time,
    clock,
    /** So much time passes, and the clock goes on by it, or by something else. */
    pass: (milliseconds: number, shown = milliseconds) => {
      passed += milliseconds;
      clock.advance(shown);
    },
  };
}

describe('the time of a click', () => {
  it("is the clock's while that goes on", () => {
    const { time, pass } = made();
    expect(time.next()).toEqual({ at: AT, held: false });
    pass(5);
    expect(time.next()).toEqual({ at: AT + 5, held: false });
    expect(time.ahead()).toBe(0);
  });

  it('goes on at half speed when the clock is set back, until that has caught up', () => {
    const { time, pass } = made();
    time.next();
    pass(0, -HOUR);
    expect(time.next()).toEqual({ at: AT, held: true });
    expect(time.ahead()).toBe(HOUR);
    pass(HOUR / 2);
    expect(time.next()).toEqual({ at: AT + HOUR / 4, held: true });
    expect(time.ahead()).toBe((HOUR * 3) / 4);
    pass((HOUR * 3) / 2);
    expect(time.next()).toEqual({ at: AT + HOUR, held: false });
    pass(1);
    expect(time.next()).toEqual({ at: AT + HOUR + 1, held: false });
    expect(time.ahead()).toBe(0);
  });

  it('follows a clock that was years ahead for a while and is right again', () => {
    const { time, pass } = made();
    time.next();
    pass(1_000, 10 * 365 * 24 * HOUR);
    expect(time.next().held).toBe(false);
    pass(1_000, 2_000 - 10 * 365 * 24 * HOUR);
    expect(time.next()).toEqual({ at: AT + 2_000, held: false });
    pass(1);
    expect(time.next()).toEqual({ at: AT + 2_001, held: false });
  });

  it('is not taken from a clock that was set back twice, or by so little that a time server did it', () => {
    const { time, pass } = made();
    time.next();
    pass(10, -2_000);
    expect(time.next()).toEqual({ at: AT, held: true });
    pass(10, -HOUR);
    expect(time.next()).toEqual({ at: AT + 5, held: true });
  });
});
