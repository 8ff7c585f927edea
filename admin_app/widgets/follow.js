// Keeps what is at hand in sight, puts the cursor where the person is to write, and guards fast typing:
// letters typed between the key that opens a field and the field's appearance go into it, and decide nothing.
const OPENERS = { t: "add", e: "replace", q: "question" };
const PATIENCE = 2000;

let shown = "";

function isField(target) {
  return target && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable);
}

function isPlainLetter(event) {
  return event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
}

function guard(event) {
  if (isField(event.composedPath()[0])) {
    window.panelTyped = undefined;
    return;
  }
  if (!isPlainLetter(event)) return;
  const typed = window.panelTyped;
  if (typed && Date.now() < typed.until) {
    typed.text += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const opener = OPENERS[event.key.toLowerCase()];
  const works = opener && document.querySelector(`.st-key-key_${opener} kbd`);
  window.panelTyped = works ? { text: "", until: Date.now() + PATIENCE } : undefined;
}

function bringIntoSight(target) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  if (target === "settling") document.querySelector(".st-key-settling textarea")?.focus();
  document.querySelector(`.st-key-${target}`)?.scrollIntoView({ block: "nearest", behavior: calm });
  document.querySelector("mark.is-focused")?.scrollIntoView({ block: "nearest", behavior: calm });
}

export default function (component) {
  const { target } = component.data;
  window.removeEventListener("keydown", window.panelGuard, true);
  window.panelGuard = guard;
  window.addEventListener("keydown", guard, true);
  if (target && target !== shown) {
    shown = target;
    setTimeout(() => bringIntoSight(target), 120);
  }
  return () => {
    window.removeEventListener("keydown", guard, true);
    shown = "";
  };
}
