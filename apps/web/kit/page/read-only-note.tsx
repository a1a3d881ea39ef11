import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMayWrite, type Writing } from '../api/may-write.ts';
import { useSignedIn } from '../api/session.ts';

/** One quiet sentence where buttons would be: who changes this, for those who may only look. Nothing for everybody else. */
export function ReadOnlyNote({ what = 'work' }: { readonly what?: Writing }) {
  const { t } = useTranslation('frame');
  const mayWrite = useMayWrite(what);
  // Of an organisation that is not active, the notice above every screen tells the reason.
  const { organisation } = useSignedIn();
  if (mayWrite || organisation.status !== 'active') return null;
  return (
    <Text size="sm" c="dimmed">
      {t(`readOnly.${what}`)}
    </Text>
  );
}
