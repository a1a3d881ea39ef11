import { Button, Group, MultiSelect, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { moved, OrderButtons } from '../../kit/controls/order-buttons.tsx';
import { type Content, emptyContent, type Field, itemsOf, linesOf, textOf } from './page-fields.ts';

interface FieldsProps {
  readonly fields: readonly Field[];
  readonly content: Content;
  readonly onChange: (content: Content) => void;
  /** Tells entries of a list apart for those who hear the labels. */
  readonly suffix?: string;
}

/** The content of a section as a form. */
export function ContentFields({ fields, content, onChange, suffix = '' }: FieldsProps) {
  return (
    <Stack gap="sm">
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={content[field.name]}
          suffix={suffix}
          onChange={(value) => onChange({ ...content, [field.name]: value })}
        />
      ))}
    </Stack>
  );
}

interface OneProps {
  readonly field: Field;
  readonly value: unknown;
  readonly suffix: string;
  readonly onChange: (value: unknown) => void;
}

function OneField({ field, value, suffix, onChange }: OneProps) {
  const { t } = useTranslation('advertiser');
  const label = `${t(`page.fields.${field.name}`)}${suffix}`;
  switch (field.as) {
    case 'items':
      return <Items label={t(`page.fields.${field.name}`)} field={field} items={itemsOf(value)} onChange={onChange} />;
    case 'lines':
      return (
        <Textarea
          label={label}
          autosize
          minRows={4}
          maxRows={16}
          value={linesOf(value).join('\n')}
          onChange={(event) => onChange(event.currentTarget.value.split('\n'))}
          onBlur={() =>
            onChange(
              linesOf(value)
                .map((line) => line.trim())
                .filter((line) => line !== ''),
            )
          }
        />
      );
    case 'choice':
      return (
        <Select
          label={label}
          data={[...field.options]}
          value={textOf(value) || null}
          placeholder={t('page.unset')}
          clearable
          onChange={onChange}
        />
      );
    case 'choices':
      return <MultiSelect label={label} data={[...field.options]} value={[...linesOf(value)]} onChange={onChange} />;
    case 'text':
      return (
        <Textarea
          label={label}
          description={t('page.markdown')}
          autosize
          minRows={3}
          maxRows={20}
          value={textOf(value)}
          onChange={(event) => onChange(event.currentTarget.value || (field.optional === true ? null : ''))}
        />
      );
    default:
      return (
        <TextInput
          label={label}
          type={field.as === 'day' ? 'date' : 'text'}
          {...(field.as === 'day' ? { maw: 220 } : {})}
          value={textOf(value)}
          onChange={(event) =>
            onChange(event.currentTarget.value || (field.optional === true || field.as === 'day' ? null : ''))
          }
        />
      );
  }
}

interface ItemsProps {
  readonly label: string;
  readonly field: Extract<Field, { readonly as: 'items' }>;
  readonly items: readonly Content[];
  readonly onChange: (items: readonly Content[]) => void;
}

function Items({ label, field, items, onChange }: ItemsProps) {
  const { t } = useTranslation('advertiser');
  const list = useId();
  return (
    <Stack gap="sm" component="fieldset" className="plain-fieldset">
      <Text component="legend" fw={600} size="sm">
        {label}
      </Text>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('page.none')}
        </Text>
      ) : null}
      {[...items.entries()].map(([index, item]) => (
        <Stack key={index} gap="xs" className="page-item">
          <Group justify="space-between">
            <Group gap="sm">
              <Text size="sm" c="dimmed">
                {index + 1}
              </Text>
              <OrderButtons
                list={list}
                index={index}
                count={items.length}
                onMove={(to) => onChange(moved(items, index, to))}
              />
            </Group>
            <Button
              variant="subtle"
              color="red"
              size="compact-xs"
              onClick={() => onChange(items.filter((_, at) => at !== index))}
            >
              {t('page.remove', { number: index + 1 })}
            </Button>
          </Group>
          <ContentFields
            fields={field.fields}
            content={item}
            suffix={` ${index + 1}`}
            onChange={(next) => onChange(items.map((each, at) => (at === index ? next : each)))}
          />
        </Stack>
      ))}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        onClick={() => onChange([...items, emptyContent(field.fields)])}
      >
        {t('page.add')}
      </Button>
    </Stack>
  );
}
