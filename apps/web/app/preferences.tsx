import { NavLink, Text, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dropdown } from '../kit/controls/dropdown.tsx';
import { chooseLanguage, languages } from './words.ts';

const schemes = ['light', 'dark', 'auto'] as const;

/** Language and appearance. */
export function Preferences() {
  const { t, i18n } = useTranslation('frame');
  return (
    <Dropdown
      name={(i18n.resolvedLanguage ?? 'en').toUpperCase()}
      label={`${t('language.label')}, ${t('theme.label')}`}
    >
      {() => (
        <>
          <Languages />
          <Appearance />
        </>
      )}
    </Dropdown>
  );
}

function Languages() {
  const { t, i18n } = useTranslation('frame');
  return (
    <>
      <Text size="xs" c="dimmed" className="dropdown-title">
        {t('language.label')}
      </Text>
      {languages.map((language) => (
        <NavLink
          key={language}
          component="button"
          lang={language}
          label={t(`language.${language}`)}
          onClick={() => chooseLanguage(language)}
          {...chosen(language === i18n.resolvedLanguage)}
        />
      ))}
    </>
  );
}

function Appearance() {
  const { t } = useTranslation('frame');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Text size="xs" c="dimmed" className="dropdown-title">
        {t('theme.label')}
      </Text>
      {schemes.map((scheme) => (
        <NavLink
          key={scheme}
          component="button"
          label={t(`theme.${scheme}`)}
          onClick={() => setColorScheme(scheme)}
          {...chosen(scheme === colorScheme)}
        />
      ))}
    </>
  );
}

const chosen = (is: boolean) => ({ 'aria-pressed': is, ...(is ? { rightSection: '✓' } : {}) });
