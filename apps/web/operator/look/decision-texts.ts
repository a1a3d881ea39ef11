/** `user:…` and `application:…` are long; the end tells them apart. */
export function shortActor(actor: string): string {
  return actor.replace(/^(user|application):.*-([0-9a-f]{12})$/, '$1 …$2');
}
