import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CatalogueFileAnswer } from '../../../../contract/wire/catalogue-files.ts';
import { useFormats } from '../../kit/values/format.ts';
import type { CatalogueKind } from './file-report.tsx';

/** What becomes of what the file does not name. */
export interface Missing {
  readonly what: 'keep' | 'end';
  readonly typed: string;
}

export const KEEP: Missing = { what: 'keep', typed: '' };

/** Whether what was chosen may be done: to take away, the number of it has to be typed. */
export function isSure({ what, typed }: Missing, gone: number): boolean {
  return what === 'keep' || typed.trim() === String(gone);
}

/** Products or rates that hold and that the file does not name: they stay, unless the file is chosen to be all there is. */
export function GoneChoice(props: {
  readonly kind: CatalogueKind;
  readonly report: CatalogueFileAnswer;
  readonly missing: Missing;
  readonly onChange: (missing: Missing) => void;
}) {
  const { t } = useTranslation(['advertiser', 'frame']);
  const { list } = useFormats();
  const { kind, report, missing, onChange } = props;
  const { gone, gone_first: first } = report;
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t(`daily.imports.gone.${kind}`, { count: gone })}
        description={first.length === 0 ? null : t('daily.imports.gone.first', { ids: list(first) })}
        value={missing.what}
        onChange={(what) => onChange({ ...missing, what: what === 'end' ? 'end' : 'keep' })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="keep" label={t('daily.imports.gone.keep')} />
          <Radio value="end" label={t(`daily.imports.gone.end.${kind}`, { count: gone })} />
        </Stack>
      </Radio.Group>
      {missing.what === 'keep' ? null : (
        <>
          <Text size="sm">{t(`daily.imports.gone.what.${kind}`)}</Text>
          <TextInput
            label={t('frame:confirm.type', { word: String(gone) })}
            value={missing.typed}
            maw={320}
            autoComplete="off"
            inputMode="numeric"
            onChange={(event) => onChange({ ...missing, typed: event.currentTarget.value })}
          />
        </>
      )}
    </Stack>
  );
}
