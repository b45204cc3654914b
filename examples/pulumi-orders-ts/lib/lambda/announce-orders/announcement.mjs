/** Whether a change of the table is a decision on an order. */
export function isDecision(eventName, { NewImage: order, OldImage: before }) {
  return eventName === 'MODIFY' && order.status.S !== before.status.S;
}

/** What is said of an order. */
export function announcementOf({ orderId, customerId, status }) {
  return { orderId: orderId.S, customerId: customerId.S, status: status.S };
}
