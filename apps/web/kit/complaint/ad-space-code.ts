const CODE_OF_LINK = /\/g\/[0-9a-z]{10}([0-9a-f]{10})[0-9a-f]{10}(?![0-9a-z])/;

/** The code of the ad space in what somebody pasted: the middle of a tracking link, or the text itself. The API judges what comes of it. */
export function adSpaceCodeIn(text: string): string {
  const trimmed = text.trim();
  return CODE_OF_LINK.exec(trimmed)?.[1] ?? trimmed.toLowerCase();
}
