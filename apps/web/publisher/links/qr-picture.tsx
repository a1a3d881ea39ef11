import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';

const PIXELS = 192;
/** Denser ones are read by no camera, and 2,953 is the most that there can be. */
const CHARACTERS_MAX = 1_000;

/** A link to be printed: black on white in every theme, as cameras want it. */
export function QrPicture({ text }: { readonly text: string }) {
  const { t } = useTranslation(['publisher', 'frame']);
  if (text.length > CHARACTERS_MAX) return <Text size="sm">{t('links.qrTooLong')}</Text>;
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <div className="qr">
      <svg width={PIXELS} height={PIXELS} viewBox={`0 0 ${size} ${size}`} role="img" shapeRendering="crispEdges">
        <title>{t('links.qrLabel', { link: text })}</title>
        <path d={path} fill="#000" />
      </svg>
    </div>
  );
}
