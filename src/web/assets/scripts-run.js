// Scripts run here: GOV.UK Frontend's style sheet and components look for these two classes.
document.body.className += ' js-enabled';
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.className += ' govuk-frontend-supported';
}
