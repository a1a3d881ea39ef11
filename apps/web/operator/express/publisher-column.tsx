import type { TFunction } from 'i18next';
import { TextLink } from '../../kit/controls/text-link.tsx';
import type { Column } from '../../kit/table/data-table.tsx';

interface OfPublisher {
  readonly publisher: { readonly id: string; readonly name: string };
}

/** Whose express payments a row tells of, with the way to where an operator looks at it. */
export function publisherColumn(t: TFunction<'operator'>): Column<OfPublisher> {
  return {
    key: 'publisher',
    title: t('common.publisher'),
    isHeader: true,
    cell: ({ publisher }) => (
      <TextLink to="/operator/people/$id" params={{ id: publisher.id }}>
        {publisher.name}
      </TextLink>
    ),
  };
}
