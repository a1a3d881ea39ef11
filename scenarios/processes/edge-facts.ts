const TRIES_MAX = 20;

/** What `/health` shows of an edge. */
export interface EdgeFacts {
  readonly name: string;
  readonly pid: number;
  readonly links: number;
  readonly recorded: number;
  readonly restarts: number;
}

/** The edges of a network, as somebody on its machine sees them. */
export async function edgesOf(address: string): Promise<readonly EdgeFacts[]> {
  const { edges }: { readonly edges: readonly EdgeFacts[] } = JSON.parse(await text(`${address}/health`));
  return edges;
}

/** Asked again where the edge that had the connection was just killed. */
export async function text(address: string): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await (await fetch(address)).text();
    } catch (error) {
      if (tries === TRIES_MAX) throw error;
    }
  }
}
