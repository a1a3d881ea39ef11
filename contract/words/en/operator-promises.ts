/** What the network promises on the page of every program. */
export const promises = {
  promises: {
    title: 'Why this network',
    lead: 'The list on the page of every program: what the network promises publishers. A language without a list shows the English one. A link is written so: [Express payments](/help/express-payments).',
    language: 'Language of the list',
    locales: { en: 'English', ru: 'Russian', es: 'Spanish' },
    never: 'Not published yet',
    since: 'Published {{when}}',
    item: 'Promise {{number}}',
    remove: 'Remove',
    removeItem: 'Remove promise {{number}}',
    add: 'Add a promise',
    publish: 'Publish',
    published: 'Published on the page of every program',
    load: 'Load what is there now',
  },
};
