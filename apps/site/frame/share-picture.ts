import { readFileSync } from 'node:fs';

/** What previews of a shared page show beside its title: drawn by `tools/pictures/share.ts`, in the size that all of them take. */
export const SHARE_PICTURE = {
  path: '/share.png',
  type: 'image/png',
  width: 1200,
  height: 630,
  file: new URL('./share.png', import.meta.url),
} as const;

let kept: Buffer | null = null;

/** Read once: the file is part of the product. */
export function sharePicture(): Buffer {
  kept ??= readFileSync(SHARE_PICTURE.file);
  return kept;
}
