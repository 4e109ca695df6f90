// Forms of the console say when they hold something that is not saved, and ask before it is lost.

for (const form of document.querySelectorAll('form[data-track]')) track(form);
for (const field of document.querySelectorAll('input[data-enter]'))
  pressOnEnter(field, document.getElementById(field.dataset.enter));

function track(form) {
  let dirty = 'unsaved' in form.dataset;
  let leaving = false;
  form.addEventListener('input', () => {
    dirty = true;
    form.querySelector('.unsaved').hidden = false;
  });
  form.addEventListener('submit', () => {
    leaving = true;
  });
  addEventListener('pageshow', () => {
    leaving = false;
  });
  addEventListener('beforeunload', (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
}

/** Enter in the field of a list means Add, not Save. */
function pressOnEnter(field, button) {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    field.form.requestSubmit(button);
  });
}
