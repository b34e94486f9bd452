/** One at sign, a name before it and a host with a dot behind. */
const MAILBOX = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** Reasons to refuse mailboxes that are told something: there is at least one, and each can be written to. */
export function unlessMailboxes(property: string, mailboxes: readonly string[]): string[] {
  if (mailboxes.length === 0) return [`${property}: at least one mailbox; what nobody is told has no use`];
  const malformed = mailboxes.filter((mailbox) => !MAILBOX.test(mailbox));
  const twice = mailboxes.filter((mailbox, index) => mailboxes.indexOf(mailbox) < index);
  return [
    ...malformed.map((mailbox) => `${property}: mailboxes such as alerts@example.org; got "${mailbox}"`),
    ...twice.map((mailbox) => `${property}: "${mailbox}" is named twice`),
  ];
}
