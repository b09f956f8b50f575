// The components of GOV.UK Frontend that our pages use, bundled: the whole file weighs nearly twice as much.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  Radios,
  SkipLink,
  createAll,
} from "govuk-frontend";

export function initAll({ scope }) {
  for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, ExitThisPage, Radios, SkipLink]) {
    createAll(component, undefined, scope);
  }
}
