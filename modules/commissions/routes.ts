import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import { type WhyAnswer, whyAnswer } from '../../contract/wire/why.ts';
import { type Locale, locales } from '../../core/commission/index.ts';
import type { Actor, Database } from '../../platform/db/index.ts';
import { callerAccess, chosenLanguage, refuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { type WhyDeps, why } from './service/why.ts';

export interface WhyRoutesDeps extends WhyDeps {
  readonly db: Database;
}

/** Longest name of an order: a program's code, a slash and an order id. */
const NAME_LENGTH_MAX = 250;

const query = z.object({
  language: z.enum(locales).optional().describe('Of the sentences; without it the Accept-Language header decides.'),
});
const word = z.string().min(1).max(NAME_LENGTH_MAX);
const response = { 200: whyAnswer };

/**
 * `GET /api/v1/orders/{order_id}/why`: why an order earns what it earns. The name is a bare order id or `program/order_id`, with the slash
 * plain or encoded. An order that the caller is no party to answers 404, like one that does not exist.
 */
export function whyRoutes(deps: WhyRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const config = { access: callerAccess('orders') };
    app.get(
      '/api/v1/orders/:order_id/why',
      { config, schema: { params: z.object({ order_id: word }), querystring: query, response } },
      (request, reply) => answer(deps, request, reply, request.params.order_id, request.query.language),
    );
    app.get(
      '/api/v1/orders/:program/:order_id/why',
      { config, schema: { params: z.object({ program: word, order_id: word }), querystring: query, response } },
      (request, reply) => {
        const { program, order_id: order } = request.params;
        return answer(deps, request, reply, `${program}/${order}`, request.query.language);
      },
    );
  };
}

async function answer(
  deps: WhyRoutesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  language: Locale | undefined,
): Promise<WhyAnswer> {
  const caller = requireCaller(request);
  const locale = language ?? chosenLanguage(request.headers);
  const viewer = caller.kind === 'publisher' ? caller.orgId : null;
  const told = await why({ db: deps.db, actor: actorOf(caller) }, deps, name, { locale, viewer });
  if (told.ok) {
    reply.header('content-language', locale).header('vary', 'accept-language');
    return told.value;
  }
  const value = shownValue(name);
  if (told.error === 'ambiguous') {
    const detail = `Orders called '${value}' exist in several programs: ${told.names.join(', ')}.`;
    return refuse({ code: 'order_ambiguous', field: 'name', value, detail });
  }
  return refuse({
    code: 'not_found',
    field: 'name',
    value,
    detail: `There is no order '${value}' that you are a party to.`,
  });
}

function actorOf(caller: Caller): Actor {
  return caller.kind === 'operator' ? { role: 'system' } : { role: 'app', org: caller.orgId };
}
