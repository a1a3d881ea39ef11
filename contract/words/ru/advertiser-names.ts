import { words as adSpaces } from './publisher-ad-spaces.ts';
import { words as publisher } from './publisher-names.ts';

/** Names of codes that advertisers meet: reasons, events, kinds of ad spaces, what became of a report. */
export const words = {
  reason: { ...publisher.reason, PAID_AGREEMENT: 'ставка по договорённости' },
  event: publisher.event,
  kind: adSpaces.kinds,
  rewards: { purchase: 'выгода за покупку', visit: 'награда за клики или визиты' },
  intake: {
    pixel_unverified: 'записано; об этом сообщил только пиксель',
    earlier_content: 'записано; повторяет прежнее',
    invalid_token: 'токен неизвестен или истёк',
    insufficient_scope: 'токену не разрешено сообщать о заказах',
    signature_invalid: 'неверная подпись',
    signature_missing: 'нет подписи',
    timestamp_out_of_range: 'часы отправителя неверны, или сообщение опоздало',
    message_id_invalid: 'неверный номер сообщения',
    recorded: 'записано',
    amended: 'заказ исправлен',
    extended: 'заказ дополнен',
    verified: 'заказ подтверждён отправителем',
    no_change: 'ничего не изменило',
    applied: 'событие записано',
    duplicate: 'уже известно',
    parked: 'ждёт заказа',
    needs_review: 'ждёт решения сети',
    not_counted: 'сохранено, не учитывается',
    undecided: 'записано, ещё не решено',
    program_archived: 'программа завершена',
    internal_error: 'сбой на нашей стороне, попробуем ещё раз',
    postback_key_invalid: 'неверный ключ постбэка',
    pixel_not_allowed: 'пиксель не разрешён',
    order_precedes_click: 'записано; заказ старше клика',
    click_unverifiable: 'записано; клик не удалось проверить',
  },
};
