import type { OrderEventFacts } from './facts.ts';

/** Stands for the id of an event that has none; no reader takes it as one. */
export const NO_ID = '';

/** An event without an id is known by its type, time and content, as the intake of orders does: listed twice it is one event (I-27). */
export function identified(event: OrderEventFacts): OrderEventFacts {
  return event.id === NO_ID ? { ...event, id: JSON.stringify(event, plain) } : event;
}

/** JSON has no integers of any size, of which decimals are made. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
