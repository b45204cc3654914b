/** What is said of an order whose status has changed; nothing of other changes. */
export function announcementOf(eventName, { NewImage: order, OldImage: before }) {
  if (eventName !== 'MODIFY' || order.status.S === before.status.S) {
    return undefined;
  }
  return {
    orderId: order.orderId.S,
    customerId: order.customerId.S,
    status: order.status.S,
  };
}
