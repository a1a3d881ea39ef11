import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AdvertiserDue,
  AdvertiserPaymentPreview,
  AdvertiserPaymentPreviewBody,
} from '../../../../contract/wire/advertiser-payments.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { Section } from '../../kit/page/page.tsx';
import { OrderChoice } from './order-choice.tsx';
import { DUE, PREVIEW } from './paths.ts';
import { Previewed } from './previewed.tsx';

interface RecordPaymentProps {
  readonly program: string;
  readonly onRecorded: () => void;
}

/** Records what an advertiser has paid: for which orders, a look at it, and only then the bank's reference. */
export function RecordPayment({ program, onRecorded }: RecordPaymentProps) {
  const { t } = useTranslation('operator');
  const due = useApi<AdvertiserDue>(DUE);
  const name = due.data?.programs.find((each) => each.program === program)?.name ?? program;
  const [seen, setSeen] = useState<{
    readonly which: AdvertiserPaymentPreviewBody;
    readonly preview: AdvertiserPaymentPreview;
  } | null>(null);
  const preview = useSend<AdvertiserPaymentPreviewBody, AdvertiserPaymentPreview>({
    method: 'POST',
    path: PREVIEW,
    done: null,
    onDone: (found, which) => setSeen({ which, preview: found }),
  });
  return (
    <Section title={t('payments.recordOf', { program: name })}>
      <Stack gap="lg">
        <OrderChoice
          program={program}
          send={preview}
          onChange={() => {
            // What is chosen now was not looked at yet.
            setSeen(null);
            preview.forget();
          }}
        />
        {seen === null ? null : (
          <Previewed
            name={name}
            which={seen.which}
            preview={seen.preview}
            onRecorded={onRecorded}
            onLookAgain={() => preview.run(seen.which)}
          />
        )}
      </Stack>
    </Section>
  );
}
