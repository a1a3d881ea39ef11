import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManyJudged } from '../../../../contract/wire/many.ts';
import { useSend } from '../api/use-api.ts';
import { useNotice } from '../notices/use-notice.ts';
import { ProblemAlert } from '../page/states.tsx';
import { WhyLeftAlone } from './judged-report.tsx';
import type { ManyOf } from './many-of.ts';

interface TakeBackProps {
  readonly of: Pick<ManyOf, 'verdicts' | 'renews'>;
  readonly entry: { readonly key: string; readonly name: string };
  readonly onClose: () => void;
}

/** Says what was declined a moment ago and takes it back; whoever opens it anew for the next one names it by `key`. */
export function TakeBack({ of: many, entry, onClose }: TakeBackProps) {
  const { t } = useTranslation(['many', 'frame']);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <Alert
      ref={place}
      tabIndex={-1}
      color="teal"
      variant="light"
      role="status"
      title={t('single.declined', { name: entry.name })}
    >
      <Stack gap="sm">
        <Text size="sm">{t('single.undoHint')}</Text>
        <Group gap="sm">
          <TakeBackButton of={many} entry={entry} onDone={onClose} />
          <Button variant="default" size="xs" onClick={onClose}>
            {t('frame:actions.close')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** Puts one declined entry back into its queue; where somebody decided anew meanwhile it says so and changes nothing. */
export function TakeBackButton(props: {
  readonly of: Pick<ManyOf, 'verdicts' | 'renews'>;
  readonly entry: { readonly key: string; readonly name: string };
  readonly onDone?: () => void;
}) {
  const { t } = useTranslation('many');
  const say = useNotice();
  const { of: many, entry, onDone } = props;
  const [left, setLeft] = useState<ManyJudged['refused'][number] | null>(null);
  const reopen = useSend<void, ManyJudged>({
    method: 'POST',
    path: many.verdicts.path,
    body: () => ({ ...many.verdicts.body, keys: [entry.key], verdict: 'reopen' }),
    renews: many.renews,
    done: null,
    onDone: ({ refused: [first] }) => {
      setLeft(first ?? null);
      if (first !== undefined) return;
      say(t('single.waitsAgain', { name: entry.name }));
      onDone?.();
    },
  });
  return (
    <Stack gap="xs">
      {reopen.problem === null ? null : <ProblemAlert problem={reopen.problem} />}
      {left === null ? null : (
        <div role="alert">
          <WhyLeftAlone row={left} />
        </div>
      )}
      <Group>
        <Button variant="default" size="xs" loading={reopen.running} onClick={() => reopen.run()}>
          {t('single.takeBack')}
        </Button>
      </Group>
    </Stack>
  );
}
