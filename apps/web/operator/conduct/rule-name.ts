import { useTranslation } from 'react-i18next';

/** `Rule 9: SEO or SEM on brands`; a rule that stands outside the list has no number. */
export function useRuleName(): (rule: { readonly rule: string; readonly rule_number: number | null }) => string {
  const { t } = useTranslation('operator');
  return ({ rule, rule_number: number }) => {
    const name = t(`conduct.rules.${rule}` as 'conduct.rules.pop', { defaultValue: rule });
    return number === null ? name : `${t('conduct.ruleNumber', { number })}: ${name}`;
  };
}
