import type { partnershipsErrors } from '../../partnerships.ts';
import type { TextsOf } from '../text.ts';

export const partnershipsTexts: TextsOf<typeof partnershipsErrors> = {
  program_exists: {
    title: 'El código del programa ya está ocupado',
    remedy: 'Elija otro código; un programa nunca cambia el suyo.',
  },
  program_status_refused: {
    title: 'El programa no puede recibir ahora este estado, o no se lo puede dar usted',
    remedy: 'Elija uno de los estados posibles ahora.',
  },
  program_incomplete: {
    title: 'Al programa le falta algo para poder ofrecerlo',
    remedy: 'Añada lo que falta y envíelo de nuevo.',
  },
  NOT_JOINED: {
    title: 'El espacio no trabaja con el programa',
    remedy: 'Solicite el programa con este espacio; códigos y enlaces estarán cuando empiece la colaboración.',
  },
  RECRUITING_SUSPENDED: {
    title: 'El programa no admite nuevos socios por ahora',
    remedy: 'Solicítelo más tarde; los espacios conectados siguen trabajando.',
  },
  NETWORK_DECIDES: {
    title: 'Solo el operador de la red decide sobre esto',
    remedy: 'Pregunta al operador de la red o rechaza la solicitud.',
  },
  PROGRAM_NOT_ACTIVE: {
    title: 'El programa no acepta clics ahora',
    remedy: 'Elija otro programa.',
  },
  AD_SPACE_NOT_ACTIVE: {
    title: 'El espacio no está activo',
    remedy: 'Espere a que se apruebe o use otro.',
  },
  ADDRESS_SHARED: {
    title: 'La dirección es de todos, así que no demuestra nada de nadie',
    remedy: 'Use un dominio propio o el tipo de espacio que vive en un sitio así.',
  },
  AD_SPACES_TOO_MANY: {
    title: 'La organización ya tiene tantos espacios como puede tener',
    remedy: 'En vez de registrar otro, cambie un espacio que ya no use.',
  },
  RULES_NOT_ACCEPTED: {
    title: 'Con la solicitud hay que aceptar las reglas del programa',
    remedy: 'Lea las reglas de cada programa y acéptelas con la solicitud.',
  },
  RULES_CHANGED: {
    title: 'Las reglas han cambiado desde que se leyeron',
    remedy: 'Léalas tal como están ahora y acéptelas.',
  },
  JUSTIFICATION_REQUIRED: {
    title: 'El programa admite este tráfico solo por acuerdo',
    remedy: 'Explique cómo y dónde llega a los visitantes; el programa decide por ello.',
  },
  APP_LINK_NOT_ALLOWED: {
    title: 'Los enlaces de una aplicación móvil no se pueden seguir',
    remedy: 'Abra la página en un navegador y copie de allí la dirección.',
  },
  TARGET_NOT_ALLOWED: {
    title: 'La dirección no es una página del programa',
    remedy: 'Use una dirección de uno de los sitios del programa.',
  },
  TARGET_IS_OWN_LINK: {
    title: 'La dirección ya es un enlace de afiliado',
    remedy: 'Use la dirección de la propia página.',
  },
  HIDDEN_PRODUCT: {
    title: 'Este producto no se puede promocionar',
    remedy: 'Elija otro; promocionar productos ocultos puede terminar la colaboración.',
  },
  BLOCKED_IN_PROGRAM: {
    title: 'El espacio está bloqueado en el programa',
    remedy: 'Pregunte al programa por el bloqueo; la razón está en el detalle.',
  },
  PERMANENTLY_REMOVED: {
    title: 'El publisher ha sido expulsado del programa para siempre',
    remedy: 'No se puede volver a este programa con ningún espacio; trabaje con otros programas.',
  },
  TRAFFIC_TYPE_PROHIBITED: {
    title: 'El programa no permite este tipo de tráfico',
    remedy: 'Solicítelo con un espacio o un tipo de tráfico que el programa permita.',
  },
  TRAFFIC_TYPE_UNKNOWN: {
    title: 'El programa no tiene este tipo de tráfico, o es solo el título de otros',
    remedy: 'Elija uno de los tipos que admite el programa.',
  },
  transition_not_possible: {
    title: 'El estado actual no permite este cambio',
    remedy: 'Recargue y parta del estado actual.',
  },
};
