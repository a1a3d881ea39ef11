import type { PageContent } from './page-content.ts';

const description = {
  text: 'AliExpress es uno de los mayores marketplaces del mundo. Ofrece precios bajos, más de 100 millones de productos de 200.000 vendedores, los 20 medios de pago más habituales y envíos a más de 200 países.',
};

const users = [
  'Más de 100 millones de productos',
  'Más de 200.000 vendedores',
  'Precios bajos',
  'Envío gratuito de casi todos los productos a más de 200 países y regiones',
  'Más de 20 formas de pago',
  'Protección del comprador: el pago está a salvo hasta que se confirma la entrega',
  'Centro de ayuda las 24 horas',
  'Sitios en muchos idiomas',
];

const publishers = [
  { text: 'Se confirma más del 90 % de las acciones', metric: 'confirmation' as const, note: null },
  { text: 'Una marca conocida en todo el mundo', metric: null, note: null },
  { text: 'GEO global', metric: null, note: 'Qué países se pagan se explica en las tarifas.' },
  { text: 'Envío gratuito o barato', metric: null, note: null },
  { text: 'Se aceptan las principales tarjetas', metric: null, note: null },
  { text: 'Se pagan todos los productos', metric: null, note: 'No del todo: las excepciones están en las tarifas.' },
];

/** Cómo se llaman las tarifas, y sus notas; dos de ellas dan cifras propias de cada programa. */
const labels = (figures: { readonly specialBefore: string; readonly chuwi: string }) => [
  { key: 'mobile_phone', label: 'Teléfonos móviles', note: null },
  { key: 'computer_peripherals', label: 'Periféricos de ordenador', note: null },
  { key: 'tablets', label: 'Tabletas', note: null },
  { key: 'desktop', label: 'Ordenadores de sobremesa', note: null },
  { key: 'laptop_netbooks', label: 'Portátiles y netbooks', note: null },
  { key: 'home_audio_video', label: 'Audio y vídeo para el hogar', note: null },
  { key: 'external_storage', label: 'Almacenamiento externo', note: null },
  { key: 'internal_storage', label: 'Almacenamiento interno', note: null },
  { key: 'mobile_phone_accessories', label: 'Accesorios para móviles', note: null },
  { key: 'interior_accessories', label: 'Accesorios de interior', note: null },
  { key: 'garden_supplies', label: 'Artículos de jardín', note: null },
  { key: 'womens_clothing', label: 'Ropa de mujer', note: null },
  { key: 'mens_clothing', label: 'Ropa de hombre', note: null },
  { key: 'childrens_clothing', label: 'Ropa infantil', note: null },
  {
    key: 'special_category',
    label: 'Categoría especial',
    note: 'Los productos virtuales de la categoría especial, los servicios de viajes y de cupones y los libros no se pagan; entre ellos están las tarjetas regalo y los cupones. Solo AliExpress decide qué producto es virtual.',
  },
  {
    key: 'special-stores',
    label: 'Electrónica de tiendas especiales',
    note: `Esta tarifa se aplica a los pedidos en las tiendas de una lista que mantiene AliExpress: venden electrónica de Xiaomi, Huawei, Honor, UMIDIGI, Meizu, OnePlus, Lenovo y otras marcas. AliExpress puede modificar la lista. Hasta el 1 de marzo de 2022 la tarifa era del ${figures.specialBefore}. Algunos productos de estas tiendas no son afiliados y no se pagan.`,
  },
  {
    key: 'S-CHUWI',
    label: 'CHUWI Global - Flagship Store',
    note: `Los pedidos de esta tienda entregados fuera de la CEI pagan el ${figures.chuwi}, sea cual sea la categoría.`,
  },
  {
    key: 'excluded-stores',
    label: 'Tiendas excluidas',
    note: 'Los pedidos en las tiendas de esta lista no se pagan, sea cual sea el país de entrega. AliExpress puede actualizar la lista.',
  },
];

/** Without rules: the binding text is English there, and the page says so (S-132). */
export const rcSpanish: PageContent = {
  description,
  news: {
    items: [
      {
        name: 'crossborder-increase',
        effective: '2022-08-16',
        text: 'Suben las tarifas de los productos afiliados de vendedores extranjeros (crossborder, no de Rusia) entregados en países de la CEI: hasta un 60 % sobre su valor actual, producto por producto. Hasta ahora van del 0,35 % al 33,5 %. La comisión de los productos de vendedores rusos entregados en la CEI no cambia: del 0,7 % al 62,3 %.',
      },
      {
        name: 'rubles',
        effective: '2022-04-04',
        text: 'Las comisiones del programa se abonan en rublos, al tipo de cambio interno de AliExpress, que puede diferir del que muestra su sitio web.',
      },
      {
        name: 'non-affiliate-cis',
        effective: '2022-03-01',
        text: 'Dos cambios:\n\n1. Los productos no afiliados entregados en países de la CEI dejan de pagarse, sea quien sea el vendedor.\n2. Las tarifas de los productos afiliados entregados fuera de la CEI van del 0,38 % al 34,6 %. Los no afiliados, como hasta ahora, no se pagan allí.',
      },
    ],
  },
  advantages: { publishers, users },
  rates: {
    intro:
      'Lo que paga un pedido depende de dos países: aquel desde el que se hizo clic en el enlace (según la dirección IP) y el de entrega. **Tiene que ser el mismo país.** [El esquema de decisión](/scheme?program=aliexpress-ru-cis-new) da la respuesta para cualquier par de países.\n\nLos pedidos de compradores que usan un anonimizador (VPN o proxy) no se pagan. Por ejemplo, si un comprador de un país de la CEI hace clic desde una dirección IP de fuera de la CEI, el pedido se registra con comisión cero.',
    labels: labels({ specialBefore: '0,53 %', chuwi: '1,05 %' }),
    regimes: [
      {
        name: 'NONCIS',
        title: 'Para pedidos entregados fuera de la CEI',
        text: 'Los productos afiliados se pagan según su categoría. Las tarifas son la mitad de las de AliExpress WW: para los pedidos entregados fuera de la CEI, incluida Ucrania, [los enlaces de AliExpress WW](/programs/aliexpress-ww) pagan más.',
      },
      {
        name: 'CIS',
        title: 'Para pedidos entregados en países de la CEI',
        text: 'La comisión no depende de la categoría: cada vendedor fija la tarifa de sus productos.\n\n**Los productos de vendedores rusos** se pagan si el enlace lleva directamente al producto, o a cualquier página de esa tienda rusa, y el comprador hace el pedido allí.',
      },
    ],
  },
  hot_products: {
    text: 'Los productos Hot pagan más si el enlace lleva directamente al artículo y el comprador lo pide. En caso contrario se paga la tarifa normal: por ejemplo, si el comprador sigue un enlace a la página de inicio y compra un producto Hot.',
  },
  recommendations: {
    text: 'Cómo asegurarse de enlazar productos que se pagan:\n\n- Parta del enlace estándar del programa. El enlace estándar de [AliExpress WW](/programs/aliexpress-ww) lleva a best.aliexpress.com, que solo muestra productos afiliados; úselo para compradores de fuera de la CEI.\n- Para promocionar un producto concreto, cree un deeplink a su página y péguelo en el [comprobador de enlaces](/help/link-checker). Si el producto no es afiliado, verá un aviso.\n- La API hace lo mismo en dos pasos: cree el enlace con el [generador de deeplinks](/help/deeplinks) y después compruébelo. La respuesta es `Link is valid` para un producto afiliado y `Attention! This product is non-affiliated` para los demás.\n\n**Plug-ins, complementos y extensiones del navegador**, en todos los países: no pueden cambiar las páginas de AliExpress, interferir en ellas ni dar instrucciones a los visitantes, ya sea con pop-ups, notificaciones push o de cualquier otra forma. Solo se permiten notificaciones dentro del icono del plug-in. El cookie stuffing está prohibido.\n\n**Antispam Deduction** es el nombre que recibe en el historial de su saldo la comisión que el anunciante descuenta por pedidos fraudulentos, incluidos los aprobados anteriormente.',
  },
  tools: {
    items: [
      {
        name: 'Bot de Telegram',
        text: 'Crea y comprueba enlaces de afiliado desde el móvil u otro dispositivo.',
        slot: 'telegram-bot',
      },
      {
        name: 'Extensión del navegador',
        text: 'Crea y encuentra cupones en el propio sitio del anunciante.',
        slot: 'extension',
      },
    ],
  },
  attachments: {
    items: [
      {
        slot: 'geo-scheme',
        title: 'Esquema de decisión',
        url: '/scheme?program=aliexpress-ru-cis-new',
        version: '1',
        date: '2022-05-31',
      },
      {
        slot: 'banned-keywords',
        title: 'Palabras clave prohibidas para publicidad contextual',
        url: '/programs/aliexpress-ru-cis-new/banned-keywords.txt',
        version: '1',
        date: '2022-05-31',
      },
      {
        slot: 'help-dynamic-ads',
        title: 'Ayuda: Dynamic ads',
        url: '/help/dynamic-ads',
        version: '1',
        date: '2022-05-31',
      },
      {
        slot: 'sibling-rules',
        title: 'Reglas de AliExpress WW',
        url: '/programs/aliexpress-ww/rules',
        version: '1',
        date: '2022-05-31',
      },
    ],
  },
  notices: {
    items: [
      {
        name: 'crossborder-rates',
        surfaces: ['page', 'feed', 'hot', 'calculator'],
        concerns: 'crossborder',
        from: '2022-08-16',
        until: null,
        text: 'Los catálogos de productos, la herramienta de productos Hot y la calculadora de recompensas muestran por ahora tarifas erróneas para productos de vendedores extranjeros. Los pedidos se pagan según las condiciones, muestre lo que muestre una herramienta.',
      },
    ],
  },
};

export const wwSpanish: PageContent = {
  description,
  advantages: { publishers, users },
  rates: {
    intro:
      'AliExpress WW es para pedidos entregados fuera de la CEI. El país del clic y el de entrega tienen que coincidir; [el esquema de decisión](/scheme?program=aliexpress-ww) da la respuesta para cualquier par de países. Los pedidos de compradores que usan una VPN o un proxy no se pagan.',
    labels: labels({ specialBefore: '1,06 %', chuwi: '2,10 %' }),
    regimes: [
      {
        name: 'WW',
        title: 'Para pedidos entregados fuera de la CEI',
        text: 'Los productos afiliados se pagan según su categoría, al doble de tarifa que el mismo pedido en [AliExpress RU&CIS NEW](/programs/aliexpress-ru-cis-new).',
      },
      {
        name: 'CIS',
        title: 'Para pedidos entregados en países de la CEI',
        text: 'Este programa no fija tarifas para ellos. Use los enlaces de [AliExpress RU&CIS NEW](/programs/aliexpress-ru-cis-new).',
      },
    ],
  },
  hot_products: {
    text: 'Los productos Hot pagan más si el enlace lleva directamente al artículo y el comprador lo pide. Con cualquier otro enlace se paga la tarifa normal.',
  },
  recommendations: {
    text: 'El enlace estándar lleva a best.aliexpress.com, que solo muestra productos afiliados. Compruebe los deeplinks a productos concretos con el [comprobador de enlaces](/help/link-checker).',
  },
};
