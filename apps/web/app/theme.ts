import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import i18next from 'i18next';

/** A river in the evening: the one colour of things one can act on. White on shade 6 has 6:1, and so has shade 6 on white. */
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
  primaryShade: 6,
  colors: { river },
  // Who asks the device for less motion gets dialogs without a fade.
  respectReducedMotion: true,
  autoContrast: true,
  luminanceThreshold: 0.28,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace',
  components: {
    // Locking the scroll bar writes a style that the content security policy stops (T-9); the heading of a dialog is no banner of the page.
    Modal: { defaultProps: { lockScroll: false, attributes: { header: { role: 'presentation' } } } },
    // The label of the button is Mantine's own English; read anew whenever a field is drawn, as the language may change.
    PasswordInput: {
      defaultProps: {
        get visibilityToggleButtonProps() {
          return { 'aria-label': i18next.t('form.showPassword') };
        },
      },
    },
    Drawer: { defaultProps: { lockScroll: false, attributes: { header: { role: 'presentation' } } } },
  },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.65rem', lineHeight: '1.25' },
      h2: { fontSize: '1.15rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem' },
    },
  },
});

/** Texts on tinted ground (badges, notices) and dimmed texts with at least 4.5:1 (WCAG 2.2, 1.4.3); Mantine's own fall short on some. */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b6672',
    '--mantine-color-placeholder': '#67717b',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-red-light-color': '#9c1c14',
    '--mantine-color-teal-light-color': '#05543d',
    '--mantine-color-blue-light-color': '#0b4a86',
    '--mantine-color-orange-light-color': '#7a2c05',
    '--mantine-color-yellow-light-color': '#5f4200',
    '--mantine-color-gray-light-color': '#3a4048',
    '--mantine-color-river-light-color': '#084856',
    '--loss': '#b3261e',
  },
  dark: {
    '--mantine-color-body': '#14191d',
    '--mantine-color-dimmed': '#a4afb9',
    '--mantine-color-placeholder': '#98a3ad',
    '--mantine-color-error': '#ff9a91',
    '--mantine-color-red-filled': '#c92a2a',
    '--mantine-color-red-filled-hover': '#b02525',
    '--mantine-color-red-light-color': '#ffb4ad',
    '--mantine-color-teal-light-color': '#7fe0bd',
    '--mantine-color-blue-light-color': '#a5d0ff',
    '--mantine-color-orange-light-color': '#ffc08f',
    '--mantine-color-yellow-light-color': '#ffe08a',
    '--mantine-color-gray-light-color': '#d5dae0',
    '--mantine-color-river-light-color': '#a6d0d9',
    '--loss': '#ff9a91',
  },
});
