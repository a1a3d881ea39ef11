import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayWrite } from '../../kit/api/may-write.ts';
import type { Send } from '../../kit/api/use-api.ts';
import { Unsaved } from '../../kit/forms/unsaved.tsx';
import { Section } from '../../kit/page/page.tsx';
import { FormProblem } from '../../kit/page/states.tsx';

export interface SectionFormProps {
  readonly title: string;
  readonly lead: string;
  readonly isChanged: boolean;
  readonly onSave: () => void;
  readonly send: Pick<Send<never, unknown>, 'running' | 'problem'>;
  /** Names of fields that show their own problem. */
  readonly fields: readonly string[];
  readonly children: ReactNode;
}

/** A part of the program with a button of its own: what is saved together. */
export function SectionForm({ title, lead, isChanged, onSave, send, fields, children }: SectionFormProps) {
  const { t } = useTranslation(['frame', 'advertiser']);
  const mayWrite = useMayWrite();
  return (
    <Section title={title} lead={lead}>
      <Unsaved when={mayWrite && isChanged} />
      {mayWrite ? null : (
        <Text size="sm" c="dimmed">
          {t('advertiser:program.readOnly')}
        </Text>
      )}
      <Paper withBorder radius="md" p="lg">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onSave();
          }}
        >
          <fieldset className="plain-fieldset" disabled={!mayWrite}>
            <Stack gap="md">
              {children}
              <FormProblem problem={send.problem} fields={fields} />
              {mayWrite ? (
                <Group gap="md">
                  <Button type="submit" loading={send.running} disabled={!isChanged}>
                    {t('actions.save')}
                  </Button>
                  {isChanged ? (
                    <Text size="sm" c="dimmed">
                      {t('advertiser:program.unsaved')}
                    </Text>
                  ) : null}
                </Group>
              ) : null}
            </Stack>
          </fieldset>
        </form>
      </Paper>
    </Section>
  );
}
