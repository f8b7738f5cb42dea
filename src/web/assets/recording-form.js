// Without scripts every box of the form shows, and what is typed counts. With them, a box shows
// when it is ticked, and what is not ticked is not sent.
const boxes = document.querySelectorAll('[data-module="govuk-checkboxes"] input[type="checkbox"]');

function follow(box) {
  const id = box.getAttribute('aria-controls') ?? box.dataset.ariaControls;
  const fields = id && document.getElementById(id)?.querySelectorAll('input, textarea');
  for (const field of fields || []) field.disabled = !box.checked;
}

for (const box of boxes) box.addEventListener('change', () => follow(box));
// Also when the browser brings the page back with what was typed.
window.addEventListener('pageshow', () => boxes.forEach(follow));
boxes.forEach(follow);
