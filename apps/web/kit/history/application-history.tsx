import { Button, Modal, Text, Timeline } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationEvent } from '../../../../contract/wire/applications.ts';
import { useApi } from '../api/use-api.ts';
import { FocusReturn } from '../controls/use-focus-return.ts';
import { Empty, Loaded } from '../page/states.tsx';
import { When } from '../values/amounts.tsx';

interface HistoryProps {
  /** Where the history is read. */
  readonly path: string;
  readonly adSpace: string;
  readonly program: string;
}

/** A button that shows what happened to an application: when, who and why. */
export function ApplicationHistory(props: HistoryProps) {
  const { t } = useTranslation('frame');
  const [isOpen, setIsOpen] = useState(false);
  const names = { adSpace: props.adSpace, program: props.program };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => setIsOpen(true)}
        aria-label={t('history.of', names)}
        aria-haspopup="dialog"
      >
        {t('history.open')}
      </Button>
      {isOpen ? (
        <Modal
          opened
          onClose={() => setIsOpen(false)}
          title={t('history.of', names)}
          closeButtonProps={{ 'aria-label': t('actions.close') }}
        >
          <FocusReturn />
          <Events path={props.path} />
        </Modal>
      ) : null}
    </>
  );
}

function Events({ path }: { readonly path: string }) {
  const { t } = useTranslation('frame');
  const found = useApi<{ readonly history: readonly ApplicationEvent[] }>(path);
  return (
    <Loaded
      query={found}
      rows={4}
      isEmpty={({ history }) => history.length === 0}
      empty={<Empty>{t('history.none')}</Empty>}
    >
      {({ history }) => (
        <Timeline active={history.length} bulletSize={14} lineWidth={2}>
          {history.map((event) => (
            <Timeline.Item key={`${event.at} ${event.event}`} title={t(`history.events.${event.event}`)}>
              <Text size="sm" c="dimmed">
                <When at={event.at} /> · {t(`history.sides.${event.side}`)}
                {event.by === null ? '' : ` · ${event.by}`}
              </Text>
              {event.reason === null ? null : (
                <Text size="sm" className="plain-text">
                  {event.reason}
                </Text>
              )}
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </Loaded>
  );
}
