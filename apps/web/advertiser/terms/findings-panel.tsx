import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TermsFinding } from '../../../../contract/wire/terms.ts';
import { useServerWords } from '../../kit/history/refusal-text.tsx';
import { Empty } from '../../kit/page/states.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import type { Position } from './read-terms.ts';

export interface FindingsProps {
  readonly findings: readonly TermsFinding[];
  readonly isChecking: boolean;
  readonly onShow: (position: Position) => void;
}

/** What the check says of the text, with the line and what to write instead. */
export function FindingsPanel({ findings, isChecking, onShow }: FindingsProps) {
  const { t } = useTranslation('advertiser');
  if (findings.length === 0)
    return isChecking ? (
      <Text>{t('terms.findings.checking')}</Text>
    ) : (
      <Empty title={t('terms.findings.none')}>{t('terms.findings.noneWhy')}</Empty>
    );
  return (
    <Stack gap="sm" aria-live="polite">
      {findings.map((finding) => (
        <Group
          key={`${finding.code} ${finding.position.line}:${finding.position.column} ${finding.message}`}
          gap="sm"
          align="flex-start"
          wrap="nowrap"
        >
          <StatusBadge tone={finding.severity === 'error' ? 'bad' : 'attention'}>
            {t(`terms.findings.${finding.severity}`)}
          </StatusBadge>
          <div>
            <FindingText finding={finding} />
            <Button variant="subtle" size="compact-xs" px={0} onClick={() => onShow(finding.position)}>
              {t('terms.findings.at', { line: finding.position.line, column: finding.position.column })}
            </Button>
          </div>
        </Group>
      ))}
    </Stack>
  );
}

/** In other languages than English what its code means, with the words of the text that it quotes. */
export function FindingText({ finding: { code, message, remedy } }: { readonly finding: TermsFinding }) {
  const words = useServerWords();
  if (words === null)
    return (
      <>
        <Text size="sm">{message}</Text>
        <Text size="sm" c="dimmed">
          {remedy}
        </Text>
      </>
    );
  const quoted = new Set([...message.matchAll(/"([^"]+)"/g)].map(([, text = '']) => text));
  return (
    <Text size="sm">
      {words.findings[code] ?? code}{' '}
      {[...quoted].map((text) => (
        <Code key={text} mr={4}>
          {text}
        </Code>
      ))}
    </Text>
  );
}
