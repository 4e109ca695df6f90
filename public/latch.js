// A form that is on its way is not sent a second time: the first answer, with its cookie, must not be thrown away.

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.busy) return event.preventDefault();
  form.dataset.busy = 'true';
  event.submitter?.setAttribute('aria-busy', 'true');
});

// A page that comes back from the browser's memory can be used again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-busy]')) delete form.dataset.busy;
  for (const button of document.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
});
