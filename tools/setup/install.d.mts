export function isInstalled(root: string): boolean;
export function isLinked(root: string): boolean;
export function installIfStale(root: string): void;
export function linkCommand(root: string): void;
