import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OtherStatement, Position, ReadTerms } from './read-terms.ts';

const EXCERPT_CHARACTERS = 120;

interface TextOnlyProps {
  readonly text: string;
  readonly read: ReadTerms;
  /** The version that the form shows. */
  readonly version: string;
  readonly onShow: (position: Position) => void;
}

/** What the form does not change, each with its place in the text: nothing of the terms is out of sight. */
export function TextOnly({ text, read, version, onShow }: TextOnlyProps) {
  const { t } = useTranslation('advertiser');
  const lines = text.split('\n');
  const own = read.versions.find(({ full }) => full.id === version)?.others ?? [];
  const statements = [...read.others, ...own];
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t('terms.form.onlyTextLead')}
      </Text>
      {statements.map(({ kind, position }) => (
        <Group key={`${position.line}:${position.column}`} justify="space-between" gap="xs" wrap="nowrap">
          <Text size="sm" className="rule-text" miw={0}>
            <Text span fw={600} inherit>
              {t(`terms.form.statements.${kind}`)}
            </Text>{' '}
            {excerpt(lines[position.line - 1] ?? '')}
          </Text>
          <ShowInText kind={kind} position={position} onShow={onShow} />
        </Group>
      ))}
    </Stack>
  );
}

function excerpt(line: string): string {
  const text = line.trim();
  return text.length <= EXCERPT_CHARACTERS ? text : `${text.slice(0, EXCERPT_CHARACTERS)}…`;
}

function ShowInText({ kind, position, onShow }: OtherStatement & Pick<TextOnlyProps, 'onShow'>) {
  const { t } = useTranslation('advertiser');
  const what = `${t(`terms.form.statements.${kind}`)}, ${t('terms.findings.at', { ...position })}`;
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      flex="none"
      aria-label={`${t('terms.form.show')}: ${what}`}
      onClick={() => onShow(position)}
    >
      {t('terms.form.show')}
    </Button>
  );
}
