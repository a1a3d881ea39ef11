/** What a field should have been, where its schema says no more than that: told in languages other than English instead of the general remedy. */
export type Expectation =
  | { readonly kind: 'characters_min' | 'characters_max' | 'items_min' | 'items_max'; readonly count: number }
  | { readonly kind: 'at_least' | 'at_most' | 'above' | 'below' | 'one_of'; readonly value: string }
  | {
      readonly kind:
        | 'filled'
        | 'text'
        | 'number'
        | 'integer'
        | 'yes_or_no'
        | 'list'
        | 'email'
        | 'url'
        | 'date'
        | 'instant'
        | 'id';
    };
