export function problemsOf(root: string): { readonly problems: readonly string[]; readonly files: number };
