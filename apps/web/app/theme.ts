import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** A river in the evening: the one colour of things one can act on. Shade 6 has 4.5:1 on white, shade 4 on the dark ground. */
const river: MantineColorsTuple = [
  '#eaf5f7',
  '#d3e8ec',
  '#a6d0d9',
  '#74b6c4',
  '#4ea1b3',
  '#2f8599',
  '#0f6b80',
  '#0b586a',
  '#084856',
  '#053641',
];

export const theme = createTheme({
  primaryColor: 'river',
  primaryShade: { light: 6, dark: 4 },
  colors: { river },
  autoContrast: true,
  luminanceThreshold: 0.32,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.65rem', lineHeight: '1.25' },
      h2: { fontSize: '1.15rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem' },
    },
  },
});
