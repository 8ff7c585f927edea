// A combobox that asks the server as the person types; arrows move, Enter chooses.
const TYPING_PAUSE = 120;

function draw(root, state, choose) {
  const list = root.querySelector("[role=listbox]");
  list.replaceChildren(
    ...state.results.map((result, position) => {
      const option = document.createElement("li");
      option.id = `option-${position}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(position === state.active));
      for (const part of ["code", "label", "also"]) {
        if (!result[part]) continue;
        const span = document.createElement("span");
        span.className = part;
        span.textContent = result[part];
        option.append(span);
      }
      option.onmousedown = (event) => event.preventDefault();
      option.onclick = () => choose(position);
      return option;
    }),
  );
  list.hidden = state.results.length === 0;
  const input = root.querySelector("input");
  input.setAttribute("aria-expanded", String(state.results.length > 0));
  if (state.results.length > 0) input.setAttribute("aria-activedescendant", `option-${state.active}`);
  else input.removeAttribute("aria-activedescendant");
  list.children[state.active]?.scrollIntoView({ block: "nearest" });
}

const states = new WeakMap();

// The field takes the cursor, and what was typed while it was on its way (see browser.js).
function takeOver(input) {
  input.focus();
  const typed = window.panelTyped?.text ?? "";
  window.panelTyped = undefined;
  if (!typed) return;
  input.value = typed + input.value;
  input.dispatchEvent(new Event("input"));
}

export default function (component) {
  const { data, parentElement: root, setStateValue, setTriggerValue } = component;
  const first = !states.has(root);
  const state = states.get(root) ?? { results: [], active: 0, timer: 0 };
  states.set(root, state);
  const input = root.querySelector("input");
  const choose = (position) => {
    const result = state.results[position];
    if (result) setTriggerValue("chosen", result.value);
  };

  root.querySelector("label").textContent = data.label;
  root.querySelector("[role=listbox]").setAttribute("aria-label", data.label);
  root.querySelector("[role=status]").textContent = data.status;
  input.placeholder = data.placeholder;
  if (JSON.stringify(state.results) !== JSON.stringify(data.results)) {
    state.results = data.results;
    state.active = 0;
  }
  draw(root, state, choose);

  input.oninput = () => {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => setStateValue("query", input.value), TYPING_PAUSE);
  };
  input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && state.results.length > 0) {
      event.preventDefault();
      state.active = (state.active + step + state.results.length) % state.results.length;
      draw(root, state, choose);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(state.active);
    }
  };
  if (first) setTimeout(() => takeOver(input), 50);
  return () => clearTimeout(state.timer);
}
