import type { accountsErrors } from '../../accounts.ts';
import type { TextsOf } from '../text.ts';

export const accountsTexts: TextsOf<typeof accountsErrors> = {
  invalid_client: {
    title: 'El cliente es desconocido o su secreto no es correcto',
    remedy: 'Compruebe el identificador y el secreto de la aplicación de API.',
  },
  invalid_request: {
    title: 'La petición del token está incompleta o se contradice',
    remedy: 'Envíe grant_type y las credenciales, cada cosa una vez y como texto.',
  },
  unsupported_grant_type: {
    title: 'Este tipo de concesión no se admite',
    remedy: 'Utilice grant_type=client_credentials.',
  },
  invalid_scope: {
    title: 'Un permiso es desconocido o la aplicación no lo tiene',
    remedy: 'Pida solo permisos que la aplicación tenga, separados por espacios.',
  },
  invalid_token: {
    title: 'Falta el token de acceso o no es válido',
    remedy: 'Obtenga un token con POST /api/token/ y envíelo como "Authorization: Bearer <token>".',
  },
  insufficient_scope: {
    title: 'El token de acceso no permite esto',
    remedy: 'Obtenga un token con ese permiso.',
  },
  wrong_organisation: {
    title: 'Esto es para organizaciones de otro tipo',
    remedy: 'Entre como una organización de ese tipo o use una aplicación de API suya.',
  },
  not_signed_in: {
    title: 'No ha iniciado sesión o la sesión ha terminado',
    remedy: 'Vuelva a entrar; los programas, con POST /api/v1/session.',
  },
  sign_in_refused: {
    title: 'La dirección o la contraseña no es correcta',
    remedy: 'Compruebe ambas o pida una contraseña nueva.',
  },
  second_factor_required: {
    title: 'Falta el segundo factor',
    remedy: 'Termine de entrar con uno de sus segundos factores.',
  },
  too_many_tries: {
    title: 'Demasiados intentos',
    remedy: 'Espere y vuelva a intentarlo; este intento no se ha comprobado.',
  },
  origin_not_allowed: {
    title: 'La petición viene de una página ajena o no dice de cuál',
    remedy: 'Envíela desde una página de esta red; los programas usan un token de acceso en vez de una cookie.',
  },
  csrf_token_invalid: {
    title: 'La petición no lleva la marca de la sesión',
    remedy:
      'Recargue la página; los programas envían en la cabecera x-csrf-token el csrf_token de GET /api/v1/session.',
  },
  person_required: {
    title: 'Esto es para personas que han iniciado sesión, no para aplicaciones',
    remedy: 'Entre y hágalo en el navegador.',
  },
  role_not_allowed: {
    title: 'Su rol no permite esto',
    remedy: 'Pídaselo a un miembro con ese rol; los roles los da un propietario de la organización.',
  },
  organisation_not_active: {
    title: 'La organización aún no está activa',
    remedy: 'Confirme la dirección de correo o espere la decisión de la red.',
  },
  organisation_blocked: {
    title: 'La organización está bloqueada',
    remedy: 'Escriba a la red: ella bloquea y desbloquea.',
  },
  password_wrong: {
    title: 'La contraseña no es la suya',
    remedy: 'Escriba su contraseña actual; si la ha olvidado, pida una nueva en la página de entrada.',
  },
  proof_required: {
    title: 'Hay que confirmar de nuevo que es usted',
    remedy: 'Confirme de nuevo que es usted y repítalo; los programas, con POST /api/v1/session/proof.',
  },
  code_refused: {
    title: 'El código o la llave de acceso no se acepta',
    remedy: 'Use el código actual, una llave de acceso suya o un código de recuperación que no haya usado.',
  },
  second_factor_unknown: {
    title: 'No hay tal segundo factor que terminar o quitar',
    remedy: 'Recargue la página: sus segundos factores han cambiado entretanto.',
  },
  second_factor_exists: {
    title: 'Ya existe ese segundo factor',
    remedy: 'Úselo tal como está o quítelo primero.',
  },
  link_ended: {
    title: 'El enlace ya se ha usado, es demasiado antiguo o no es nuestro',
    remedy: 'Pida un correo nuevo o, si era una invitación, otra invitación.',
  },
  last_owner: {
    title: 'Una organización conserva al menos un propietario',
    remedy: 'Haga primero propietaria a otra persona.',
  },
  invitation_pending: {
    title: 'Esta dirección tiene una invitación abierta',
    remedy: 'Espere la respuesta, o retire esa invitación y envíe otra.',
  },
  scope_unknown: {
    title: 'Las organizaciones de este tipo no tienen ese permiso',
    remedy: 'Elija entre los permisos que hay.',
  },
  email_taken: {
    title: 'La dirección de correo ya es de un usuario',
    remedy: 'Use otra dirección: cada persona trabaja en una sola organización.',
  },
  email_invalid: {
    title: 'No es una dirección de correo',
    remedy: 'Escriba una dirección como name@example.org.',
  },
  password_too_weak: {
    title: 'La contraseña es demasiado corta, demasiado larga o demasiado común',
    remedy: 'Use de 8 a 256 caracteres que nadie adivine; una frase es una buena contraseña.',
  },
};
