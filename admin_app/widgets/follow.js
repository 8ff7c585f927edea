// Keeps what is at hand in sight, and puts the cursor where the person is to write.
let shown = "";

function bringIntoSight(target) {
  // At once: of two smooth movements of one page the second would stop the first.
  if (target === "settling") document.querySelector(".st-key-settling textarea")?.focus();
  document.querySelector(`.st-key-${target}`)?.scrollIntoView({ block: "nearest" });
  document.querySelector("mark.is-focused")?.scrollIntoView({ block: "nearest" });
}

export default function (component) {
  const { target } = component.data;
  if (target && target !== shown) {
    shown = target;
    setTimeout(() => bringIntoSight(target), 120);
  }
  return () => {
    shown = "";
  };
}
