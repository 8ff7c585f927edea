// Runs inside the page: tells the browser the page's language, and keeps or drops cookies over plain HTTP.
const done = new Set();

function once(name, path, options) {
  if (done.has(name)) return;
  done.add(name);
  fetch(path, { credentials: "same-origin", ...options }).catch(() => done.delete(name));
}

export default function (component) {
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
