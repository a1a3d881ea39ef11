import { Button, Group, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditedSections, SectionSeen } from '../../../../contract/wire/program-page.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { Unsaved } from '../../kit/forms/unsaved.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { ContentFields } from './content-fields.tsx';
import { type Content, type EditedKind, emptyContent, sectionFields } from './page-fields.ts';

type Edited = EditedSections['sections'][number];

export const sectionsPath = (code: string) => `/api/v1/programs/${code}/page/sections`;

const seenOf = (edited: Edited | undefined): SectionSeen => ({
  number: edited?.published?.number ?? 0,
  saved_at: edited?.draft?.saved_at ?? null,
});

interface EditorProps {
  readonly code: string;
  readonly kind: EditedKind;
  readonly locale: string;
  readonly edited: Edited | undefined;
  /** Begins with what is there now. */
  readonly onBeginAgain: () => void;
}

/** One section in one language as a form. What somebody else saves meanwhile is neither shown in it nor overwritten by it. */
export function SectionEditor({ kind, edited, onBeginAgain, ...of }: EditorProps) {
  const { t } = useTranslation('advertiser');
  const client = useQueryClient();
  const fields = sectionFields[kind];
  const [began] = useState<Content>(edited?.draft?.content ?? edited?.published?.content ?? emptyContent(fields));
  const [content, setContent] = useState<Content>(began);
  const [saved, setSaved] = useState<Content>(began);
  const section = useSection({ ...of, kind, edited, onBeginAgain, onSaved: setSaved });
  const { save, publish, discard } = section;
  const problem = save.problem ?? publish.problem ?? discard.problem;
  const isBusy = save.running || publish.running || discard.running;
  const isChanged = JSON.stringify(content) !== JSON.stringify(saved);
  /** Publishing shows the draft, so what is on the screen is saved as the draft first. */
  const publishAll = async () => {
    if ((await save.runAsync(content)) !== null) publish.run();
  };
  const load = async () => {
    await client.invalidateQueries({ queryKey: [sectionsPath(of.code)] });
    onBeginAgain();
  };
  return (
    <Stack gap="md" mt="md">
      <Unsaved when={isChanged && !isBusy} />
      <ContentFields fields={fields} content={content} onChange={setContent} />
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group gap="sm">
        <Button loading={isBusy} onClick={publishAll}>
          {t('page.publish')}
        </Button>
        <Button variant="default" disabled={isBusy} onClick={() => save.run(content)}>
          {t('page.save')}
        </Button>
        {problem?.code === 'section_changed' ? (
          <Button variant="default" disabled={isBusy} onClick={load}>
            {t('page.load')}
          </Button>
        ) : null}
        {edited?.draft == null ? null : (
          <Button variant="subtle" color="red" disabled={isBusy} onClick={() => discard.run()}>
            {t('page.discard')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

type SectionProps = EditorProps & { readonly onSaved: (content: Content) => void };

function useSection({ code, kind, locale, edited, onBeginAgain, onSaved }: SectionProps) {
  const { t } = useTranslation('advertiser');
  const [seen, setSeen] = useState<SectionSeen>(seenOf(edited));
  const path = `${sectionsPath(code)}/${kind}/${locale}`;
  const renews = [sectionsPath(code)];
  const save = useSend<Content, Edited>({
    method: 'PUT',
    path,
    body: (content) => ({ content, over: seen }),
    renews,
    done: t('page.saved'),
    onDone: (answer, content) => {
      setSeen(seenOf(answer));
      onSaved(content);
    },
  });
  const publish = useSend({
    method: 'POST',
    path: `${path}/publish`,
    body: null,
    renews,
    done: t('page.publishedNow'),
    onDone: onBeginAgain,
  });
  const discard = useSend({
    method: 'DELETE',
    path: `${path}/draft`,
    body: null,
    renews,
    done: null,
    onDone: onBeginAgain,
  });
  return { save, publish, discard };
}
