/** What a field should have been, where that can be said in a few words: told in the reader's language instead of the general remedy. */
export type Expectation =
  | {
      readonly kind: 'characters_min' | 'characters_max' | 'visible_max' | 'items_min' | 'items_max';
      readonly count: number;
    }
  | {
      readonly kind: 'at_least' | 'at_most' | 'above' | 'below' | 'one_of' | 'not_before' | 'later_than';
      readonly value: string;
    }
  | {
      readonly kind:
        | 'filled'
        | 'text'
        | 'storable'
        | 'word'
        | 'landing_path'
        | 'number'
        | 'integer'
        | 'yes_or_no'
        | 'list'
        | 'each_once'
        | 'listed'
        | 'email'
        | 'url'
        | 'plain_url'
        | 'public_host'
        | 'host_name'
        | 'allowed_host'
        | 'network_link'
        | 'short_link'
        | 'unaltered_link'
        | 'own_program'
        | 'country_codes'
        | 'promised_to_partners'
        | 'date'
        | 'instant'
        | 'past'
        | 'id'
        | 'click_id'
        | 'hours'
        | 'page_mark'
        | 'cells';
    };
