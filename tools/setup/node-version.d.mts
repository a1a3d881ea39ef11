export function nodeRefusal(version: string): string | null;
