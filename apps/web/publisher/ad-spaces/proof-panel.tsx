import { Alert, Button, Card, Code, List, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AdSpaceDetail,
  ProofCheckAnswer,
  ProofInstructions,
  ProofMethod,
} from '../../../../contract/wire/ad-spaces.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { CopyField } from '../../kit/controls/copy-field.tsx';
import { Section } from '../../kit/page/page.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';

const METHODS: readonly ProofMethod[] = ['file', 'meta', 'dns'];

/** How an ad space is proven to be one's own: three ways, each step by step, and the check. */
export function ProofPanel({ space }: { readonly space: AdSpaceDetail }) {
  const { t } = useTranslation(['publisher', 'frame']);
  if (space.instructions === null) return <ReviewNote code={space.proof.code} />;
  return (
    <Section title={t('adSpaces.proof.title')} lead={t('adSpaces.proof.lead')}>
      <Ways id={space.id} instructions={space.instructions} />
    </Section>
  );
}

function Ways({ id, instructions }: { readonly id: string; readonly instructions: ProofInstructions }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const mayWrite = useMayWrite();
  const [method, setMethod] = useState<ProofMethod>('file');
  const check = useSend<{ readonly method: ProofMethod }, ProofCheckAnswer>({
    method: 'POST',
    path: `/api/v1/ad-spaces/${id}/ownership-checks`,
    renews: ['/api/v1/ad-spaces'],
    done: null,
    onDone: (answer) => setSeen(answer),
  });
  const [seen, setSeen] = useState<ProofCheckAnswer | null>(null);
  const choose = (value: string | null): void => {
    const chosen = METHODS.find((each) => each === value);
    if (chosen === undefined) return;
    setMethod(chosen);
    setSeen(null);
    check.forget();
  };
  return (
    <Card withBorder padding="lg">
      <Tabs value={method} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md">
          {METHODS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`adSpaces.proof.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="file">
          <FileSteps file={instructions.file} />
        </Tabs.Panel>
        <Tabs.Panel value="meta">
          <MetaSteps meta={instructions.meta} />
        </Tabs.Panel>
        <Tabs.Panel value="dns">
          <DnsSteps dns={instructions.dns} />
        </Tabs.Panel>
      </Tabs>
      <Stack gap="sm" mt="lg" align="flex-start">
        {mayWrite ? (
          <Button onClick={() => check.run({ method })} loading={check.running}>
            {t('adSpaces.proof.check')}
          </Button>
        ) : null}
        {seen === null ? null : <Seen answer={seen} />}
        {check.problem === null ? null : <ProblemAlert problem={check.problem} />}
      </Stack>
    </Card>
  );
}

function Seen({ answer }: { readonly answer: ProofCheckAnswer }) {
  const { t, i18n } = useTranslation(['publisher', 'frame']);
  if (answer.proven) {
    return (
      <Alert color="teal" variant="light" role="status">
        {t('adSpaces.proof.found')}
      </Alert>
    );
  }
  return (
    <Alert color="orange" variant="light" role="alert" title={t('adSpaces.proof.notFound')}>
      <Text size="sm">{t(`adSpaces.proof.findings.${answer.finding}`)}</Text>
      {i18n.language === 'en' ? (
        <Text size="xs" c="dimmed" className="breaking">
          {answer.detail}
        </Text>
      ) : null}
    </Alert>
  );
}

function FileSteps({ file }: { readonly file: ProofInstructions['file'] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <Stack gap="sm">
      <List type="ordered" spacing="sm" className="steps">
        <List.Item>
          {t('adSpaces.proof.fileStep1')}
          <Stack gap="xs" mt="xs">
            <CopyField label={t('adSpaces.proof.fileName')} value={new URL(file.url).pathname.slice(1)} />
            <CopyField label={t('adSpaces.proof.fileContent')} value={file.content} />
          </Stack>
        </List.Item>
        <List.Item>
          {t('adSpaces.proof.fileStep2')}
          <Code block mt="xs" className="breaking">
            {file.url}
          </Code>
        </List.Item>
      </List>
    </Stack>
  );
}

function MetaSteps({ meta }: { readonly meta: ProofInstructions['meta'] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <List type="ordered" spacing="sm" className="steps">
      <List.Item>
        {t('adSpaces.proof.metaStep1')}
        <CopyField label={t('adSpaces.proof.metaTag')} value={meta.tag} />
      </List.Item>
      <List.Item>
        {t('adSpaces.proof.metaStep2')}
        <Code block mt="xs" className="breaking">
          {meta.page}
        </Code>
      </List.Item>
    </List>
  );
}

function DnsSteps({ dns }: { readonly dns: ProofInstructions['dns'] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <Stack gap="sm" maw={640}>
      <Text size="sm">{t('adSpaces.proof.dnsStep1')}</Text>
      <CopyField label={t('adSpaces.proof.dnsHost')} value={dns.host} />
      <CopyField label={t('adSpaces.proof.dnsValue')} value={dns.value} />
    </Stack>
  );
}

/** Kinds that live on sites of everybody: a person looks, and this helps that person. */
function ReviewNote({ code }: { readonly code: string }) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <Section title={t('adSpaces.proof.title')}>
      <Card withBorder padding="lg">
        <Stack gap="sm" maw={560}>
          <Text size="sm">{t('adSpaces.proof.review')}</Text>
          <CopyField label={t('adSpaces.proof.code')} value={`tributary-${code}`} />
        </Stack>
      </Card>
    </Section>
  );
}
