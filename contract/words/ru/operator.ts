import { books } from './operator-books.ts';
import { clicks } from './operator-clicks.ts';
import { conduct } from './operator-conduct.ts';
import { watch } from './operator-health.ts';
import { moderation } from './operator-moderation.ts';
import { money } from './operator-money.ts';
import { promises } from './operator-promises.ts';

/** The cabinet of whoever runs the network. */
export const words = {
  overview: {
    title: 'Обзор',
    lead: 'Что ждёт сотрудников сети и как себя чувствует сеть.',
    waiting: 'Ждёт вас',
    nothing: 'Ничего не ждёт. Здесь появляются новые регистрации, площадки, программы и заявки.',
    oldest: 'первое — {{ago}}',
    none: 'ничего не ждёт',
    open: 'Посмотреть',
    alarms: 'Тревоги',
    noAlarms: 'Всё в порядке: тревог нет.',
    toHealth: 'Состояние системы',
    recruiting: { title: 'Программы, которые не набирают партнёров', since: 'С какого времени' },
    queues: {
      organisations: 'Организации',
      ad_spaces: 'Площадки',
      programs: 'Программы',
      applications: 'Заявки',
      cases: 'Открытые дела',
      appeals: 'Возражения на санкции',
    },
  },
  common: {
    all: 'Все',
    any: 'Не важно',
    none: 'Нет',
    program: 'Программа',
    noProgram: 'Такой программы нет',
    publisher: 'Паблишер',
    adSpace: 'Площадка',
    status: 'Статус',
    kind: 'Вид',
    reason: 'Причина',
    when: 'Когда',
    since: 'С {{when}}',
    by: 'Кто',
    toStart: 'К первой странице',
    more: 'Следующая страница',
    reasonHint: 'Это прочтёт тот, кого касается решение.',
    reasonMissing: 'Напишите причину: её прочтёт тот, кого касается решение.',
    search: 'Найти',
  },
  clicks,
  ...moderation,
  ...conduct,
  ...money,
  ...books,
  ...watch,
  ...promises,
};
