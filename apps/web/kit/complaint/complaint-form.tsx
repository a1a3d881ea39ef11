import { Select, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ComplaintAnswer, ComplaintBody } from '../../../../contract/wire/conduct.ts';
import { useSend } from '../api/use-api.ts';
import { SendForm } from '../forms/send-form.tsx';
import { useFields } from '../forms/use-fields.ts';
import { useUnsent } from '../forms/use-unsent.ts';
import { ruleChoices } from '../rules/rule-keys.ts';
import { adSpaceCodeIn } from './ad-space-code.ts';

export interface ComplaintAbout {
  /** Where it may have happened. */
  readonly programs: readonly { readonly code: string; readonly name: string }[];
  /** Chosen at the beginning. */
  readonly program?: string;
  /** Where the screen knows it; asked for otherwise. */
  readonly adSpace?: { readonly code: string; readonly name: string };
}

const EVIDENCE_CHARACTERS_MAX = 10_000;
/** A tracking link with all its parameters. */
const LINK_CHARACTERS_MAX = 2_000;

/** Where, which rule, and what happened; part of `ReportViolation`. */
export function ComplaintForm(props: ComplaintAbout & { readonly onSent: () => void }) {
  const { t } = useTranslation('complaint');
  const { programs, program = '', adSpace, onSent } = props;
  const unsent = useUnsent(`complaint ${adSpace?.code ?? ''}`);
  const send = useSend<ComplaintBody, ComplaintAnswer>({
    method: 'POST',
    path: '/api/v1/complaints',
    done: null,
    onDone: () => {
      unsent.forget();
      onSent();
    },
  });
  const { values, change, field } = useFields({ program, ad_space: adSpace?.code ?? '', type: '' }, send);
  const evidence = unsent.text.trim();
  return (
    <SendForm
      send={send}
      names={['program', 'type', 'evidence', ...(adSpace === undefined ? ['ad_space'] : [])]}
      onSend={() => send.run({ ...values, ad_space: adSpaceCodeIn(values.ad_space), evidence })}
      action={t('send')}
      isIdle={evidence === '' || Object.values(values).some((value) => value.trim() === '')}
    >
      <Text size="sm">{t('lead')}</Text>
      {adSpace === undefined ? (
        <TextInput
          label={t('adSpace')}
          description={t('adSpaceHint')}
          maxLength={LINK_CHARACTERS_MAX}
          autoComplete="off"
          {...field('ad_space')}
          error={send.fieldError('ad_space') === undefined ? undefined : t('noAdSpace')}
        />
      ) : (
        <Text size="sm">{t('about', { name: adSpace.name })}</Text>
      )}
      <Select
        label={t('program')}
        data={programs.map(({ code, name }) => ({ value: code, label: name }))}
        value={values.program === '' ? null : values.program}
        onChange={(chosen) => change({ program: chosen ?? '' })}
        error={send.fieldError('program')}
        allowDeselect={false}
        searchable
        required
      />
      <Select
        label={t('rule')}
        data={ruleChoices((key) => t(`rules.${key}`))}
        value={values.type === '' ? null : values.type}
        onChange={(chosen) => change({ type: chosen ?? '' })}
        error={send.fieldError('type')}
        allowDeselect={false}
        searchable
        required
      />
      <Textarea
        label={t('evidence')}
        description={t('evidenceHint')}
        value={unsent.text}
        onChange={(event) => unsent.write(event.currentTarget.value)}
        error={send.fieldError('evidence')}
        maxLength={EVIDENCE_CHARACTERS_MAX}
        autosize
        minRows={4}
        required
      />
    </SendForm>
  );
}
