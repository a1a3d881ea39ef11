import { useNavigate, useSearch } from '@tanstack/react-router';

/** What stands in the address after the question mark: texts by name. */
export type Address = Readonly<Record<string, string>>;

export interface AddressState<Names extends string> {
  readonly values: Readonly<Record<Names, string>>;
  /** Changes some; what equals its default leaves the address. Replaces the entry in the history unless `push`. */
  readonly change: (values: Partial<Record<Names, string>>, options?: { readonly push?: boolean }) => void;
  readonly reset: () => void;
  /** The values that are not empty, for a question to the API. */
  readonly query: Partial<Record<Names, string>>;
}

/** The part of a screen's state that is in the address, so that it can be shared and returned to. Name every value with its default. */
export function useAddress<Names extends string>(defaults: Readonly<Record<Names, string>>): AddressState<Names> {
  const address: Address = useSearch({ strict: false });
  const navigate = useNavigate();
  const names = Object.keys(defaults).filter((name): name is Names => name in defaults);
  const values: Record<Names, string> = { ...defaults };
  for (const name of names) values[name] = address[name] ?? defaults[name];
  const go = (changed: Readonly<Record<Names, string>>, push: boolean): void => {
    const search: Record<string, string> = { ...address };
    for (const name of names) {
      if (changed[name] === defaults[name]) delete search[name];
      else search[name] = changed[name];
    }
    navigate({ to: '.', search, replace: !push, resetScroll: false });
  };
  const query: Partial<Record<Names, string>> = {};
  for (const name of names) if (values[name] !== '') query[name] = values[name];
  return {
    values,
    change: (some, { push = false } = {}) => go({ ...values, ...some }, push),
    reset: () => go(defaults, false),
    query,
  };
}
