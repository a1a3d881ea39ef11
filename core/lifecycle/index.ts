export {
  inOrder,
  type LineEvent,
  type LineState,
  lineEvents,
  lineStates,
  type OrderEvent,
  type OrderEventType,
  orderEventTypes,
  orderState,
  transitionReason,
  transitions,
} from './lifecycle.ts';
