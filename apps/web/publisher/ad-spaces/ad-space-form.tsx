import { Button, Checkbox, Radio, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdSpaceKindsAnswer, ExtensionBehaviour, VisitorReward } from '../../../../contract/wire/ad-spaces.ts';
import type { Problem } from '../../kit/api/api.ts';
import { Unsaved } from '../../kit/forms/unsaved.tsx';
import { FormProblem } from '../../kit/page/states.tsx';

export type KindNeeds = AdSpaceKindsAnswer['kinds'][number];

/** What a publisher says of an ad space, as fields. */
export interface SpaceFields {
  readonly name: string;
  readonly url: string | null;
  readonly description: string;
  readonly prelander_url: string | null;
  readonly dropshipping: boolean;
  readonly rewards: VisitorReward;
  readonly behaviours: ExtensionBehaviour[];
}

export const emptyForm: SpaceFields = {
  name: '',
  url: '',
  description: '',
  prelander_url: null,
  dropshipping: false,
  rewards: 'none',
  behaviours: [],
};

const BEHAVIOURS: readonly ExtensionBehaviour[] = [
  'icon_notification',
  'icon_popup',
  'page_banner',
  'page_change',
  'page_instructions',
  'push_notification',
];
/** The others reject the ad space (S-091). */
const ALLOWED_BEHAVIOURS = 2;

interface SpaceSend {
  readonly run: (said: SpaceFields) => void;
  readonly running: boolean;
  readonly problem: Problem | null;
  readonly fieldError: (name: string) => string | undefined;
}

interface FormProps {
  readonly needs: KindNeeds;
  readonly start: SpaceFields;
  readonly action: string;
  readonly send: SpaceSend;
  /** Told whether there is something to lose, where the form can be closed without leaving its page. */
  readonly onChanged?: (isChanged: boolean) => void;
}

interface PartProps {
  readonly needs: KindNeeds;
  readonly fields: SpaceFields;
  readonly change: (some: Partial<SpaceFields>) => void;
  readonly error: (name: string) => string | undefined;
}

/** The fields that a kind needs, and the two declarations that every kind makes. */
export function AdSpaceForm({ needs, start, action, send, onChanged }: FormProps) {
  const [fields, setFields] = useState(start);
  const isChanged = saidOf(fields) !== saidOf(start);
  useLayoutEffect(() => onChanged?.(isChanged), [onChanged, isChanged]);
  const part: PartProps = {
    needs,
    fields,
    change: (some) => setFields((before) => ({ ...before, ...some })),
    error: send.fieldError,
  };
  return (
    <>
      {/* Beside the form: its own answer must not send this one. Once that is under way the screen itself leads on. */}
      <Unsaved when={isChanged && !send.running} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.run({
            ...fields,
            url: fields.url === '' ? null : fields.url,
            prelander_url: fields.prelander_url || null,
          });
        }}
      >
        <Stack gap="md">
          <Basics {...part} />
          <Declarations {...part} />
          <FormProblem problem={send.problem} fields={['name', 'url', 'description', 'prelander_url', 'behaviours']} />
          <Button type="submit" loading={send.running} w="fit-content">
            {action}
          </Button>
        </Stack>
      </form>
    </>
  );
}

/** What would be lost: the same text for the same fields, whatever else an answer carries. */
function saidOf({ name, url, description, prelander_url, dropshipping, rewards, behaviours }: SpaceFields): string {
  return JSON.stringify([
    name,
    url ?? '',
    description,
    prelander_url ?? '',
    dropshipping,
    rewards,
    [...behaviours].sort(),
  ]);
}

const URL_HINTS = { site: 'urlSite', page: 'urlPage', optional: 'urlOptional' } as const;

function Basics({ needs, fields, change, error }: PartProps) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <>
      <TextInput
        label={t('adSpaces.form.name')}
        description={t('adSpaces.form.nameHint')}
        value={fields.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        required
        maxLength={100}
        error={error('name')}
      />
      <TextInput
        label={t('adSpaces.form.url')}
        description={t(`adSpaces.form.${URL_HINTS[needs.address]}`)}
        type="url"
        value={fields.url ?? ''}
        onChange={({ currentTarget }) => change({ url: currentTarget.value })}
        required={needs.address !== 'optional'}
        placeholder="https://"
        error={error('url')}
      />
      {needs.asks.includes('prelander') ? (
        <TextInput
          label={t('adSpaces.form.prelander')}
          description={t('adSpaces.form.prelanderHint')}
          type="url"
          value={fields.prelander_url ?? ''}
          onChange={({ currentTarget }) => change({ prelander_url: currentTarget.value })}
          required
          placeholder="https://"
          error={error('prelander_url')}
        />
      ) : null}
      <Textarea
        label={t('adSpaces.form.description')}
        description={t('adSpaces.form.descriptionHint')}
        value={fields.description}
        onChange={({ currentTarget }) => change({ description: currentTarget.value })}
        required={needs.asks.includes('description')}
        autosize
        minRows={3}
        maxLength={2_000}
        error={error('description')}
      />
    </>
  );
}

function Declarations({ needs, fields, change, error }: PartProps) {
  const { t } = useTranslation(['publisher', 'frame']);
  const isReward = (value: string): value is VisitorReward => ['none', 'purchase', 'visit'].includes(value);
  const chosen = (values: string[]) => BEHAVIOURS.filter((behaviour) => values.includes(behaviour));
  return (
    <>
      {needs.asks.includes('behaviours') ? (
        <Checkbox.Group
          label={t('adSpaces.form.behaviours')}
          description={t('adSpaces.form.behavioursHint')}
          value={[...fields.behaviours]}
          onChange={(values) => change({ behaviours: chosen(values) })}
          error={error('behaviours')}
          required
        >
          <Stack gap="xs" mt="xs">
            {BEHAVIOURS.map((behaviour, index) => (
              <Checkbox
                key={behaviour}
                value={behaviour}
                label={t(`adSpaces.form.behaviour.${behaviour}`)}
                {...(index < ALLOWED_BEHAVIOURS ? {} : { description: t('adSpaces.form.notAllowed') })}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : null}
      <Radio.Group
        label={t('adSpaces.form.rewards')}
        value={fields.rewards}
        onChange={(rewards) => change(isReward(rewards) ? { rewards } : {})}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="none" label={t('adSpaces.form.rewardsNone')} />
          <Radio value="purchase" label={t('adSpaces.form.rewardsPurchase')} />
          <Radio
            value="visit"
            label={t('adSpaces.form.rewardsVisit')}
            description={t('adSpaces.form.rewardsVisitHint')}
          />
        </Stack>
      </Radio.Group>
      {needs.asks.includes('dropshipping') ? (
        <Switch
          label={t('adSpaces.form.dropshipping')}
          description={t('adSpaces.form.dropshippingHint')}
          checked={fields.dropshipping}
          onChange={({ currentTarget }) => change({ dropshipping: currentTarget.checked })}
        />
      ) : null}
    </>
  );
}
