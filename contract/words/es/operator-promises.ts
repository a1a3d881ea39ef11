/** What the network promises on the page of every program. */
export const promises = {
  promises: {
    title: 'Por qué esta red',
    lead: 'La lista en la página de cada programa: lo que la red promete a los publishers. Un idioma sin lista muestra la inglesa. Un enlace se escribe así: [Pagos express](/help/express-payments).',
    language: 'Idioma de la lista',
    locales: { en: 'Inglés', ru: 'Ruso', es: 'Español' },
    never: 'Sin publicar todavía',
    since: 'Publicada el {{when}}',
    item: 'Promesa {{number}}',
    remove: 'Quitar',
    removeItem: 'Quitar la promesa {{number}}',
    add: 'Añadir una promesa',
    publish: 'Publicar',
    published: 'Publicado en la página de cada programa',
    load: 'Cargar lo que hay ahora',
  },
};
