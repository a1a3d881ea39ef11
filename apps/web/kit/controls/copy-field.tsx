import { Button, CopyButton, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A text to be taken elsewhere: a link, a key. */
export function CopyField({
  label,
  value,
  description,
}: {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
}) {
  const { t } = useTranslation('frame');
  return (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      value={value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      rightSectionWidth={120}
      rightSection={
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button size="compact-sm" variant="subtle" onClick={copy} aria-label={`${t('actions.copy')}: ${label}`}>
              {copied ? t('actions.copied') : t('actions.copy')}
            </Button>
          )}
        </CopyButton>
      }
    />
  );
}
