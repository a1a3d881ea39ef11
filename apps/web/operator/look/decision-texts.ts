/** Keys of kinds of traffic hold dots, which words do not. */
export function trafficWord(key: string): string {
  return key.replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `user:…` and `application:…` are long; the end tells them apart. */
export function shortActor(actor: string): string {
  return actor.replace(/^(user|application):.*-([0-9a-f]{12})$/, '$1 …$2');
}
