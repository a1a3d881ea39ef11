import { keepPreviousData, type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotice } from '../notices/use-notice.ts';
import {
  ApiProblem,
  apiGet,
  apiSend,
  apiSendWatched,
  type Method,
  type Problem,
  problemSentence,
  type Query,
  type WorkDone,
} from './api.ts';

export interface UseApiOptions {
  /** Not asked while false, for instance until something is chosen. */
  readonly enabled?: boolean;
  /** Asked again this often, in milliseconds, while the page is looked at. */
  readonly every?: number;
}

/** What the API answers; shared between screens by its address. While the query changes, the former answer stays. */
export function useApi<T>(path: string, query: Query = {}, options: UseApiOptions = {}): UseQueryResult<T, ApiProblem> {
  return useQuery<T, ApiProblem>({
    queryKey: [path, query],
    queryFn: ({ signal }) => apiGet<T>(path, query, signal),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
  });
}

export interface SendOptions<Input, Answer> {
  readonly method: Method;
  readonly path: string | ((input: Input) => string);
  /** What of the input is the body; everything unless said. `null`: none. */
  readonly body?: ((input: Input) => unknown) | null;
  /** Addresses (their beginnings) that load again afterwards. */
  readonly renews?: readonly string[];
  /** Said on success; `null` says nothing, which fits where the screen itself shows it. */
  readonly done?: string | null;
  /** What it promises is waited for: until the next screen is there, this one cannot be sent again. */
  readonly onDone?: (answer: Answer, input: Input) => unknown;
  /** For work that may take a minute: `work` says how far it is. Only for routes that tell it. */
  readonly isLong?: boolean;
}

export interface Send<Input, Answer> {
  readonly run: (input: Input) => void;
  /** Resolves with `null` when it was refused; the refusal is in `problem`. */
  readonly runAsync: (input: Input) => Promise<Answer | null>;
  readonly running: boolean;
  /** How far long work is; `null` while nothing runs. */
  readonly work: WorkDone | null;
  readonly problem: Problem | null;
  /** What the refusal says of this field, to be shown beside it. */
  readonly fieldError: (name: string) => string | undefined;
  readonly forget: () => void;
}

/** Changes something by the API. */
export function useSend<Input = void, Answer = unknown>(options: SendOptions<Input, Answer>): Send<Input, Answer> {
  const { t, i18n } = useTranslation('frame');
  const say = useNotice();
  const client = useQueryClient();
  const [work, setWork] = useState<WorkDone | null>(null);
  const mutation = useMutation<Answer, unknown, Input>({
    mutationFn: (input) => {
      const path = typeof options.path === 'function' ? options.path(input) : options.path;
      const body = options.body === null ? undefined : options.body === undefined ? input : options.body(input);
      if (options.isLong !== true) return apiSend<Answer>(options.method, path, body);
      return apiSendWatched<Answer>(options.method, path, body, setWork).finally(() => setWork(null));
    },
    onSuccess: async (answer, input) => {
      await Promise.all(
        (options.renews ?? []).map((start) =>
          client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(start) }),
        ),
      );
      if (options.done !== null) say(options.done ?? t('actions.saved'));
      await options.onDone?.(answer, input);
    },
  });
  const problem = mutation.error instanceof ApiProblem ? mutation.error.problem : null;
  const once = useOnce<Input, Answer | null>((input) => mutation.mutateAsync(input).catch(() => null));
  return {
    run: (input) => void once(input),
    runAsync: once,
    running: mutation.isPending,
    work,
    problem,
    fieldError: (name) => (problem?.field === name ? problemSentence(problem, i18n.language) : undefined),
    forget: () => mutation.reset(),
  };
}

/** The same again while it is under way, by a second click or Enter, is the first one: nothing is made twice. */
function useOnce<Input, Answer>(send: (input: Input) => Promise<Answer>): (input: Input) => Promise<Answer> {
  const underWay = useRef(new Map<string, Promise<Answer>>());
  return (input) => {
    const key = input instanceof Blob ? '' : (JSON.stringify(input) ?? '');
    const before = underWay.current.get(key);
    if (before !== undefined) return before;
    const answer = send(input).finally(() => underWay.current.delete(key));
    underWay.current.set(key, answer);
    return answer;
  };
}
