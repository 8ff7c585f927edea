// Runs inside the page: tells the browser the page's language, keeps or drops cookies over plain HTTP, guards keys.
const done = new Set();

function once(name, path, options) {
  if (done.has(name)) return;
  done.add(name);
  fetch(path, { credentials: "same-origin", ...options }).catch(() => done.delete(name));
}

// Fast typing: letters typed between the key that opens a field and the field's appearance go into that field
// (concept_search.js takes them), and decide nothing.
const OPENERS = { t: "add", e: "replace", q: "question" };
const PATIENCE = 2000;

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

export default function (component) {
  window.removeEventListener("keydown", window.panelGuard, true);
  window.panelGuard = guard;
  window.addEventListener("keydown", guard, true);
  const { language, remember, ticket, leave } = component.data;
  document.documentElement.lang = language;
  if (remember) {
    done.delete(`language:${language === "en" ? "fr" : "en"}`);
    once(`language:${language}`, "/panel/language", { method: "POST", headers: { "X-Language": language } });
  }
  if (ticket) {
    done.delete("leave");
    once(`ticket:${ticket}`, "/panel/session", { method: "POST", headers: { "X-Ticket": ticket } });
  }
  if (leave) once("leave", "/panel/session", { method: "DELETE", headers: { "X-Ticket": "none" } });
}
