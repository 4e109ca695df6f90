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
const clockOf = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

function say(text, { shown = false } = {}) {
  spoken.classList.toggle('visually-hidden', !shown);
  spoken.textContent = text;
}

function showLocalTime() {
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(expires);
  until.textContent = fill(words.until, 'clock', clock);
}

function startCountdown() {
  const timer = document.createElement('p');
  timer.className = 'countdown';
  timer.setAttribute('role', 'timer');
  redeem.prepend(timer);

  let lastMinute = Number.POSITIVE_INFINITY;
  const ticking = setInterval(tick, 1000);
  tick();

  function tick() {
    const seconds = Math.max(0, Math.ceil((expires - now()) / 1000));
    timer.textContent = fill(words.left, 'clock', clockOf(seconds));
    const minute = Math.ceil(seconds / 60);
    if (minute < lastMinute && lastMinute !== Number.POSITIVE_INFINITY && (minute === 5 || minute === 1)) {
      say(fill(minute === 1 ? words.stillGoodOne : words.stillGood, 'minutes', minute));
    }
    lastMinute = minute;
    if (seconds > 0) return;
    clearInterval(ticking);
    timer.remove();
    until.textContent = words.expired;
    say(words.expired);
  }
}

/** What can be a token takes the place of what the field holds and is sent; anything else is pasted to be looked at. */
function submitOnPaste() {
  const field = redeem.elements.token;
  field.addEventListener('paste', (event) => {
    const pasted = event.clipboardData.getData('text').trim();
    if (!canBeToken(pasted)) return;
    event.preventDefault();
    field.value = pasted;
    redeem.requestSubmit(redeem.querySelector('button'));
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
  const message = document.getElementById('wait');
  const button = form.querySelector('button');
  const label = button.textContent;
  const ready = performance.now() + seconds * 1000;
  const hold = (event) => event.preventDefault();

  form.addEventListener('submit', hold);
  button.setAttribute('aria-disabled', 'true');
  message.setAttribute('role', 'timer'); // an alert would be read out every second
  const ticking = setInterval(tick, 1000);
  tick();

  function tick() {
    const left = Math.ceil((ready - performance.now()) / 1000);
    if (left > 0) {
      button.textContent = waitLabel(left);
      message.textContent = waitMessage(left);
      return;
    }
    button.textContent = label;
    clearInterval(ticking);
    button.removeAttribute('aria-disabled');
    form.removeEventListener('submit', hold);
    if (message === document.activeElement) button.focus({ preventScroll: true });
    message.remove();
  }
}

function waitLabel(seconds) {
  return seconds > 60
    ? fill(words.resendWaitLonger, 'clock', clockOf(seconds))
    : fill(words.resendWait, 'seconds', seconds);
}

function waitMessage(seconds) {
  if (seconds > 60) return fill(words.waitLonger, 'minutes', Math.ceil(seconds / 60));
  return seconds === 1 ? words.waitOne : fill(words.wait, 'seconds', seconds);
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
