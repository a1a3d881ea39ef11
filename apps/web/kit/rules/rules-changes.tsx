import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../values/status-badge.tsx';
import { type Change, changesOf, type Piece, type RulesContent } from './compare.ts';
import './rules.css';

const TONES: Readonly<Record<Change['kind'], Tone>> = { added: 'good', changed: 'attention', removed: 'bad' };

/** What changed between two versions of the rules, rule by rule and word by word. */
export function RulesChanges(props: {
  readonly before: RulesContent;
  readonly after: RulesContent;
  /** Of both texts. */
  readonly language: string;
}) {
  const { t } = useTranslation('frame');
  const changes = changesOf(props.before, props.after);
  if (changes.length === 0) return <Text size="sm">{t('rules.same')}</Text>;
  return (
    <Stack gap="md" component="ul" className="rules-changes">
      {changes.map((change) => (
        <li key={`${change.kind} ${change.number} ${change.name}`}>
          <OneChange change={change} language={props.language} />
        </li>
      ))}
    </Stack>
  );
}

function OneChange({ change, language }: { readonly change: Change; readonly language: string }) {
  const { t, i18n } = useTranslation('frame');
  const { name, number, numberBefore, kind, pieces } = change;
  const lang = language === i18n.resolvedLanguage ? {} : { lang: language };
  const title = number === null ? name || t('rules.intro') : t('rules.rule', { number });
  return (
    <Stack gap={4}>
      <Text fw={600} size="sm" component="div">
        {title} <StatusBadge tone={TONES[kind]}>{t(`rules.${kind}`)}</StatusBadge>
      </Text>
      {numberBefore === null ? null : (
        <Text size="sm" c="dimmed">
          {t('rules.renumbered', { before: numberBefore })}
        </Text>
      )}
      <Text size="sm" component="div" className="rules-text" {...lang}>
        {[...pieces.entries()].map(([index, piece]) => (
          <OnePiece key={index} piece={piece} />
        ))}
      </Text>
    </Stack>
  );
}

/** Told by more than colour: struck out or underlined, and said to screen readers. */
function OnePiece({ piece: { kind, text } }: { readonly piece: Piece }) {
  if (kind === 'added') return <ins>{text}</ins>;
  if (kind === 'removed') return <del>{text}</del>;
  return <span>{text}</span>;
}
