import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface MethodChoiceProps<Method extends string> {
  readonly methods: readonly Method[];
  readonly chosen: Method;
  readonly onChoose: (method: Method) => void;
  readonly nameOf: (method: Method) => string;
}

/** The ways in which somebody can show who is there, where there is more than one. */
export function MethodChoice<Method extends string>(props: MethodChoiceProps<Method>) {
  const { t } = useTranslation('account');
  const { methods, chosen, onChoose, nameOf } = props;
  if (methods.length < 2) return null;
  return (
    <SegmentedControl
      aria-label={t('secondStep.choose')}
      value={chosen}
      onChange={onChoose}
      data={methods.map((each) => ({ value: each, label: nameOf(each) }))}
    />
  );
}
