import type { WaitingEntry } from '../../contract/wire/many.ts';
import type { QueueName } from '../../contract/wire/moderation-many.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { organisationNames, organisationsMatching } from '../accounts/index.ts';
import { type AdSpace, adSpacesIn, heldWords } from '../ad-spaces/index.ts';
import { fitting, waitingEntries } from '../partnerships/index.ts';
import { type Program, programsManaged } from '../programs/index.ts';

/** Of a longer queue, those that wait longest; the others follow as these are decided. */
const QUEUE_MAX = 5_000;

const readers: Readonly<Record<QueueName, (q: Queryable) => Promise<WaitingEntry[]>>> = {
  organisations: waitingPeople,
  ad_spaces: waitingAdSpaces,
  programs: waitingPrograms,
  applications: (q) => waitingEntries(q, { advertiserOrg: null, program: null }),
};

/** What waits in a queue and has the text in anything that is shown of it, those that wait longest first. Needs a system transaction. */
export async function waitingIn(q: Queryable, queue: QueueName, text: string | null): Promise<readonly WaitingEntry[]> {
  return fitting(await readers[queue](q), text);
}

async function waitingPeople(q: Queryable): Promise<WaitingEntry[]> {
  const asked = { kind: null, status: 'pending', text: null, sort: 'oldest', before: null, limit: QUEUE_MAX } as const;
  const found = await organisationsMatching(q, asked);
  return found.map(({ id, name, kind, owner, createdAt }) => ({
    key: id,
    name,
    owner: owner?.name ?? '',
    about: owner?.email ?? '',
    kind,
    since: formatInstant(createdAt),
    attention: [],
  }));
}

async function waitingAdSpaces(q: Queryable): Promise<WaitingEntry[]> {
  const { found } = await adSpacesIn(q, { status: 'pending', orgId: null, offset: 0, limit: QUEUE_MAX });
  const owners = await organisationNames(
    q,
    found.map(({ orgId }) => orgId),
  );
  return found.map((adSpace) => ({
    key: adSpace.id,
    name: adSpace.name,
    owner: owners.get(adSpace.orgId) ?? '',
    about: adSpace.url ?? '',
    kind: adSpace.kind,
    since: formatInstant(adSpace.createdAt),
    attention: attentionOf(adSpace),
  }));
}

function attentionOf(adSpace: AdSpace): WaitingEntry['attention'] {
  const { proof, rewards, dropshipping } = adSpace;
  return [
    ...(heldWords(adSpace, 'false_association').length > 0 ? (['brand_like'] as const) : []),
    ...(heldWords(adSpace, 'misleading').length > 0 ? (['misleading'] as const) : []),
    ...(proof.provenAt === null ? (['not_proven'] as const) : []),
    ...(rewards === 'none' ? [] : (['rewards'] as const)),
    ...(dropshipping ? (['dropshipping'] as const) : []),
  ];
}

/** By their codes they are found page by page; those that wait longest come first. */
async function waitingPrograms(q: Queryable): Promise<WaitingEntry[]> {
  const asked = { advertiserOrg: null, status: 'pending', after: '', limit: QUEUE_MAX } as const;
  const found = await programsManaged(q, asked);
  const owners = await organisationNames(
    q,
    found.map(({ advertiserOrg }) => advertiserOrg),
  );
  return found.toSorted(bySince).map(({ code, name, advertiserOrg, homeUrl, statusSince }) => ({
    key: code,
    name,
    owner: owners.get(advertiserOrg) ?? '',
    about: homeUrl,
    kind: null,
    since: formatInstant(statusSince),
    attention: [],
  }));
}

function bySince(one: Program, other: Program): number {
  return one.statusSince - other.statusSince;
}
