/** RFC 5321 allows 254 characters between the angle brackets. */
const ADDRESS_CHARACTERS_MAX = 254;

/**
 * One address and nothing else: no second recipient, no name, no quoted local part, nothing that could end a header line. Stricter than
 * the standard, as every mailbox that people have is.
 */
const ADDRESS =
  /^[^\s<>@,;:"\\()[\]\p{Cc}\p{Cf}]+@[^\s<>@,;:"\\()[\]\p{Cc}\p{Cf}.]+(?:\.[^\s<>@,;:"\\()[\]\p{Cc}\p{Cf}.]+)*$/u;

export function isMailAddress(text: string): boolean {
  return text.length <= ADDRESS_CHARACTERS_MAX && ADDRESS.test(text);
}
