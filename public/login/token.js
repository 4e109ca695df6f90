// The token page, made quicker: local time, countdown, sign-in on paste, and moving on when Login Now was pressed.
// Everything here is a convenience; the server decides and the page works without it.

const redeem = document.getElementById('redeem');
const until = document.getElementById('until');
const spoken = document.getElementById('spoken');
const { base, ...words } = redeem.dataset;
const expires = Number(redeem.dataset.expires ?? 0);
const pollAfterExpiry = 60 * 60_000;

/** How far this computer's clock is behind the server's; learned from the answers to polls. */
let behind = 0;
const now = () => Date.now() + behind;

const fill = (text, name, value) => text.replace(`{${name}}`, value);

function say(text, { shown = false } = {}) {
  spoken.classList.toggle('visually-hidden', !shown);
  spoken.textContent = text;
}

function showLocalTime() {
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(expires);
  until.textContent = `${fill(words.until, 'clock', clock)} `;
}

function startCountdown() {
  const timer = document.createElement('span');
  timer.className = 'countdown';
  timer.setAttribute('role', 'timer');
  until.append(timer);

  let lastMinute = Number.POSITIVE_INFINITY;
  const ticking = setInterval(tick, 1000);
  tick();

  function tick() {
    const seconds = Math.max(0, Math.ceil((expires - now()) / 1000));
    timer.textContent = fill(
      words.left,
      'clock',
      `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    );
    const minute = Math.ceil(seconds / 60);
    if (minute < lastMinute && lastMinute !== Number.POSITIVE_INFINITY && (minute === 5 || minute === 1)) {
      say(fill(minute === 1 ? words.stillGoodOne : words.stillGood, 'minutes', minute));
    }
    lastMinute = minute;
    if (seconds > 0) return;
    clearInterval(ticking);
    until.textContent = words.expired;
    say(words.expired);
  }
}

/** What can be a token is sent as soon as it is pasted; anything else stays in the field to be looked at. */
function submitOnPaste() {
  const field = redeem.elements.token;
  field.addEventListener('paste', () => {
    setTimeout(() => {
      if (canBeToken(field.value)) redeem.requestSubmit(redeem.querySelector('button'));
    });
  });
}

function canBeToken(typed) {
  if (typed.includes('/login/now/')) return true;
  const code = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code);
}

/** The button stays where it is and can be reached, but says how long to wait. The server enforces the same wait. */
function holdResend(seconds) {
  const form = document.getElementById('resend');
  const button = form.querySelector('button');
  const label = button.textContent;
  const ready = performance.now() + seconds * 1000;
  const hold = (event) => event.preventDefault();

  form.addEventListener('submit', hold);
  button.setAttribute('aria-disabled', 'true');
  const ticking = setInterval(tick, 1000);
  tick();

  function tick() {
    const left = Math.ceil((ready - performance.now()) / 1000);
    button.textContent = left > 0 ? fill(words.resendWait, 'seconds', left) : label;
    if (left > 0) return;
    clearInterval(ticking);
    button.removeAttribute('aria-disabled');
    form.removeEventListener('submit', hold);
  }
}

let nextPoll = 0;
let finished = false;

/** Asks whether this sign-in went on without this page; stops an hour after the token has expired. */
async function poll() {
  clearTimeout(nextPoll);
  const answer = redeem.dataset.busy ? undefined : await ask();
  if (finished) return;
  finished =
    answer?.kind === 'go' ||
    answer?.kind === 'elsewhere' ||
    answer?.kind === 'over' ||
    now() > expires + pollAfterExpiry;
  if (answer?.kind === 'go') return location.assign(answer.to);
  if (words[answer?.kind]) return say(words[answer.kind], { shown: true });
  if (!finished) nextPoll = setTimeout(poll, document.hidden ? 15_000 : 3_000);
}

async function ask() {
  try {
    const response = await fetch(`${base}/status`, { headers: { accept: 'application/json' }, cache: 'no-store' });
    behind = Date.parse(response.headers.get('date')) - Date.now() || 0;
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined; // offline for a moment: the next poll asks again
  }
}

submitOnPaste();
if (until) {
  showLocalTime();
  startCountdown();
}
if (words.cooldown) holdResend(Number(words.cooldown));
nextPoll = setTimeout(poll, 1_000);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && !finished) poll();
});
