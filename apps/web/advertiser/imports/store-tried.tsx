import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CatalogueKind, type FileReport, isOrderReport } from './file-report.tsx';
import { GoneChoice, isSure, KEEP } from './gone-choice.tsx';

/** Stores what was tried; before that one chooses what becomes of what the file does not name. */
export function StoreTried(props: {
  readonly kind: CatalogueKind;
  readonly report: FileReport;
  readonly running: boolean;
  /** With the number of those that are taken away. */
  readonly onStore: (gone: number) => void;
}) {
  const { t } = useTranslation('advertiser');
  const [missing, setMissing] = useState(KEEP);
  const { kind, report, running, onStore } = props;
  const ofCatalogue = isOrderReport(report) ? null : report;
  const taken = ofCatalogue !== null && missing.what === 'end' ? ofCatalogue.gone : 0;
  const changed = isOrderReport(report) ? report.orders : report.changed;
  return (
    <>
      {ofCatalogue === null || ofCatalogue.gone === 0 ? null : (
        <GoneChoice kind={kind} report={ofCatalogue} missing={missing} onChange={setMissing} />
      )}
      <Button
        color={taken > 0 ? 'red' : 'teal.9'}
        w="fit-content"
        disabled={changed + taken === 0 || !isSure(missing, taken)}
        loading={running}
        onClick={() => onStore(taken)}
      >
        {isOrderReport(report)
          ? t('daily.imports.storeOrders', { count: report.orders })
          : taken > 0
            ? t(`daily.imports.gone.store.${kind}`, { count: taken })
            : t('daily.imports.store')}
      </Button>
    </>
  );
}
