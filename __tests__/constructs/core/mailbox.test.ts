import { unlessMailboxes } from "../../../constructs/core/mailbox";

describe("mailboxes", () => {
  it("are taken when somebody can write to each", () => {
    expect(unlessMailboxes("contacts", ["a@example.org", "platform.team+alerts@mail.example.fr"])).toEqual([]);
  });

  it("are refused with every reason at once", () => {
    expect(unlessMailboxes("contacts", ["team", "a@example.org", "a@b@example.org", "a@example.org"])).toEqual([
      'contacts: mailboxes such as alerts@example.org; got "team"',
      'contacts: mailboxes such as alerts@example.org; got "a@b@example.org"',
      'contacts: "a@example.org" is named twice',
    ]);
  });

  it("are at least one", () => {
    expect(unlessMailboxes("contacts", [])).toEqual(["contacts: at least one mailbox; what nobody is told has no use"]);
  });
});
