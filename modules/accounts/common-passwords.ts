/**
 * What people choose most, as words. A password that is one of them after capitals, digits for letters and what was put around are taken
 * away is guessed among the first; so are single characters and steps of a keyboard or an alphabet repeated. Each word stands for
 * hundreds of passwords of the published lists.
 */
const WORDS =
  `password passwort parola contrasena senha motdepasse parol пароль qwerty qwertyuiop qwertzuiop azerty azertyuiop йцукен йцукенг
йцукенгшщз asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm фывапролд ячсмить qazwsx qazwsxedc qweasd qweasdzxc zaqwsx welcome willkommen bienvenido
letmein iloveyou iloveu loveyou teamo tequiero yatebyalyublyu lovely lover loveme forever sunshine princess princesa prinzessin football futbol
soccer baseball basketball hockey volleyball swimming dragon monkey shadow master superman batman spiderman ironman starwars pokemon naruto
minecraft roblox fortnite counterstrike warcraft pikachu doraemon admin administrator root toor user guest default changeme changeit secret
secreto geheim topsecret security private access login signin letmeinnow trustno whatever nothing something anything freedom liberty hello
hellohello helloworld goodbye computer internet windows microsoft samsung google facebook instagram youtube twitter linkedin amazon yahoo gmail
hotmail mailru yandex rambler vkontakte telegram whatsapp iphone android apple nokia summer sommer winter spring autumn herbst january february
march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday michael jennifer
jessica ashley nicole daniel andrew joshua matthew anthony christopher jonathan robert thomas charlie george jordan hunter michelle amanda
stephanie melissa samantha elizabeth victoria alexander alexandra alexandr aleksandr aleksandra anastasia nastya natasha tatiana svetlana marina
irina olga elena ekaterina dmitry dmitriy sergey andrey maxim maksim nikita vladimir vladislav kristina valentina carlos alejandro sebastian
francisco fernando rodrigo cristina patricia gabriela valeria daniela andrea roberto ricardo eduardo antonio manuel barcelona realmadrid liverpool
chelsea arsenal manchester juventus spartak dinamo zenit mexico colombia argentina venezuela espana russia rossiya moscow moskva ukraine london
america canada brasil germany deutschland france italia mustang ferrari porsche mercedes corvette harley yamaha honda toyota diamond crystal
silver golden platinum flower butterfly mariposa angel angels blessed jesus jesuschrist christ church heaven family familia mother father brother
sister grandma daddy mommy baby babygirl babyboy sweetheart sweety honey cookie chocolate banana orange pepper ginger cheese coffee pizza killer
hacker ninja samurai zombie vampire phoenix falcon eagle tiger lion wolf panther jaguar cheetah dolphin buster bailey maggie lucky charlie
snoopy scooby garfield mickey mickeymouse donald tinkerbell cinderella hellokitty rainbow unicorn slipknot metallica nirvana eminem beatles
gandalf frodo matrix merlin wizard magic creative legend champion winner number one money dollar million rich business company office manager
sample example testing testtest test tester temp temporary demo student teacher school college university engineer doctor police soldier
marines military sparky midnight moonlight starlight thunder lightning storm hurricane tornado volcano earthquake mountain river ocean
abcdef abcdefg abcdefgh abcdefghi abcabc aaaaaa abc xyz one two three monkeys cowboy cowboys yankees lakers steelers eagles packers redsox
affiliate partner partners network tributary webmaster publisher advertiser marketing traffic campaign
consultant support service helpdesk system server database oracle postgres mysql linux ubuntu debian docker cisco router passw pass pwd
любовь люблю наташа солнышко россия москва привет пароль1 админ натали максим кристина sol luna estrella corazon amor amorcito hola
bonita hermosa chocolate futbolista campeon`
    .split(/\s+/)
    .filter((word) => word !== '');

const DIGIT_LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const COMMON: ReadonlySet<string> = new Set(WORDS.map(plain));

/** Steps that fingers and alphabets take. */
const STEPS = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'йцукенгшщзхъфывапролджэячсмитьбю',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  'qazwsxedcrfvtgbyhnujm',
  'zaq12wsxcde34rfvbgt56yhn',
];

/** Whether a password is among the first that anybody tries; `own` are words of the person, such as name and address. */
export function isCommonPassword(password: string, own: readonly string[]): boolean {
  const lower = password.toLowerCase();
  const unit = repeatedUnit(lower);
  if (unit.length <= 3 || STEPS.some((steps) => steps.includes(unit))) return true;
  const bare = plain(unit);
  const stripped = [bare, plain(unit.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')), plain(letters(unit))];
  const words = own.map((word) => plain(word.toLowerCase())).filter((word) => word.length >= 4);
  return stripped.some((text) => text === '' || COMMON.has(text) || words.includes(text));
}

/** What is repeated, such as `abc` of `abcabcabc`; the text itself where nothing is. */
function repeatedUnit(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1);
  return text.slice(0, at);
}

/** Digits that stand for letters as these, everything that is no letter away. */
function plain(text: string): string {
  return letters([...text.toLowerCase()].map((character) => DIGIT_LETTERS[character] ?? character).join(''));
}

function letters(text: string): string {
  return text.replace(/[^\p{L}]/gu, '');
}
