/** What the network promises on the page of every program. */
export const promises = {
  promises: {
    title: 'Почему эта сеть',
    lead: 'Список на странице каждой программы: что сеть обещает паблишерам. Если на языке списка нет, показывается английский. Ссылка пишется так: [Экспресс-выплаты](/help/express-payments).',
    language: 'Язык списка',
    locales: { en: 'Английский', ru: 'Русский', es: 'Испанский' },
    never: 'Ещё не опубликовано',
    since: 'Опубликовано {{when}}',
    item: 'Обещание {{number}}',
    remove: 'Убрать',
    removeItem: 'Убрать обещание {{number}}',
    add: 'Добавить обещание',
    publish: 'Опубликовать',
    published: 'Опубликовано на странице каждой программы',
    load: 'Загрузить то, что есть сейчас',
  },
};
