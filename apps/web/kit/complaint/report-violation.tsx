import { Button, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayWrite } from '../api/may-write.ts';
import { FocusReturn } from '../controls/use-focus-return.ts';
import { type ComplaintAbout, ComplaintForm } from './complaint-form.tsx';

/** A button that asks what rule somebody broke where, and says afterwards who reads it (S-094). Nothing for whoever may only look. */
export function ReportViolation({
  about,
  isSmall = false,
}: {
  readonly about: ComplaintAbout;
  readonly isSmall?: boolean;
}) {
  const { t } = useTranslation(['complaint', 'frame']);
  const mayWrite = useMayWrite();
  const [isOpen, setIsOpen] = useState(false);
  const name = about.adSpace?.name;
  if (!mayWrite) return null;
  return (
    <>
      <Button
        {...(isSmall ? { variant: 'subtle', size: 'compact-sm' } : { variant: 'default' })}
        {...(name === undefined ? {} : { 'aria-label': t('titleOf', { name }) })}
        onClick={() => setIsOpen(true)}
        aria-haspopup="dialog"
      >
        {t('open')}
      </Button>
      {isOpen ? (
        <Modal
          opened
          onClose={() => setIsOpen(false)}
          title={name === undefined ? t('title') : t('titleOf', { name })}
          closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
        >
          <FocusReturn />
          <Report about={about} onClose={() => setIsOpen(false)} />
        </Modal>
      ) : null}
    </>
  );
}

function Report({ about, onClose }: { readonly about: ComplaintAbout; readonly onClose: () => void }) {
  const { t } = useTranslation(['complaint', 'frame']);
  const [isSent, setIsSent] = useState(false);
  if (!isSent) return <ComplaintForm {...about} onSent={() => setIsSent(true)} />;
  return (
    <Stack gap="md" align="flex-start">
      <div role="status">
        <Text fw={600}>{t('sent')}</Text>
        <Text size="sm">{t('sentMeans')}</Text>
      </div>
      <Button onClick={onClose} ref={focused}>
        {t('frame:actions.close')}
      </Button>
    </Stack>
  );
}

/** The button that was pressed is gone: whoever works by keyboard goes on here. */
const focused = (button: HTMLButtonElement | null): void => button?.focus();
